using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>Which identity a command is about, worked out from its options without running or calling anything.</summary>
/// <param name="Plan">Where its credentials come from.</param>
/// <param name="Machine">What the plan was worked out from.</param>
/// <param name="Endpoints">The endpoints to call.</param>
/// <param name="CaBundle">The only authorities to trust, or null for the system's.</param>
/// <param name="Stage">The stage, where one was named.</param>
internal sealed record SelectedIdentity(
    CredentialPlan Plan, MachineState Machine, EndpointSettings Endpoints, string? CaBundle, SelectedStage? Stage)
{
    /// <summary>Gets the profile of the files that it is of; null where there is none.</summary>
    public MergedProfile? OwnProfile => Plan.Profile is { } name && Machine.Files.TryGetProfile(name, out var profile) ? profile : null;

    /// <summary>Gets the account that the credentials must be for; null for any.</summary>
    public string? ExpectedAccount { get; init; }

    /// <summary>Gets the ARN of the role, or the name of the permission set, that the credentials must be of; null for any.</summary>
    public string? ExpectedRole { get; init; }

    /// <summary>Gets how long a session may last whose length nobody could ask for; null for any.</summary>
    public TimeSpan? LongestSession { get; init; }

    /// <summary>Gets the profile that the stage's role is assumed by; null where the project's file says it all.</summary>
    public ProfileBelow? Below { get; init; }

    /// <summary>Gets whether this is a CI job's own role, which AWS gives it for the job's token.</summary>
    public bool IsOfCiJob { get; init; }

    /// <summary>Gets whether this is a CI job's role, or one that is assumed from it.</summary>
    public bool StandsOnCiJob => IsOfCiJob || (Stage is { Stage.Access: StageAccess.Role } && Below is null && Hops.First() is Source.WebIdentity);

    /// <summary>
    /// Tells without asking whether credentials are whose they must be. AWS gives those of a role or a permission set for its own
    /// account alone, so there the source says it; what a file or a program says of keys proves nothing.
    /// </summary>
    public bool IsAsExpected(AwsCredentials credentials) => ExpectedAccount is null
        || (credentials.AccountId == ExpectedAccount && Plan.Candidates is [{ Source: var source }, ..] && source switch
        {
            Source.SsoRole sso => ExpectedRole is null || (sso.RoleName == ExpectedRole && sso.AccountId == ExpectedAccount),
            Source.AssumeRole role => ExpectedRole is null || role.RoleArn == ExpectedRole,
            Source.WebIdentity web => ExpectedRole is null || web.RoleArn == ExpectedRole,
            _ => false,
        });

    /// <summary>Gets the Identity Center sign-in below the plan, if it stands on one.</summary>
    public SsoSignIn? SignIn => Hops.OfType<Source.SsoRole>().FirstOrDefault()?.SignIn;

    /// <summary>Gets the console sign-in below the plan, if it stands on one.</summary>
    public Source.LoginSession? ConsoleSignIn => Hops.OfType<Source.LoginSession>().FirstOrDefault();

    private IEnumerable<Source> Hops => Plan.Candidates.SelectMany(c => c.Source.Hops());
}

/// <summary>A stage and the project it is from.</summary>
/// <param name="Name">The name that was asked for: a personal stage's own, not the pattern's.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Project">The project.</param>
internal sealed record SelectedStage(string Name, Stage Stage, ProjectFile Project)
{
    /// <summary>Gets the ARN of the role, or the name of the permission set, that the team pinned.</summary>
    public string Role => Stage.PinnedAccess switch
    {
        StageAccess.PermissionSet set => set.Name,
        StageAccess.Role role => role.RoleArn,
        _ => throw new InvalidOperationException("a stage pins a role or a permission set"),
    };
}
