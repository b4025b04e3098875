using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.State;

/// <summary>An organizational unit (OU).</summary>
/// <param name="Id">Its id, <c>ou-…</c>.</param>
/// <param name="ParentId">The root or OU that it is in.</param>
/// <param name="Name">Its name, which its siblings don't have.</param>
internal sealed record OrganizationalUnit(string Id, string ParentId, string Name);

/// <summary>An account of an organization.</summary>
/// <param name="Account">The account.</param>
/// <param name="ParentId">The root or OU that it is in.</param>
/// <param name="IsCreated">Whether the organization made it; otherwise it was invited.</param>
/// <param name="Joined">When it came.</param>
internal sealed record MemberAccount(SandboxAccount Account, string ParentId, bool IsCreated, DateTimeOffset Joined)
{
    public string Id => Account.Id;

    public bool IsClosed { get; init; }
}

/// <summary>A type of policies that the sandbox enforces.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Kind">What the engine takes it for.</param>
/// <param name="Place">What AWS limits its size and number by.</param>
/// <param name="Short">What reasons call one.</param>
/// <param name="FullAccess">AWS's own policy, which allows everything and is attached everywhere at first.</param>
internal sealed record ControlPolicyType(string Name, PolicyKind Kind, PolicyPlace Place, string Short, OrganizationPolicy FullAccess)
{
    public static ControlPolicyType Service { get; } = Create("SERVICE_CONTROL_POLICY", PolicyKind.ServiceControl, PolicyPlace.ServiceControl, "SCP", "FullAWSAccess", "Allows access to every operation", "");

    public static ControlPolicyType Resource { get; } = Create(
        "RESOURCE_CONTROL_POLICY", PolicyKind.ResourceControl, PolicyPlace.ResourceControl, "RCP", "RCPFullAWSAccess", "Allows access to every resource", "\"Principal\": \"*\",\n      ");

    public static ImmutableArray<ControlPolicyType> All { get; } = [Service, Resource];

    /// <summary>Gets the largest size of a document, and how many a target can have.</summary>
    public PolicyQuota Quota => PolicyQuotas.Find(Place)!;

    public static ControlPolicyType? Find(string name) => All.FirstOrDefault(t => t.Name == name);

    private static ControlPolicyType Create(string name, PolicyKind kind, PolicyPlace place, string abbreviation, string fullAccess, string description, string principal)
    {
        var json = $$"""
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  {{principal}}"Action": "*",
                  "Resource": "*"
                }
              ]
            }
            """;
        var arn = $"arn:aws:organizations::aws:policy/{name.ToLowerInvariant()}/p-{fullAccess}";
        return new(name, kind, place, abbreviation, new OrganizationPolicy($"p-{fullAccess}", arn, name, fullAccess, description, new StoredPolicy($"{abbreviation} {fullAccess}", kind, json)) { IsOfAws = true });
    }
}

/// <summary>A policy of an organization.</summary>
/// <param name="Id">Its id, <c>p-…</c>.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is said to be for.</param>
/// <param name="Policy">The document.</param>
internal sealed record OrganizationPolicy(string Id, string Arn, string Type, string Name, string Description, StoredPolicy Policy)
{
    public bool IsOfAws { get; init; }

    /// <summary>Makes one of an organization's own.</summary>
    public static OrganizationPolicy Create(Organization organization, string id, ControlPolicyType type, string name, string description, string json) => new(
        id, organization.Arn("policy", $"{type.Name.ToLowerInvariant()}/{id}"), type.Name, name, description, new StoredPolicy($"{type.Short} {name} ({id})", type.Kind, json));
}

/// <summary>The policy that lets member accounts call the organization: "Delegation policy", Organizations User Guide.</summary>
/// <param name="Id">Its id, <c>rp-…</c>.</param>
/// <param name="Policy">The document.</param>
internal sealed record DelegationPolicy(string Id, StoredPolicy Policy);

/// <summary>A delegated administrator of a service.</summary>
internal sealed record DelegatedService(string AccountId, string ServicePrincipal, DateTimeOffset Enabled);

/// <summary>A request for a new account, and what came of it.</summary>
/// <param name="Id">Its id, <c>car-…</c>.</param>
/// <param name="AccountName">The name asked for.</param>
/// <param name="Requested">When it was asked for; the sandbox is done at once.</param>
/// <param name="AccountId">The account; <see langword="null"/> where it failed.</param>
/// <param name="FailureReason">Why it failed.</param>
internal sealed record AccountRequest(string Id, string AccountName, DateTimeOffset Requested, string? AccountId, string? FailureReason);

/// <summary>An exchange between an organization and an account.</summary>
/// <param name="Id">Its id, <c>h-…</c>.</param>
/// <param name="Action">What it is about, such as <c>INVITE</c>.</param>
/// <param name="Target">The account's id, or the address that was invited.</param>
/// <param name="Requested">When it began.</param>
/// <param name="Notes">What the inviter wrote; <see langword="null"/> for nothing.</param>
internal sealed record Handshake(string Id, string Action, string Target, DateTimeOffset Requested, string? Notes)
{
    /// <summary>"InviteAccountToOrganization", Organizations API Reference: it can be answered for 15 days.</summary>
    public DateTimeOffset Expires => Requested.AddDays(15);

    /// <summary>Gets the answer; <see langword="null"/> where none came.</summary>
    public string? Answer { get; init; }

    public bool IsOfEmail => Target.Contains('@', StringComparison.Ordinal);

    public string StateAt(DateTimeOffset now) => Answer ?? (now >= Expires ? "EXPIRED" : Action == "INVITE" ? "OPEN" : "REQUESTED");
}
