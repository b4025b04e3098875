using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudTrail;

/// <summary>A call as the trail of the caller's account has it: "CloudTrail record contents", AWS CloudTrail User Guide.</summary>
/// <param name="call">The call.</param>
/// <param name="origin">Who called.</param>
internal sealed class TrailEvent(NumberedCall call, CallOrigin origin)
{
    private static readonly string[] Reading = ["Get", "List", "Describe", "Simulate", "Lookup", "Search", "Is"];

    public long Number => call.Number;

    /// <summary>Gets the event's id. It follows from the request's, so that an event is the same whenever it is asked for.</summary>
    public string Id { get; } = new Guid(SHA256.HashData(Encoding.ASCII.GetBytes(origin.RequestId)).AsSpan(..16)).ToString();

    public string Name => call.Record.Operation ?? "";

    public string Source => call.Record.Service switch
    {
        "sso-admin" => "sso.amazonaws.com",
        var service => service + ".amazonaws.com",
    };

    public DateTimeOffset Time => call.Record.Time;

    public string? KeyId => call.Record.AccessKeyId;

    /// <summary>Gets who called by name: the user's name, or the session's.</summary>
    public string UserName => origin.Caller.Kind == CallerKind.Root ? "root" : origin.Caller.Name;

    public bool IsReading => Reading.Any(r => Name.StartsWith(r, StringComparison.Ordinal)) || Name.StartsWith("AssumeRole", StringComparison.Ordinal);

    /// <summary>Tells whether the event is in the trail of an account in a region.</summary>
    public bool IsOf(string accountId, string region) => Name.Length > 0 && origin.Caller.AccountId == accountId && origin.Region == region;

    /// <summary>Gives the names of what was called upon, with the types of AWS Config where they are plain.</summary>
    public IEnumerable<(string Type, string Name)> CalledUpon => origin.Parameters
        .Select(p => (Type: TypeOf(p.Key), p.Value))
        .Where(p => p.Type.Length > 0);

    /// <summary>Writes it as <c>LookupEvents</c> lists it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("EventId", Id);
        json.WriteString("EventName", Name);
        json.WriteString("ReadOnly", IsReading ? "true" : "false");
        json.WriteString("AccessKeyId", KeyId);
        json.WriteNumber("EventTime", Time.ToUnixTimeSeconds());
        json.WriteString("EventSource", Source);
        json.WriteString("Username", UserName);
        json.WriteStartArray("Resources");
        foreach (var (type, name) in CalledUpon)
        {
            json.WriteStartObject();
            json.WriteString("ResourceType", type);
            json.WriteString("ResourceName", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("CloudTrailEvent", Encoding.UTF8.GetString(JsonProtocol.Object(WriteRecord)));
        json.WriteEndObject();
    }

    private void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteString("eventVersion", "1.11");
        json.WriteStartObject("userIdentity");
        WriteIdentity(json, origin.Caller);
        json.WriteEndObject();
        json.WriteString("eventTime", Written(Time));
        json.WriteString("eventSource", Source);
        json.WriteString("eventName", Name);
        json.WriteString("awsRegion", origin.Region);
        json.WriteString("sourceIPAddress", "127.0.0.1");
        json.WriteString("userAgent", origin.UserAgent ?? "-");
        if (call.Record.Error is { } error)
        {
            json.WriteString("errorCode", error);
            json.WriteString("errorMessage", origin.ErrorMessage);
        }

        if (origin.Parameters.Count == 0)
        {
            json.WriteNull("requestParameters");
        }
        else
        {
            json.WriteStartObject("requestParameters");
            foreach (var (name, value) in origin.Parameters)
            {
                json.WriteString(char.ToLowerInvariant(name[0]) + name[1..], value);
            }

            json.WriteEndObject();
        }

        json.WriteNull("responseElements");
        json.WriteString("requestID", origin.RequestId);
        json.WriteString("eventID", Id);
        json.WriteBoolean("readOnly", IsReading);
        json.WriteString("eventType", "AwsApiCall");
        json.WriteBoolean("managementEvent", true);
        json.WriteString("recipientAccountId", origin.Caller.AccountId);
        json.WriteString("eventCategory", "Management");
    }

    // "CloudTrail userIdentity element".
    private void WriteIdentity(Utf8JsonWriter json, Caller caller)
    {
        json.WriteString("type", caller.Kind switch { CallerKind.Root => "Root", CallerKind.RoleSession => "AssumedRole", CallerKind.FederatedUser => "FederatedUser", _ => "IAMUser" });
        json.WriteString("principalId", caller.UserId);
        json.WriteString("arn", caller.Arn);
        json.WriteString("accountId", caller.AccountId);
        json.WriteString("accessKeyId", KeyId);
        if (caller.Kind is CallerKind.User or CallerKind.UserSession)
        {
            json.WriteString("userName", caller.Name);
        }

        if (caller.DelegateAccountId is { } delegated)
        {
            json.WriteStartObject("invokedByDelegate");
            json.WriteString("accountId", delegated);
            json.WriteEndObject();
        }

        if (caller.IssuedAt is not { } issued)
        {
            return;
        }

        json.WriteStartObject("sessionContext");
        if (caller.Kind is CallerKind.RoleSession or CallerKind.FederatedUser)
        {
            json.WriteStartObject("sessionIssuer");
            json.WriteString("type", caller.Kind == CallerKind.RoleSession ? "Role" : caller.IssuerArn.EndsWith(":root", StringComparison.Ordinal) ? "Root" : "IAMUser");
            json.WriteString("principalId", caller.IssuerId);
            json.WriteString("arn", caller.IssuerArn);
            json.WriteString("accountId", caller.AccountId);
            json.WriteString("userName", caller.IssuerArn[(caller.IssuerArn.LastIndexOf('/') + 1)..]);
            json.WriteEndObject();
        }

        json.WriteStartObject("attributes");
        json.WriteString("creationDate", Written(issued));
        json.WriteString("mfaAuthenticated", caller.MfaAt is null ? "false" : "true");
        json.WriteEndObject();
        if (caller.SourceIdentity is { } source)
        {
            json.WriteString("sourceIdentity", source);
        }

        if (caller.IsAssumedRoot)
        {
            json.WriteString("assumedRoot", "true");
        }

        json.WriteEndObject();
    }

    private static string TypeOf(string parameter) => parameter switch
    {
        "UserName" => "AWS::IAM::User",
        "GroupName" => "AWS::IAM::Group",
        "RoleName" or "RoleArn" => "AWS::IAM::Role",
        "PolicyArn" or "PolicyName" => "AWS::IAM::Policy",
        "InstanceProfileName" => "AWS::IAM::InstanceProfile",
        "AccessKeyId" => "AWS::IAM::AccessKey",
        _ => "",
    };

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
