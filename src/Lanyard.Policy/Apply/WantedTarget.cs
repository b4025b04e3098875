using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Apply;

/// <summary>Makes of policies alone what shall be in IAM: they are given to a role, user or group that is there.</summary>
public static class WantedTarget
{
    /// <summary>Gives one policy document, inline or as a managed policy.</summary>
    /// <param name="root">The document's JSON.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="target">Whom it is given to; null for nobody, so that a managed policy is made alone.</param>
    /// <param name="name">The policy's name.</param>
    /// <param name="isManaged">Whether it is a managed policy.</param>
    /// <exception cref="PolicyDocumentException">It is no policy document for there.</exception>
    public static WantedIam OfPolicy(JsonNode root, string path, WantedEntity? target, string name, bool isManaged)
    {
        var document = WantedIamReader.Document(root, path, isManaged ? PolicyPlace.Managed : PlaceOf(target!.Kind));
        return Give([(name, document)], path, target, isManaged);
    }

    /// <summary>Gives the policies of a document that has nothing else.</summary>
    /// <param name="wanted">The document.</param>
    /// <param name="target">Whom they are given to.</param>
    /// <param name="name">What their names shall be; a number is added to each of several. Null for their own.</param>
    /// <param name="isManaged">Whether they are managed policies.</param>
    public static WantedIam OfPolicies(WantedIam wanted, WantedEntity? target, string? name, bool isManaged)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return Give(
            [.. wanted.Entities.Select((e, at) => (name is null ? e.Name.Value : wanted.Entities.Length == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{at + 1}"), e.Document!))],
            wanted.Path, target, isManaged) with
        { Account = wanted.Account };
    }

    private static WantedIam Give((string Name, PolicyDocument Document)[] policies, string path, WantedEntity? target, bool isManaged)
    {
        ImmutableArray<(PolicyText Name, PolicyDocument Document)> named = [.. policies.Select(p => (new PolicyText(p.Name, Place.None), p.Document))];
        if (!isManaged)
        {
            return new WantedIam(path, null, [target! with { Inline = named }]);
        }

        var managed = named.Select(p => new WantedEntity(IamKind.Policy, p.Name) { Document = p.Document });
        return new WantedIam(path, null, target is null ? [.. managed] : [.. managed, target with { Attached = [.. named.Select(p => p.Name)] }]);
    }

    private static PolicyPlace PlaceOf(IamKind kind) => kind switch
    {
        IamKind.Group => PolicyPlace.InlineGroup,
        IamKind.User => PolicyPlace.InlineUser,
        _ => PolicyPlace.InlineRole,
    };
}
