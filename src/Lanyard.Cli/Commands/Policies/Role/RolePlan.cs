using System.Collections.Immutable;
using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>What shall be in IAM, and what else there is to do so that it is used.</summary>
/// <param name="Account">The account.</param>
internal sealed record RolePlan(string Account)
{
    public ImmutableArray<PlannedProvider> Providers { get; init; } = [];

    public ImmutableArray<PlannedPolicy> Policies { get; init; } = [];

    public ImmutableArray<PlannedRole> Roles { get; init; } = [];

    /// <summary>Gets what is written into files of the project, of the deploy tool or of AWS.</summary>
    public ImmutableArray<Excerpt> Settings { get; init; } = [];

    /// <summary>Gets what is written into the CI system's file; one of them is enough.</summary>
    public ImmutableArray<Excerpt> Snippets { get; init; } = [];

    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Gets what the policies were generated from.</summary>
    public ImmutableArray<GeneratedPolicy> Generated { get; init; } = [];
}

/// <summary>An OpenID Connect provider.</summary>
internal sealed record PlannedProvider(string Url, string Audience);

/// <summary>A managed policy.</summary>
internal sealed record PlannedPolicy(string Name, string Description, PolicyDocument Document);

/// <summary>A role.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Trust">Who may take it on.</param>
/// <param name="Policies">Its policies, by their names in this plan or by their ARNs.</param>
/// <param name="MaxSession">How long a session may last; null for an hour.</param>
internal sealed record PlannedRole(string Name, string Description, PolicyDocument Trust, ImmutableArray<string> Policies, TimeSpan? MaxSession)
{
    /// <summary>Gets the ARN of its permissions boundary; null for none.</summary>
    public string? Boundary { get; init; }
}

/// <summary>A piece of text for a file, or a command.</summary>
/// <param name="Title">What it does.</param>
/// <param name="File">Where it belongs; null for a command.</param>
/// <param name="Language">What it is written in.</param>
/// <param name="Text">The text.</param>
internal sealed record Excerpt(string Title, string? File, string Language, string Text);
