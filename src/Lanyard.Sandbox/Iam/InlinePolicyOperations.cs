using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on inline policies, for users, groups and roles alike.</summary>
internal static class InlinePolicyOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        .. For(EntityKinds.User, Quotas.UserPolicySize), .. For(EntityKinds.Group, Quotas.GroupPolicySize), .. For(EntityKinds.Role, Quotas.RolePolicySize),
    ];

    /// <summary>Refuses to delete what still has policies.</summary>
    public static void RequireNone(PolicyHolder holder)
    {
        if (!holder.Attached.IsEmpty)
        {
            throw IamFaults.MustFirst("detach all policies");
        }

        if (!holder.Inline.IsEmpty)
        {
            throw IamFaults.MustFirst("delete policies");
        }
    }

    private static IamOperation[] For<T>(EntityKind<T> kind, int quota)
        where T : PolicyHolder =>
    [
        new($"Put{kind.Noun}Policy", call => Put(call, kind, quota)),
        new($"Get{kind.Noun}Policy", call => Get(call, kind)),
        new($"List{kind.Noun}Policies", call => List(call, kind)),
        new($"Delete{kind.Noun}Policy", call => Delete(call, kind)),
    ];

    private static void Put<T>(IamCall call, EntityKind<T> kind, int quota)
        where T : PolicyHolder
    {
        var (name, json) = (call.Parameters.Name("PolicyName"), call.Parameters.Document("PolicyDocument"));
        var holder = kind.Find(call, null);
        DocumentCheck.Require(json, PolicyKind.Identity);
        var inline = holder.Inline.SetItem(name, StoredPolicy.Inline(name, json));

        // "IAM and AWS STS quotas": all inline policies of one identity together, without white space.
        if (inline.Values.Sum(p => p.Size) > quota)
        {
            throw IamFaults.LimitExceeded($"Maximum policy size of {quota} bytes exceeded for {kind.Noun.ToLowerInvariant()} {holder.Name}");
        }

        kind.Put(call.Account, (T)((PolicyHolder)holder with { Inline = inline }));
    }

    private static void Get<T>(IamCall call, EntityKind<T> kind)
        where T : PolicyHolder
    {
        var (holder, name) = Find(call, kind);
        call.Result.Text($"{kind.Noun}Name", holder.Name).Text("PolicyName", name).Document("PolicyDocument", holder.Inline[name].Json);
    }

    private static void List<T>(IamCall call, EntityKind<T> kind)
        where T : PolicyHolder
    {
        var holder = kind.Find(call, null);
        call.Result.Texts("PolicyNames", call.Cut(holder.Inline.Keys, name => name));
    }

    private static void Delete<T>(IamCall call, EntityKind<T> kind)
        where T : PolicyHolder
    {
        var (holder, name) = Find(call, kind);
        kind.Put(call.Account, (T)((PolicyHolder)holder with { Inline = holder.Inline.Remove(name) }));
    }

    private static (T Holder, string Name) Find<T>(IamCall call, EntityKind<T> kind)
        where T : PolicyHolder
    {
        var name = call.Parameters.Name("PolicyName");
        var holder = kind.Find(call, null);
        return holder.Inline.ContainsKey(name)
            ? (holder, name)
            : throw IamFaults.NoSuchEntity($"The {kind.Noun.ToLowerInvariant()} policy with name {name} cannot be found.");
    }
}
