using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on roles.</summary>
internal static class RoleOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateRole", Create), new("GetRole", Get), new("ListRoles", List), new("UpdateRole", Update), new("UpdateRoleDescription", UpdateDescription),
        new("UpdateAssumeRolePolicy", UpdateTrust), new("DeleteRole", Delete),
    ];

    private static void Create(IamCall call)
    {
        var p = call.Parameters;
        var (name, path, tags, boundary) = (p.Name("RoleName", 64), p.Path, p.Tags, p.OptionalArn("PermissionsBoundary"));
        var (json, description, longest) = (p.Document("AssumeRolePolicyDocument"), p.Optional("Description", 0, 1000), Longest(p));
        var key = call.NewKey("role", path, name, "AROA");
        call.AuthorizeMaking("Role", key.Arn, tags, boundary: boundary);
        if (key.Path.StartsWith("/aws-reserved/", StringComparison.Ordinal) || key.Path.StartsWith("/aws-service-role/", StringComparison.Ordinal))
        {
            throw IamFaults.Validation("Roles may not be created in a path that is reserved for AWS.");
        }

        if (call.Account.Roles.IsTaken(name))
        {
            throw IamFaults.AlreadyExists($"Role with name {name} already exists.");
        }

        if (call.Account.Roles.Count >= Quotas.Roles)
        {
            throw IamFaults.QuotaExceeded("RolesPerAccount", Quotas.Roles);
        }

        var role = TagOperations.Tag(
            new Role(key, Trust(call, name, json), longest ?? TimeSpan.FromHours(1)) { Description = description, Boundary = BoundaryOperations.Check(call, boundary) }, tags);
        call.Account.Roles.Put(role);
        call.Result.Group("Role", () => EntityXml.Write(call.Result, role));
    }

    private static void Get(IamCall call)
    {
        var role = call.Role();
        call.Result.Group("Role", () => EntityXml.Write(call.Result, role));
    }

    private static void List(IamCall call)
    {
        var prefix = call.Parameters.PathPrefix;
        call.Authorize(call.ArnOf("role", prefix[1..]));
        call.Page("Roles", call.Account.Roles.All.Where(r => r.Key.Path.StartsWith(prefix, StringComparison.Ordinal)), r => r.Name, r => EntityXml.Write(call.Result, r, whole: false));
    }

    // "UpdateRole", IAM API Reference: a longest session that is left out is an hour again; a description stays.
    private static void Update(IamCall call)
    {
        var (description, longest) = (call.Parameters.Optional("Description", 0, 1000), Longest(call.Parameters));
        var role = call.Role();
        call.Account.Roles.Put(role with
        {
            Description = description ?? role.Description,
            MaxSessionDuration = longest ?? TimeSpan.FromHours(1),
        });
    }

    private static void UpdateDescription(IamCall call)
    {
        var description = call.Parameters.Required("Description", 0, 1000);
        var role = call.Role() with { Description = description };
        call.Account.Roles.Put(role);
        call.Result.Group("Role", () => EntityXml.Write(call.Result, role));
    }

    private static void UpdateTrust(IamCall call)
    {
        var json = call.Parameters.Document("PolicyDocument");
        var role = call.Role();
        call.Account.Roles.Put(role with { Trust = Trust(call, role.Name, json) });
    }

    private static void Delete(IamCall call)
    {
        var role = call.Role();
        if (call.Account.InstanceProfiles.All.Any(p => p.RoleId == role.Id))
        {
            throw IamFaults.MustFirst("remove roles from instance profile");
        }

        InlinePolicyOperations.RequireNone(role);
        call.Account.Roles.Remove(role);
        PrincipalRename.Everywhere(call.State.Iam, role.Arn, role.Id);
    }

    private static TimeSpan? Longest(IamParameters parameters) =>
        parameters.Number("MaxSessionDuration", 3600, 43200) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static StoredPolicy Trust(IamCall call, string roleName, string json)
    {
        DocumentCheck.Require(json, PolicyKind.Trust);
        TrustedPrincipals.Require(json, call.State.Iam);
        SharedProviders.Require(json);
        var trust = StoredPolicy.Trust(roleName, json);
        return trust.Size <= Quotas.TrustPolicySize ? trust : throw IamFaults.QuotaExceeded("ACLSizePerRole", Quotas.TrustPolicySize);
    }
}
