using System.Text.Json;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The operations on the instance.</summary>
internal static class InstanceOperations
{
    public static IEnumerable<JsonOperation> All { get; } =
    [
        CenterCall.Operation("ListInstances", List), CenterCall.Operation("DescribeInstance", Describe), CenterCall.Operation("UpdateInstance", Update),
    ];

    // Whose account has no instance learns so from an empty list.
    private static void List(CenterCall call)
    {
        call.Call.Authorize();
        call.Call.Page(call.Json, "Instances", call.SeesInstance ? [call.Center] : Enumerable.Empty<State.IdentityCenterState>(), c => c.Place.InstanceArn, _ =>
        {
            call.Json.WriteStartObject();
            Write(call);
            call.Json.WriteEndObject();
        });
    }

    private static void Describe(CenterCall call)
    {
        call.Instance();
        Write(call);
        call.Json.WriteStartObject("EncryptionConfigurationDetails");
        call.Json.WriteString("KeyType", "AWS_OWNED_KMS_KEY");
        call.Json.WriteString("EncryptionStatus", "ENABLED");
        call.Json.WriteEndObject();
    }

    private static void Update(CenterCall call)
    {
        var name = call.Input.OptionalText("Name", 0, 255, CenterPatterns.Name);
        var encrypts = call.Input.Has("EncryptionConfiguration");
        call.Instance();
        if (encrypts)
        {
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't encrypt an instance with keys of yours yet");
        }

        call.Center.Name = name ?? call.Center.Name;
    }

    private static void Write(CenterCall call)
    {
        var (json, center) = (call.Json, call.Center);
        json.WriteString("InstanceArn", center.Place.InstanceArn);
        json.WriteString("IdentityStoreId", center.Place.StoreId);
        json.WriteString("OwnerAccountId", center.Place.AccountId);
        WriteOptional(json, "Name", center.Name);
        WriteTime(json, "CreatedDate", center.Place.Created);
        json.WriteString("Status", "ACTIVE");
    }

    public static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Writes a moment as AWS JSON has it: seconds since 1970, with milliseconds.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time) => json.WriteNumber(name, time.ToUnixTimeMilliseconds() / 1000m);
}
