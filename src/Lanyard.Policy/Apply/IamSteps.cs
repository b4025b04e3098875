using System.Collections.Immutable;
using System.Globalization;

namespace Lanyard.Policy.Apply;

/// <summary>One call of IAM.</summary>
/// <param name="Action">The action, such as <c>CreateRole</c>.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Resource">The ARN that the caller must be allowed it on.</param>
/// <param name="Changes">What it changes; none where it only makes way for the next.</param>
public sealed record IamStep(string Action, ImmutableArray<KeyValuePair<string, string>> Parameters, string Resource, ImmutableArray<IamChange> Changes);

/// <summary>Makes calls of changes. Pure.</summary>
public sealed class IamSteps
{
    private readonly ImmutableArray<IamChange> _changes;
    private readonly PresentIam _present;
    private readonly IamAccount _account;
    private readonly bool _isUndo;
    private readonly List<IamStep> _steps = [];

    private IamSteps(ImmutableArray<IamChange> changes, PresentIam present, IamAccount account, bool isUndo) =>
        (_changes, _present, _account, _isUndo) = (changes, present, account, isUndo);

    /// <summary>Makes the calls, in the order of the changes.</summary>
    /// <param name="changes">The changes, ordered.</param>
    /// <param name="present">What is there.</param>
    /// <param name="account">The account.</param>
    /// <param name="isUndo">Whether they take earlier ones back: a policy's former version then comes into force again, and the later one goes.</param>
    public static IReadOnlyList<IamStep> Of(ImmutableArray<IamChange> changes, PresentIam present, IamAccount account, bool isUndo)
    {
        var made = new IamSteps(changes, present, account, isUndo);
        foreach (var change in changes)
        {
            made.Add(change);
        }

        return made._steps;
    }

    private void Add(IamChange change)
    {
        var part = change.Part;
        if (part.Aspect == IamAspect.Itself)
        {
            Add(change.After is null ? $"Delete{Noun(part)}" : $"Create{Noun(part)}", change.After is null ? Named(part) : Creation(part, change.After), change.After is null ? [change] : [change, .. Folded(part)]);
            return;
        }

        // What comes or goes with the thing itself needs no call.
        var itself = _changes.FirstOrDefault(c => c.Part == part.Whole);
        if (itself is not null && (itself.After is null ? part.Aspect is not (IamAspect.Attached or IamAspect.Inline or IamAspect.Member or IamAspect.AccessKey) : IsFolded(part)))
        {
            return;
        }

        var (call, more) = CallOf(change);
        if (call.Length > 0)
        {
            Add(call, more, call == "UpdateRole" ? [.. _changes.Where(c => IsOfUpdateRole(c, part))] : [change]);
        }
    }

    private (string Action, KeyValuePair<string, string>[] Parameters) CallOf(IamChange change)
    {
        var (part, after) = (change.Part, change.After);
        var noun = part.Kind.ToString();
        switch (part.Aspect)
        {
            case IamAspect.Document when part.Kind == IamKind.Policy:
                return Version(change);
            case IamAspect.Document:
                return ("UpdateAssumeRolePolicy", [.. Named(part), new("PolicyDocument", after!)]);
            case IamAspect.Version:
                return after is null
                    ? ("DeletePolicyVersion", [.. Named(part), new("VersionId", part.Key)])
                    : ("CreatePolicyVersion", [.. Named(part), new("PolicyDocument", after)]);
            case IamAspect.Description or IamAspect.MaxSession:
                return UpdateRole(change);
            case IamAspect.Thumbprints:
                return ("UpdateOpenIDConnectProviderThumbprint", [.. Named(part), .. Numbered("ThumbprintList", (after ?? "").Split(','))]);
            case IamAspect.Audience:
                return (after is null ? "RemoveClientIDFromOpenIDConnectProvider" : "AddClientIDToOpenIDConnectProvider", [.. Named(part), new("ClientID", part.Key)]);
            case IamAspect.Boundary:
                return after is null ? ($"Delete{noun}PermissionsBoundary", Named(part)) : ($"Put{noun}PermissionsBoundary", [.. Named(part), new("PermissionsBoundary", after)]);
            case IamAspect.Tag:
                return after is null
                    ? ($"Untag{noun}", [.. Named(part), new("TagKeys.member.1", part.Key)])
                    : ($"Tag{noun}", [.. Named(part), new("Tags.member.1.Key", part.Key), new("Tags.member.1.Value", after)]);
            case IamAspect.Inline:
                return after is null
                    ? ($"Delete{noun}Policy", [.. Named(part), new("PolicyName", part.Key)])
                    : ($"Put{noun}Policy", [.. Named(part), new("PolicyName", part.Key), new("PolicyDocument", after)]);
            case IamAspect.Attached:
                return (after is null ? $"Detach{noun}Policy" : $"Attach{noun}Policy", [.. Named(part), new("PolicyArn", part.Key)]);
            case IamAspect.Member:
                return (after is null ? "RemoveUserFromGroup" : "AddUserToGroup", [.. Named(part), new("GroupName", part.Key)]);
            default:
                return after is null ? ("DeleteAccessKey", [.. Named(part), new("AccessKeyId", part.Key)]) : ("CreateAccessKey", Named(part));
        }
    }

    private (string Action, KeyValuePair<string, string>[] Parameters) Version(IamChange change)
    {
        var versions = _present.VersionsOf(change.Part.Name);
        if (_isUndo && versions.LastOrDefault(v => !v.IsDefault && v.Document is { } d && change.Part.AreSame(d, change.After)) is { } former && versions.FirstOrDefault(v => v.IsDefault) is { } current)
        {
            Add("SetDefaultPolicyVersion", [.. Named(change.Part), new("VersionId", former.Id)], [change]);
            return ("DeletePolicyVersion", [.. Named(change.Part), new("VersionId", current.Id)]);
        }

        return ("CreatePolicyVersion", [.. Named(change.Part), new("PolicyDocument", change.After!), new("SetAsDefault", "true")]);
    }

    // What UpdateRole isn't told it sets to its default, so that it is told both.
    private (string Action, KeyValuePair<string, string>[] Parameters) UpdateRole(IamChange change)
    {
        var first = _changes.First(c => IsOfUpdateRole(c, change.Part));
        if (first != change)
        {
            return ("", []);
        }

        var (description, seconds) = (change.Part with { Aspect = IamAspect.Description }, change.Part with { Aspect = IamAspect.MaxSession });
        List<KeyValuePair<string, string>> parameters = [.. Named(change.Part)];
        if (_changes.FirstOrDefault(c => c.Part == description) is { } other)
        {
            parameters.Add(new("Description", other.After ?? ""));
        }
        else if (_present.Find(description) is { } kept)
        {
            parameters.Add(new("Description", kept));
        }

        if ((_changes.FirstOrDefault(c => c.Part == seconds)?.After ?? _present.Find(seconds)) is { } length)
        {
            parameters.Add(new("MaxSessionDuration", length));
        }

        return ("UpdateRole", [.. parameters]);
    }

    private KeyValuePair<string, string>[] Creation(IamPart part, string value)
    {
        var facts = Folded(part).ToArray();
        List<KeyValuePair<string, string>> parameters = part.Kind switch
        {
            IamKind.Policy => [new("PolicyName", part.ShortName), new("Path", value)],
            IamKind.Provider => [new("Url", value)],
            _ => [.. Named(part), new("Path", value)],
        };
        foreach (var change in facts)
        {
            var name = change.Part.Aspect switch
            {
                IamAspect.Description => "Description",
                IamAspect.Document => part.Kind == IamKind.Role ? "AssumeRolePolicyDocument" : "PolicyDocument",
                IamAspect.MaxSession => "MaxSessionDuration",
                IamAspect.Boundary => "PermissionsBoundary",
                _ => null,
            };
            if (name is not null)
            {
                parameters.Add(new(name, change.After!));
            }
        }

        parameters.AddRange(Numbered("ClientIDList", facts.Where(c => c.Part.Aspect == IamAspect.Audience).Select(c => c.Part.Key)));
        parameters.AddRange(Numbered("ThumbprintList", facts.Where(c => c.Part.Aspect == IamAspect.Thumbprints).SelectMany(c => c.After!.Split(','))));
        foreach (var (tag, at) in facts.Where(c => c.Part.Aspect == IamAspect.Tag).Select((c, at) => (c, at + 1)))
        {
            parameters.Add(new(string.Create(CultureInfo.InvariantCulture, $"Tags.member.{at}.Key"), tag.Part.Key));
            parameters.Add(new(string.Create(CultureInfo.InvariantCulture, $"Tags.member.{at}.Value"), tag.After!));
        }

        return [.. parameters];
    }

    private IEnumerable<IamChange> Folded(IamPart part) => _changes.Where(c => c.Part.Whole == part && c.Part.Aspect != IamAspect.Itself && c.After is not null && IsFolded(c.Part));

    private static bool IsFolded(IamPart part) => part.Aspect is not (IamAspect.Attached or IamAspect.Inline or IamAspect.Member or IamAspect.AccessKey or IamAspect.Version);

    private void Add(string action, KeyValuePair<string, string>[] parameters, ImmutableArray<IamChange> changes) =>
        _steps.Add(new IamStep(action, [.. parameters], ResourceOf(changes[0].Part), changes));

    private static bool IsOfUpdateRole(IamChange change, IamPart role) => change.Part.Whole == role.Whole && change.Part.Aspect is (IamAspect.Description or IamAspect.MaxSession);

    private static KeyValuePair<string, string>[] Named(IamPart part) => part.Kind switch
    {
        IamKind.Policy => [new("PolicyArn", part.Name)],
        IamKind.Provider => [new("OpenIDConnectProviderArn", part.Name)],
        _ => [new($"{part.Kind}Name", part.Name)],
    };

    private string ResourceOf(IamPart part)
    {
        var way = _changes.FirstOrDefault(c => c.Part == part.Whole) is { } change ? change.After ?? change.Before : _present.Find(part.Whole);
        return part switch
        {
            { Kind: IamKind.Policy or IamKind.Provider } => part.Name,
            { Aspect: IamAspect.Member } => _account.Arn($"group/{part.Key}"),
            _ => _account.Arn($"{part.Kind.ToString().ToLowerInvariant()}{way ?? "/"}{part.Name}"),
        };
    }

    private static string Noun(IamPart part) => part.Kind == IamKind.Provider ? "OpenIDConnectProvider" : part.Kind.ToString();

    private static IEnumerable<KeyValuePair<string, string>> Numbered(string list, IEnumerable<string> values) =>
        values.Select((value, at) => new KeyValuePair<string, string>(string.Create(CultureInfo.InvariantCulture, $"{list}.member.{at + 1}"), value));
}
