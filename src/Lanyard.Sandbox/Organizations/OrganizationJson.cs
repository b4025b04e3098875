using System.Text.Json;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>Writes what answers are made of.</summary>
internal static class OrganizationJson
{
    public static void Object(this Utf8JsonWriter json, string? name, Action write)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartObject();
        write();
        json.WriteEndObject();
    }

    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset time) => json.WriteNumber(name, time.ToUnixTimeMilliseconds() / 1000m);

    public static void Write(this Utf8JsonWriter json, Organization organization, SandboxState state) => json.Object("Organization", () =>
    {
        json.WriteString("Id", organization.Id);
        json.WriteString("Arn", organization.OrganizationArn);
        json.WriteString("FeatureSet", organization.HasAllFeatures ? "ALL" : "CONSOLIDATED_BILLING");
        json.WriteString("MasterAccountArn", organization.Arn("account", organization.ManagementId));
        json.WriteString("MasterAccountId", organization.ManagementId);
        json.WriteString("MasterAccountEmail", state.Accounts.Find(organization.ManagementId)!.Email);

        // "Organization", API Reference: this member is deprecated, and tells of SCPs alone.
        json.WriteStartArray("AvailablePolicyTypes");
        if (organization.HasAllFeatures)
        {
            WriteType(json, ControlPolicyType.Service.Name);
        }

        json.WriteEndArray();
    });

    public static void WriteRoot(this Utf8JsonWriter json, string? name, Organization organization) => json.Object(name, () =>
    {
        json.WriteString("Id", organization.RootId);
        json.WriteString("Arn", organization.TargetArn(organization.RootId));
        json.WriteString("Name", "Root");
        json.WriteStartArray("PolicyTypes");
        foreach (var type in organization.EnabledTypes)
        {
            WriteType(json, type);
        }

        json.WriteEndArray();
    });

    public static void Write(this Utf8JsonWriter json, string? name, Organization organization, OrganizationalUnit unit) => json.Object(name, () =>
    {
        json.WriteString("Id", unit.Id);
        json.WriteString("Arn", organization.TargetArn(unit.Id));
        json.WriteString("Name", unit.Name);
        json.WriteString("Path", PathOf(organization, unit.Id));
    });

    public static void Write(this Utf8JsonWriter json, string? name, Organization organization, MemberAccount member, DateTimeOffset? delegated = null) => json.Object(name, () =>
    {
        json.WriteString("Id", member.Id);
        json.WriteString("Arn", organization.TargetArn(member.Id));
        json.WriteString("Email", member.Account.Email);
        json.WriteString("Name", member.Account.Name);
        json.WriteString("Status", member.IsClosed ? "SUSPENDED" : "ACTIVE");
        json.WriteString("State", member.IsClosed ? "CLOSED" : "ACTIVE");
        json.WriteString("JoinedMethod", member.IsCreated ? "CREATED" : "INVITED");
        json.Time("JoinedTimestamp", member.Joined);
        if (delegated is { } since)
        {
            json.Time("DelegationEnabledDate", since);
        }
        else
        {
            json.WriteStartArray("Paths");
            json.WriteStringValue(PathOf(organization, member.Id));
            json.WriteEndArray();
        }
    });

    public static void WriteSummary(this Utf8JsonWriter json, string? name, OrganizationPolicy policy) => json.Object(name, () =>
    {
        json.WriteString("Id", policy.Id);
        json.WriteString("Arn", policy.Arn);
        json.WriteString("Name", policy.Name);
        json.WriteString("Description", policy.Description);
        json.WriteString("Type", policy.Type);
        json.WriteBoolean("AwsManaged", policy.IsOfAws);
    });

    public static void Write(this Utf8JsonWriter json, OrganizationPolicy policy) => json.Object("Policy", () =>
    {
        json.WriteSummary("PolicySummary", policy);
        json.WriteString("Content", policy.Policy.Json);
    });

    public static void Write(this Utf8JsonWriter json, string? name, AccountRequest request, bool isPending = false) => json.Object(name, () =>
    {
        json.WriteString("Id", request.Id);
        json.WriteString("AccountName", request.AccountName);
        json.WriteString("State", isPending ? "IN_PROGRESS" : StateOf(request));
        json.Time("RequestedTimestamp", request.Requested);
        if (!isPending)
        {
            json.Time("CompletedTimestamp", request.Requested);
            if (request.AccountId is { } id)
            {
                json.WriteString("AccountId", id);
            }
            else
            {
                json.WriteString("FailureReason", request.FailureReason);
            }
        }
    });

    public static string StateOf(AccountRequest request) => request.AccountId is null ? "FAILED" : "SUCCEEDED";

    public static void Write(this Utf8JsonWriter json, string? name, Organization organization, Handshake handshake, SandboxState state) => json.Object(name, () =>
    {
        json.WriteString("Id", handshake.Id);
        json.WriteString("Arn", organization.Arn("handshake", $"{handshake.Action.ToLowerInvariant()}/{handshake.Id}"));
        json.WriteString("Action", handshake.Action);
        json.WriteString("State", handshake.StateAt(state.Now));
        json.Time("RequestedTimestamp", handshake.Requested);
        json.Time("ExpirationTimestamp", handshake.Expires);
        var kind = handshake.IsOfEmail ? "EMAIL" : "ACCOUNT";
        json.WriteStartArray("Parties");
        Party(json, organization.Id, "ORGANIZATION");
        if (handshake.Action == "INVITE")
        {
            Party(json, handshake.Target, kind);
        }

        json.WriteEndArray();
        json.WriteStartArray("Resources");
        var management = state.Accounts.Find(organization.ManagementId)!;
        json.Object(null, () =>
        {
            json.WriteString("Type", "ORGANIZATION");
            json.WriteString("Value", organization.Id);
            json.WriteStartArray("Resources");
            Resource(json, "MASTER_EMAIL", management.Email);
            Resource(json, "MASTER_NAME", management.Name);
            Resource(json, "ORGANIZATION_FEATURE_SET", organization.HasAllFeatures ? "ALL" : "CONSOLIDATED_BILLING");
            json.WriteEndArray();
        });
        Resource(json, kind, handshake.Target);
        if (handshake.Notes is { } notes)
        {
            Resource(json, "NOTES", notes);
        }

        json.WriteEndArray();
    });

    // "AWS Organizations entity path": the organization, the root and the units, then the account.
    private static string PathOf(Organization organization, string id) => $"{organization.Id}/{string.Join('/', organization.PathTo(id))}/";

    private static void WriteType(Utf8JsonWriter json, string type) => json.Object(null, () =>
    {
        json.WriteString("Type", type);
        json.WriteString("Status", "ENABLED");
    });

    private static void Party(Utf8JsonWriter json, string id, string type) => json.Object(null, () =>
    {
        json.WriteString("Id", id);
        json.WriteString("Type", type);
    });

    private static void Resource(Utf8JsonWriter json, string type, string value) => json.Object(null, () =>
    {
        json.WriteString("Type", type);
        json.WriteString("Value", value);
    });
}
