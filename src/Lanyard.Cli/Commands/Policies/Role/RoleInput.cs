using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Policy.Trust;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>Whom a role is for.</summary>
internal enum RoleUser
{
    /// <summary>CloudFormation, which deploys stacks with it.</summary>
    CloudFormation,

    /// <summary>People, who take it on to deploy.</summary>
    Deployer,

    /// <summary>Jobs of GitHub Actions.</summary>
    GitHub,

    /// <summary>Jobs of GitLab CI/CD.</summary>
    GitLab,

    /// <summary>Steps of Bitbucket Pipelines.</summary>
    Bitbucket,

    /// <summary>Jobs of CircleCI.</summary>
    CircleCi,
}

/// <summary>What <c>lanyard policy role</c> was asked for.</summary>
/// <param name="User">Whom the role is for.</param>
/// <param name="Generate">What its policy is made of.</param>
internal sealed record RoleInput(RoleUser User, GenerateInput Generate)
{
    /// <summary>Gets the repository or project of a CI system.</summary>
    public string? Repository { get; init; }

    /// <summary>Gets which runs of it.</summary>
    public CiRuns Runs { get; init; } = new();

    /// <summary>Gets the subjects that were given whole.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Gets the claims of a repository of GitHub that has chosen them, as NAME or NAME=VALUE.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    public string? Issuer { get; init; }

    public string? WorkspaceId { get; init; }

    public string? RepositoryId { get; init; }

    public string? VcsOrigin { get; init; }

    /// <summary>Gets who takes the role on.</summary>
    public IReadOnlyList<string> Trust { get; init; } = [];

    public bool RequireMfa { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>Gets the role's name; null for one after the stack, the app or the repository.</summary>
    public string? Name { get; init; }

    public string? MaxSession { get; init; }

    /// <summary>Gets the permissions boundary of the role itself, by its name or ARN.</summary>
    public string? RoleBoundary { get; init; }

    /// <summary>Gets the policies, as files or ARNs; none for what is generated.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Gets the role that CloudFormation deploys with; null where the caller's own rights count.</summary>
    public string? CloudFormationRole { get; init; }

    /// <summary>Gets the qualifier of CDK's bootstrap; null for CDK's own.</summary>
    public string? Qualifier { get; init; }
}
