using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>GetAccountAuthorizationDetails: everything that says who may do what in an account, in four lists with one page.</summary>
internal static class AuthorizationDetails
{
    private static readonly string[] Kinds = ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"];

    public static IReadOnlyList<IamOperation> All { get; } = [new("GetAccountAuthorizationDetails", Get)];

    private static void Get(IamCall call)
    {
        var filter = call.Parameters.Texts("Filter");
        if (filter.FirstOrDefault(f => !Kinds.Contains(f)) is not null)
        {
            throw IamParameters.Invalid("filter", $"Member must satisfy constraint: [Member must satisfy enum value set: [{string.Join(", ", Kinds)}]]");
        }

        call.Authorize("*");
        var account = call.Account;

        // Of AWS's own policies those that somebody has: nobody's rights come from the others.
        var inUse = account.PolicyHolders.SelectMany(h => h.Boundary is { } boundary ? h.Attached.Add(boundary) : h.Attached).ToHashSet(StringComparer.Ordinal);
        var all = account.PolicyHolders.Cast<IamEntity>().Concat(account.Policies.All).Concat(account.PoliciesOfAws.Where(p => inUse.Contains(p.Arn)));
        var page = call.Cut(all.Where(e => filter.IsEmpty || filter.Contains(KindOf(e))), e => $"{Array.IndexOf(Kinds, KindOf(e))} {e.Arn}");
        var xml = call.Result;
        xml.List("UserDetailList", page.OfType<User>(), user =>
        {
            EntityXml.Key(xml, user, "User");
            Policies(xml, account, user, "User");
            xml.Texts("GroupList", account.GroupsOf(user).Select(g => g.Name));
            EntityXml.Boundary(xml, user);
            EntityXml.Tags(xml, user);
        });
        xml.List("GroupDetailList", page.OfType<Group>(), group =>
        {
            EntityXml.Key(xml, group, "Group");
            Policies(xml, account, group, "Group");
        });
        xml.List("RoleDetailList", page.OfType<Role>(), role =>
        {
            EntityXml.WriteDetail(xml, role);
            Policies(xml, account, role, "Role");
            xml.List("InstanceProfileList", account.InstanceProfiles.All.Where(p => p.RoleId == role.Id), p => EntityXml.Write(xml, p, account, whole: false));
        });
        xml.List("Policies", page.OfType<ManagedPolicy>(), policy =>
        {
            EntityXml.WriteDetail(xml, policy, account);
            xml.List("PolicyVersionList", policy.Versions, v => EntityXml.Write(xml, policy, v, withDocument: true));
        });
    }

    private static string KindOf(IamEntity entity) => entity is ManagedPolicy policy ? policy.IsOfAws ? "AWSManagedPolicy" : "LocalManagedPolicy" : entity.GetType().Name;

    private static void Policies(ResultXml xml, IamAccount account, PolicyHolder holder, string noun) => xml
        .List($"{noun}PolicyList", holder.Inline, p => xml.Text("PolicyName", p.Key).Document("PolicyDocument", p.Value.Json))
        .List("AttachedManagedPolicies", holder.Attached.Select(account.FindPolicy).OfType<ManagedPolicy>(), p => xml.Text("PolicyName", p.Name).Text("PolicyArn", p.Arn));
}
