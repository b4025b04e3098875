using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>How long a stage's session may last.</summary>
internal static class StageSession
{
    // What AWS gives where no length is asked for.
    private const int Standard = 3600;

    // Between AWS's clock and ours.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Asks for no longer session than a stage allows.</summary>
    /// <param name="source">What a local profile leads to.</param>
    /// <param name="longest">The stage's <c>maxSession</c>.</param>
    public static Source Within(Source source, TimeSpan longest) => source switch
    {
        Source.AssumeRole role => role with { DurationSeconds = Math.Min(role.DurationSeconds ?? Standard, (int)longest.TotalSeconds) },
        Source.WebIdentity web => web with { DurationSeconds = Math.Min(web.DurationSeconds ?? Standard, (int)longest.TotalSeconds) },
        _ => source,
    };

    /// <summary>Gives how long a session may last that a local profile leads to; null where that length is asked for, or is any.</summary>
    public static TimeSpan? Longest(CredentialPlan plan, TimeSpan? longest) =>
        plan.Candidates is [{ Source: Source.AssumeRole or Source.WebIdentity }, ..] ? null : longest;

    /// <summary>Refuses a session whose length nobody could ask for, and that is longer than the stage allows.</summary>
    /// <exception cref="CredentialsException">It lasts longer, or doesn't say how long.</exception>
    public static void Check(AwsCredentials credentials, SelectedIdentity identity, DateTimeOffset now)
    {
        if (identity.LongestSession is not { } longest)
        {
            return;
        }

        if (credentials.Expiration is not { } end || end - now > longest + Tolerance)
        {
            var left = credentials.Expiration is { } known ? $"is good for another {(int)(known - now).TotalMinutes} minutes" : "doesn't say when it ends";
            throw new CredentialsException(
                CliErrorCodes.SessionTooLong,
                $"the stage{(identity.Stage is { } stage ? $" {stage.Name}" : "")} allows sessions of {(int)longest.TotalMinutes} minutes (maxSession), and the one of the profile `{identity.Plan.Profile}` {left}",
                $"name a profile with role_arn in {ProjectFile.LocalFileName}, so that a shorter session can be asked for", FailureKind.GuardRail, identity.Plan.Profile);
        }
    }
}
