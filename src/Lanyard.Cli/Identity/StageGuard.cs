using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>The guard rails of a stage. Each one that can't be checked refuses.</summary>
internal static class StageGuard
{
    /// <summary>
    /// Checks what can be checked before any credentials are fetched: the branch, that somebody lets a protected stage be used, and that
    /// its role was met before. Who answers for AWS was looked at when the identity was selected.
    /// </summary>
    /// <param name="identity">The identity that is to be handed over; nothing is checked where no stage was named.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="mayAsk">Whether a person may be asked.</param>
    /// <exception cref="CredentialsException">The stage may not be used.</exception>
    public static void CheckBeforeUse(SelectedIdentity identity, Surroundings surroundings, bool mayAsk)
    {
        if (identity.Stage is not { } selected)
        {
            return;
        }

        CheckBranch(selected);
        if (selected.Stage.Protected && !identity.IsOfCiJob && new StageGrants(surroundings.Folders.State, surroundings.Time).Find(selected) is null)
        {
            AskForName(
                selected, "Type its name to go on: ",
                "run the command on a terminal, without --no-input; or let scripts use the stage for a while: "
                + $"lanyard grant {selected.Name} --for 1h, on a terminal"
                + (selected.Stage.Ci is not null && CiToken.Hint(identity.Machine) is { } hint ? $". In CI: {hint}" : ""),
                surroundings, mayAsk);
        }

        MetBefore.Confirm(identity, surroundings, mayAsk);
    }

    /// <summary>Has a person type a protected stage's name.</summary>
    /// <param name="selected">The stage.</param>
    /// <param name="request">What the name is typed for, to end the question.</param>
    /// <param name="fix">What to do where nobody can be asked.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="mayAsk">Whether a person may be asked.</param>
    /// <exception cref="CredentialsException">Nobody can be asked, or typed something else.</exception>
    public static void AskForName(SelectedStage selected, string request, string fix, Surroundings surroundings, bool mayAsk)
    {
        var answer = mayAsk ? surroundings.Ask($"{selected.Name} is protected (account {selected.Stage.Account}). {request}") : null;
        if (answer is null)
        {
            throw new CredentialsException(
                CliErrorCodes.ConfirmationMissing, $"the stage {selected.Name} is protected, and nobody can be asked to confirm", fix, FailureKind.PersonMustAct);
        }

        if (answer.Trim() != selected.Name)
        {
            throw new CredentialsException(
                CliErrorCodes.NotConfirmed, $"what was typed is not {selected.Name}, so nothing was run", $"run the command again, and type {selected.Name}", FailureKind.GuardRail);
        }
    }

    /// <summary>Makes sure that credentials are whose they must be, asking AWS where their source doesn't say it.</summary>
    /// <exception cref="CredentialsException">They are for another account or role, last too long, or AWS can't be asked.</exception>
    public static async Task CheckIdentityAsync(AwsCredentials credentials, AwsAccess access, CancellationToken cancellationToken)
    {
        var selected = access.Selected;
        if (selected.ExpectedAccount is not { } account)
        {
            return;
        }

        if (!selected.IsAsExpected(credentials))
        {
            var caller = await access.AskCallerAsync(credentials, cancellationToken).ConfigureAwait(false);
            if (caller.Account != account)
            {
                throw Mismatch(ErrorCodes.AccountMismatch, $"account {account}", $"account {caller.Account} ({caller.Arn})", selected);
            }

            if (selected.ExpectedRole is { } role && !CallerRole.Is(caller, role))
            {
                throw Mismatch(CliErrorCodes.RoleMismatch, $"{CallerRole.Describe(role)} in account {account}", caller.Arn, selected);
            }
        }

        StageSession.Check(credentials, selected, access.Client.Time.GetUtcNow());
    }

    private static CredentialsException Mismatch(string code, string expected, string found, SelectedIdentity selected)
    {
        var (stage, profile) = (selected.Stage is { } named ? $"the stage {named.Name}" : "the stage", selected.Plan.Profile);
        return new CredentialsException(
            code, $"{stage} is {expected}, but {(profile is null ? "what this machine has" : $"the profile `{profile}`")} leads to {found}",
            profile is null ? "run the command again" : $"name another profile for the stage in {ProjectFile.LocalFileName}", FailureKind.GuardRail, profile);
    }

    private static void CheckBranch(SelectedStage selected)
    {
        var stage = selected.Stage;
        if (stage.Branches.Count == 0)
        {
            return;
        }

        var branch = GitBranch.Of(Path.GetDirectoryName(selected.Project.Path)!);
        if (branch is null || !stage.Branches.Any(pattern => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, branch, ignoreCase: false)))
        {
            throw new CredentialsException(
                CliErrorCodes.BranchNotAllowed,
                $"the stage {selected.Name} may be used from the {(stage.Branches.Count == 1 ? "branch" : "branches")} {string.Join(", ", stage.Branches)}, and this is {branch ?? "no branch"}",
                $"switch to {stage.Branches[0]}", FailureKind.GuardRail);
        }
    }
}
