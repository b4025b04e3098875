using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard credential-process</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Plan"><c>--plan</c>.</param>
/// <param name="Login">Whether a browser may be opened.</param>
internal sealed record CredentialProcessInput(GlobalOptions Options, string? Plan, bool Login)
{
    /// <summary>Gets the profile of the user's own files that the command of the plan asked for, in place of its own.</summary>
    public string? Asked { get; init; }

    /// <summary>
    /// Reads the plain forms of the command line, without the command tree: <c>--profile P</c>, <c>--stage S</c>,
    /// <c>--plan ID</c>, <c>--region R</c>.
    /// </summary>
    /// <returns>The input; <see langword="null"/> where something else stands there, which the command tree then judges.</returns>
    public static CredentialProcessInput? FromPlainArguments(string[] arguments)
    {
        if (arguments.Length is 0 || arguments.Length % 2 == 0 || arguments[0] != "credential-process")
        {
            return null;
        }

        string? profile = null, stage = null, plan = null, region = null;
        for (var at = 1; at < arguments.Length; at += 2)
        {
            var value = arguments[at + 1];
            if (value.StartsWith('-') || value.Length == 0)
            {
                return null;
            }

            switch (arguments[at])
            {
                case "--profile" when profile is null: profile = value; break;
                case "--stage" when stage is null: stage = value; break;
                case "--plan" when plan is null: plan = value; break;
                case "--region" when region is null: region = value; break;
                default: return null;
            }
        }

        return new CredentialProcessInput(new GlobalOptions { Profile = profile, Stage = stage, Region = region }, plan, false);
    }
}

/// <summary>Prints credentials as the AWS SDKs' <c>credential_process</c> wants them.</summary>
internal static class CredentialProcessCommand
{
    /// <summary>Answers from what is at hand, with nothing started that a warm answer doesn't need.</summary>
    /// <returns>The exit code; <see langword="null"/> where credentials must be fetched, or something is wrong.</returns>
    public static int? TryAtHand(CredentialProcessInput input, Surroundings surroundings)
    {
        try
        {
            var selected = Select(input, surroundings, wantsReasons: false);
            if (selected.Stage is { Stage: { Protected: true } or { Branches.Count: > 0 } or { Access: Lanyard.Projects.StageAccess.Profile } })
            {
                return null;
            }

            // What is compared with more than its own source says.
            if (selected.LongestSession is not null || selected.Below is not null)
            {
                return null;
            }

            var credentials = CredentialResolver.FindAtHand(selected.Plan, selected.Machine, selected.Endpoints, AwsAccess.SessionsOf(surroundings));
            if (credentials is null || !selected.IsAsExpected(credentials))
            {
                return null;
            }

            surroundings.Write(ProcessOutput.Write(credentials).Span);
            return ExitCodes.Done;
        }
        catch (Exception)
        {
            // Found again, and said properly, by the command itself.
            return null;
        }
    }

    public static async Task<int> RunAsync(CredentialProcessInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var selected = Select(input, surroundings);
        StageGuard.CheckBeforeUse(selected, surroundings, mayAsk: input.Login && !input.Options.NoInput);
        using var access = new AwsAccess(surroundings, input.Options, selected);
        var credentials = await CredentialsForUse.GetAsync(access, surroundings, input.Login && !input.Options.NoInput, cancellationToken).ConfigureAwait(false);
        surroundings.Write(ProcessOutput.Write(credentials).Span);
        return ExitCodes.Done;
    }

    private static SelectedIdentity Select(CredentialProcessInput input, Surroundings surroundings, bool wantsReasons = true)
    {
        if (input.Plan is not { } id)
        {
            return input.Options is { Profile: null, Stage: null }
                ? throw new UsageException("credential-process needs --profile, --stage or --plan", "lanyard credential-process --profile NAME")
                : IdentitySelector.Select(surroundings, input.Options, wantsReasons);
        }

        if ((input.Options.Profile ?? input.Options.Stage) is not null)
        {
            throw new UsageException("--plan can't be used together with --profile or --stage");
        }

        if (input.Asked is not null)
        {
            return OtherProfile(input.Asked, id, surroundings);
        }

        var stored = StoredPlan.Read(surroundings.Folders.Run, id);
        var machine = new MachineState(surroundings.Environment, SharedConfigSnapshot.Load(stored.Files), null);
        return new SelectedIdentity(stored.ToPlan(), machine, stored.Endpoints, stored.CaBundle, null) { ExpectedAccount = stored.AccountId, ExpectedRole = stored.Role, LongestSession = stored.LongestSession, Below = stored.Below };
    }

    // A profile of the user's that the command under `exec` asks for, which is there to be used with --keep-profiles alone.
    private static SelectedIdentity OtherProfile(string profile, string id, Surroundings surroundings)
    {
        var stored = StoredPlan.Read(surroundings.Folders.Run, id);
        return stored.KeepsProfiles
            ? IdentitySelector.OfFiles(surroundings, SharedConfigSnapshot.Load(stored.Files), profile)
            : throw new CredentialsException(
                CliErrorCodes.ProfileRefused,
                $"the profile `{profile}` is not for this command: `lanyard exec` gave it one identity{(stored.AccountId is { } account ? $", in account {account}" : stored.Profile is { } own ? $", that of the profile `{own}`" : "")}",
                "take the profile out of the tool's settings, or run: lanyard exec --keep-profiles …", FailureKind.GuardRail, profile);
    }
}
