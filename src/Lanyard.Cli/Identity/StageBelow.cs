using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>
/// The guard rail around <c>from</c>: a stage's role is assumed by credentials of the account of the stage that it names. Which role that
/// stage pins isn't asked for: what is handed out is the role above, and it alone.
/// </summary>
internal static class StageBelow
{
    /// <summary>Finds the local profile that the chain of a stage begins with.</summary>
    /// <param name="project">The project.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="source">Its chain.</param>
    /// <returns>The profile; <see langword="null"/> where the project's file says the whole chain.</returns>
    public static ProfileBelow? Find(ProjectFile project, Stage stage, Source source)
    {
        var hops = 0;
        for (; stage.Access is StageAccess.Role to && source is Source.AssumeRole role; hops++)
        {
            stage = project.Stages.First(s => s.Name == to.From);
            source = role.From;
        }

        // A CI job has its own role for that stage, and no profile.
        return stage.Access is StageAccess.Profile local && !(source is Source.WebIdentity web && web.RoleArn == stage.Ci?.RoleArn)
            ? new ProfileBelow(stage.Name, stage.Account, local.Name, hops)
            : null;
    }

    /// <summary>Makes sure that the chain begins in the account of its stage, asking AWS where the profile's settings don't say it.</summary>
    /// <exception cref="CredentialsException">It is another account, or can't be found out.</exception>
    public static async Task CheckAsync(ProfileBelow below, AwsAccess access, CancellationToken cancellationToken)
    {
        var source = access.Selected.Plan.Candidates[0].Source;
        for (var hop = 0; hop < below.Hops && source is Source.AssumeRole role; hop++)
        {
            source = role.From;
        }

        var account = SourceFacts.AccountId(source)
            ?? (await access.AskCallerAsync(await access.FetchAsync(source, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)).Account;
        if (account != below.AccountId)
        {
            throw new CredentialsException(
                ErrorCodes.AccountMismatch,
                $"the stage{(access.Selected.Stage is { } stage ? $" {stage.Name}" : "")} is reached from the stage {below.Stage}, which is account {below.AccountId}, but the profile `{below.Profile}` leads to account {account}",
                $"name another profile for the stage {below.Stage} in {ProjectFile.LocalFileName}", FailureKind.GuardRail, below.Profile);
        }
    }
}
