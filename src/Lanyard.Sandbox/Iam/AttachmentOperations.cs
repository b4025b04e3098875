using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>Attaching managed policies to users, groups and roles alike.</summary>
internal static class AttachmentOperations
{
    public static IReadOnlyList<IamOperation> All { get; } = [.. For(EntityKinds.User), .. For(EntityKinds.Group), .. For(EntityKinds.Role)];

    private static IamOperation[] For<T>(EntityKind<T> kind)
        where T : PolicyHolder =>
    [
        new($"Attach{kind.Noun}Policy", call => Attach(call, kind)),
        new($"Detach{kind.Noun}Policy", call => Detach(call, kind)),
        new($"ListAttached{kind.Noun}Policies", call => List(call, kind)),
    ];

    private static void Attach<T>(IamCall call, EntityKind<T> kind)
        where T : PolicyHolder
    {
        var arn = call.Parameters.Arn();
        var holder = kind.Find(call, new Keys().With("iam:PolicyARN", arn));
        if (call.Account.FindPolicy(arn) is null)
        {
            throw IamFaults.NotAttachable(arn);
        }

        if (holder.Attached.Contains(arn))
        {
            return;
        }

        if (holder.Attached.Length >= Quotas.AttachedPolicies)
        {
            throw IamFaults.QuotaExceeded($"PoliciesPer{kind.Noun}", Quotas.AttachedPolicies);
        }

        kind.Put(call.Account, (T)((PolicyHolder)holder with { Attached = holder.Attached.Add(arn) }));
    }

    private static void Detach<T>(IamCall call, EntityKind<T> kind)
        where T : PolicyHolder
    {
        var arn = call.Parameters.Arn();
        var holder = kind.Find(call, new Keys().With("iam:PolicyARN", arn));
        kind.Put(call.Account, holder.Attached.Contains(arn)
            ? (T)((PolicyHolder)holder with { Attached = holder.Attached.Remove(arn) })
            : throw IamFaults.NoPolicy(arn));
    }

    private static void List<T>(IamCall call, EntityKind<T> kind)
        where T : PolicyHolder
    {
        var prefix = call.Parameters.PathPrefix;
        var policies = kind.Find(call, null).Attached.Select(call.Account.FindPolicy).OfType<ManagedPolicy>();
        call.Page(
            "AttachedPolicies", policies.Where(p => p.Key.Path.StartsWith(prefix, StringComparison.Ordinal)), p => p.Arn,
            p => call.Result.Text("PolicyName", p.Name).Text("PolicyArn", p.Arn));
    }
}
