using System.Text;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>A call of IAM on its way: who calls, with which parameters, and the result as far as it is written.</summary>
internal sealed partial class IamCall(SandboxState state, CallContext call, Caller caller, string operation, IamParameters parameters)
{
    public SandboxState State { get; } = state;

    public Caller Caller { get; } = caller;

    /// <summary>Gets the caller's account. IAM acts on no other.</summary>
    public IamAccount Account { get; } = state.Iam.Account(caller.AccountId);

    public string Operation { get; } = operation;

    public IamParameters Parameters { get; } = parameters;

    public ResultXml Result { get; } = new();

    public DateTimeOffset Now => call.Now;

    /// <summary>Gets whether the root user calls, and names no other.</summary>
    public bool IsOfRoot => Caller.Kind == CallerKind.Root && !Parameters.Has("UserName");

    public bool Changes => !Operation.StartsWith("Get", StringComparison.Ordinal) && !Operation.StartsWith("List", StringComparison.Ordinal) && !Operation.StartsWith("Simulate", StringComparison.Ordinal);

    /// <summary>Makes what a new entity is known by.</summary>
    public EntityKey NewKey(string type, string path, string name, string idPrefix) =>
        new(Account.Partition, Account.Id, type, path, name, State.Ids.UniqueId(idPrefix), Now);

    /// <summary>Gives the ARN that an entity with this name and the path <c>/</c> would have.</summary>
    public string ArnOf(string type, string pathAndName) => $"arn:{Account.Partition}:iam::{Account.Id}:{type}/{pathAndName}";

    /// <summary>Asks the caller's policies for this operation.</summary>
    /// <param name="resource">The resource's ARN.</param>
    /// <param name="shown">The resource as the error names it; <see langword="null"/> for its ARN.</param>
    /// <param name="keys">The condition keys of the request; <see langword="null"/> for none.</param>
    /// <exception cref="ServiceFault">It isn't allowed.</exception>
    public void Authorize(string resource, string? shown = null, Keys? keys = null) => Authorize($"iam:{Operation}", resource, shown, keys);

    /// <summary>Asks the caller's policies, and the resource's own.</summary>
    public void Authorize(string resource, Keys keys, PolicySet? policy) => Authorize($"iam:{Operation}", resource, null, keys, policy);

    /// <summary>Asks the caller's policies for making an entity. Tags of a new one need the permission to tag it, too.</summary>
    /// <param name="noun">The word in the names of operations, such as <c>Role</c>.</param>
    /// <param name="arn">The ARN that it will have.</param>
    /// <param name="tags">The tags that it will have.</param>
    /// <param name="shown">The entity as the error names it; <see langword="null"/> for its ARN.</param>
    /// <param name="boundary">The permissions boundary that it will have.</param>
    /// <exception cref="ServiceFault">It isn't allowed.</exception>
    public void AuthorizeMaking(string noun, string arn, IReadOnlyCollection<KeyValuePair<string, string>> tags, string? shown = null, string? boundary = null)
    {
        Authorize(arn, shown, new Keys().WithTags(tags).With("iam:PermissionsBoundary", boundary));
        if (tags.Count > 0)
        {
            Authorize($"iam:Tag{noun}", arn, shown, new Keys().WithTags(tags));
        }
    }

    /// <summary>Asks the caller's policies whether a role may be handed to a service.</summary>
    public void AuthorizePassing(Role role, string service) =>
        Authorize("iam:PassRole", role.Arn, null, new Keys().With("iam:PassedToService", service).WithResource(role));

    /// <summary>Writes a page of a list.</summary>
    /// <param name="name">The list's name.</param>
    /// <param name="items">All items.</param>
    /// <param name="keyOf">What sorts them, and tells them apart.</param>
    /// <param name="write">Writes one.</param>
    public void Page<T>(string name, IEnumerable<T> items, Func<T, string> keyOf, Action<T> write) =>
        Result.List(name, Cut(items, keyOf), write);

    /// <summary>Cuts the page out that was asked for, and writes whether there is more.</summary>
    /// <param name="items">All items.</param>
    /// <param name="keyOf">What sorts them, and tells them apart.</param>
    /// <param name="flag">The member that says whether there is more.</param>
    public IReadOnlyList<T> Cut<T>(IEnumerable<T> items, Func<T, string> keyOf, string flag = "IsTruncated")
    {
        // The marker names the last item, so that what comes and goes meanwhile neither repeats nor hides another.
        var after = Parameters.Marker is { } marker ? Unpack(marker) : null;
        var rest = items.Select(i => (Item: i, Key: keyOf(i)))
            .OrderBy(i => i.Key, StringComparer.OrdinalIgnoreCase).ThenBy(i => i.Key, StringComparer.Ordinal)
            .SkipWhile(i => after is not null && Compare(i.Key, after) <= 0)
            .ToList();
        var page = rest.Take(Parameters.MaxItems).ToList();
        Result.Flag(flag, rest.Count > page.Count);
        if (rest.Count > page.Count)
        {
            Result.Text("Marker", Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1].Key)));
        }

        return [.. page.Select(i => i.Item)];
    }

    // AWS's own policies are every account's.
    private void Authorize(string action, string resource, string? shown, Keys? keys, PolicySet? policy = null)
    {
        call.Authorize(State, Caller, new CallRequest(action, resource)
        {
            Keys = keys,
            Shown = shown,
            Policy = policy,
            Owner = resource.StartsWith($"arn:{Account.Partition}:iam::aws:", StringComparison.Ordinal) ? Account.Id : null,
        });
        if (Changes)
        {
            // Nothing is changed for a call that is refused in the end.
            Parameters.RequireAllRead("Marker", "MaxItems");
        }
    }

    private static int Compare(string one, string other) =>
        StringComparer.OrdinalIgnoreCase.Compare(one, other) is not 0 and var order ? order : StringComparer.Ordinal.Compare(one, other);

    private static string Unpack(string marker)
    {
        var bytes = new byte[marker.Length];
        return Convert.TryFromBase64String(marker, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw IamFaults.Validation("Invalid Marker.");
    }
}
