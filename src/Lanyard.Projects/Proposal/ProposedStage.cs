using Lanyard.Projects.Detection;

namespace Lanyard.Projects.Proposal;

/// <summary>Something proposed, and why.</summary>
/// <param name="What">What it is about: <c>account</c>, <c>region</c>, <c>access</c>, <c>stage</c>.</param>
/// <param name="Why">The reason, which may name profiles of this machine: for its user, not for the file.</param>
public sealed record Reason(string What, string Why);

/// <summary>The way into a proposed stage. A closed set.</summary>
public abstract record ProposedAccess
{
    private ProposedAccess()
    {
    }

    /// <summary>A permission set by a session of the file.</summary>
    /// <param name="Session">The session's name.</param>
    /// <param name="Name">The permission set.</param>
    public sealed record PermissionSet(string Session, string Name) : ProposedAccess;

    /// <summary>A role from another stage.</summary>
    /// <param name="Arn">The role's ARN.</param>
    /// <param name="From">The stage.</param>
    public sealed record Role(string Arn, string From) : ProposedAccess;
}

/// <summary>A stage as it is proposed. One of which something is missing is written as a comment.</summary>
public sealed record ProposedStage
{
    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the account; null where nothing says it.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the Region; null where nothing says it.</summary>
    public string? Region { get; init; }

    /// <summary>Gets the way in; null where none is known.</summary>
    public ProposedAccess? Access { get; init; }

    /// <summary>Gets whether it is protected.</summary>
    public bool Protected { get; init; }

    /// <summary>Gets the patterns of further names.</summary>
    public IReadOnlyList<string> Match { get; init; } = [];

    /// <summary>Gets the profile that this machine reaches it by, where <see cref="Access"/> is not enough.</summary>
    public string? LocalProfile { get; init; }

    /// <summary>Gets why it is as it is.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>Gets what can't be known, in words that fit the committed file: no profile of this machine is named.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Gets whether the stage can be used as it is.</summary>
    public bool IsComplete => Missing.Count == 0;
}

/// <summary>A proposed <c>lanyard.yaml</c>.</summary>
/// <param name="Project">The project's name; null where no file says one.</param>
/// <param name="Sessions">The sign-ins that the stages use.</param>
/// <param name="Stages">The stages.</param>
/// <param name="Declared">What the project's files say.</param>
public sealed record ProjectProposal(
    string? Project, IReadOnlyList<SsoSessionSetting> Sessions, IReadOnlyList<ProposedStage> Stages, ProjectDeclarations Declared)
{
    /// <summary>Gets the address on this machine that answers for AWS, which each stage then declares; null for AWS itself.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Gets whether there is a stage that can be used; without one a project file is refused.</summary>
    public bool IsUsable => Stages.Any(stage => stage.IsComplete);

    /// <summary>Proposes stages from what a project says and what this machine has.</summary>
    /// <param name="declared">What the project says.</param>
    /// <param name="profiles">The profiles of this machine.</param>
    /// <param name="fallbackRegion">The Region of stages for which neither says one.</param>
    /// <param name="endpoint">What answers for AWS; declared only where it is on this machine, as for a sandbox.</param>
    public static ProjectProposal Make(ProjectDeclarations declared, IReadOnlyList<KnownProfile> profiles, string? fallbackRegion = null, string? endpoint = null)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentNullException.ThrowIfNull(profiles);
        var isHere = endpoint is not null && AwsShapes.IsStartUrl(endpoint) && Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.IsLoopback;
        return new StageProposals(declared, profiles, fallbackRegion).Make() with { Endpoint = isHere ? endpoint : null };
    }

    /// <summary>Gives the text of <c>lanyard.yaml</c>.</summary>
    public string ToYaml() => ProposalYaml.Write(this);

    /// <summary>Gives the text of <c>lanyard.local.yaml</c>; null where none is needed.</summary>
    public string? ToLocalYaml() => ProposalYaml.WriteLocal(this);
}
