using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Cli.Commands.Policies.Minimize;

/// <summary>A place that documents are minimised for.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Place">The place, as quotas go by it.</param>
/// <param name="Kind">What its documents are to the engine.</param>
/// <param name="Noun">What such a document is called.</param>
internal sealed record MinimizePlace(string Name, PolicyPlace Place, PolicyKind Kind, string Noun)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MinimizePlace> All { get; } =
    [
        new("managed", PolicyPlace.Managed, PolicyKind.Identity, "a managed policy"),
        new("inline-user", PolicyPlace.InlineUser, PolicyKind.Identity, "the inline policies of a user"),
        new("inline-group", PolicyPlace.InlineGroup, PolicyKind.Identity, "the inline policies of a group"),
        new("inline-role", PolicyPlace.InlineRole, PolicyKind.Identity, "the inline policies of a role"),
        new("boundary", PolicyPlace.Boundary, PolicyKind.Boundary, "a permissions boundary"),
        new("session", PolicyPlace.Session, PolicyKind.Session, "the policies of a session"),
        new("scp", PolicyPlace.ServiceControl, PolicyKind.ServiceControl, "an SCP"),
        new("rcp", PolicyPlace.ResourceControl, PolicyKind.ResourceControl, "an RCP"),
        new("trust", PolicyPlace.Trust, PolicyKind.Trust, "a role trust policy"),
        new("resource", PolicyPlace.Resource, PolicyKind.Resource, "a policy of a resource"),
    ];

    /// <summary>Gets the quota of the place; null where none is known.</summary>
    public PolicyQuota? Quota => PolicyQuotas.Find(Place);

    /// <summary>Gets what sizes are counted in.</summary>
    public SizeUnit Unit => Quota?.Unit ?? SizeUnit.Bytes;

    /// <summary>Gets whether several documents in the place are taken together, each with a quota of its own.</summary>
    public bool CanSplit => Quota is { Attached: > 1 };

    /// <summary>Gets whether white space counts, so that documents are better without it.</summary>
    public bool CountsWhiteSpace => Unit != SizeUnit.CharactersWithoutWhiteSpace;

    /// <summary>Finds a place, or the one that a document must be for by its elements.</summary>
    public static MinimizePlace Of(string? name, PolicyDocument document) => All.First(place => place.Name == (name ?? Guess(document)));

    private static string Guess(PolicyDocument document) =>
        document.Statements.Any(statement => statement.Principal is not null)
            ? document.Statements.Any(statement => statement.Resource is not null) ? "resource" : "trust"
            : "managed";
}
