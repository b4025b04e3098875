using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>The guard rails of a stage. Each one that can't be checked refuses.</summary>
internal static class StageGuard
{
    /// <summary>Checks what can be checked before any credentials are fetched: the branch, and that somebody confirms.</summary>
    /// <param name="selected">The stage.</param>
    /// <param name="mayAsk">Whether a person may be asked.</param>
    /// <exception cref="CredentialsException">The stage may not be used.</exception>
    public static void CheckBeforeUse(SelectedStage selected, bool mayAsk)
    {
        var stage = selected.Stage;
        if (stage.Branches.Count > 0)
        {
            var branch = GitBranch.Of(Path.GetDirectoryName(selected.Project.Path)!);
            if (branch is null || !stage.Branches.Any(pattern => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, branch, ignoreCase: false)))
            {
                throw new CredentialsException(
                    CliErrorCodes.BranchNotAllowed,
                    $"the stage {selected.Name} may be used from the {(stage.Branches.Count == 1 ? "branch" : "branches")} {string.Join(", ", stage.Branches)}, and this is {branch ?? "no branch"}",
                    $"switch to {stage.Branches[0]}", FailureKind.GuardRail);
            }
        }

        if (!stage.Protected)
        {
            return;
        }

        var answer = mayAsk ? TerminalDevice.Ask($"{selected.Name} is protected (account {stage.Account}). Type its name to go on: ") : null;
        if (answer is null)
        {
            throw new CredentialsException(
                CliErrorCodes.ConfirmationMissing, $"the stage {selected.Name} is protected, and nobody can be asked to confirm",
                "run the command on a terminal, without --no-input", FailureKind.PersonMustAct);
        }

        if (answer.Trim() != selected.Name)
        {
            throw new CredentialsException(
                CliErrorCodes.NotConfirmed, $"what was typed is not {selected.Name}, so nothing was run", null, FailureKind.GuardRail);
        }
    }

    /// <summary>Makes sure that credentials are for the account that they must be for, asking AWS where their source didn't say.</summary>
    /// <exception cref="CredentialsException">They are for another account, or AWS can't be asked.</exception>
    public static async Task CheckAccountAsync(AwsCredentials credentials, AwsAccess access, CancellationToken cancellationToken)
    {
        if (access.Selected.ExpectedAccount is not { } expected || access.Selected.IsForExpectedAccount(credentials))
        {
            return;
        }

        var plan = access.Selected.Plan;
        var caller = await access.AskCallerAsync(credentials, cancellationToken).ConfigureAwait(false);
        if (caller.Account != expected)
        {
            var stage = access.Selected.Stage is { } selected ? $"the stage {selected.Name}" : "the stage";
            throw new CredentialsException(
                ErrorCodes.AccountMismatch,
                $"{stage} is account {expected}, but the profile `{plan.Profile}` leads to account {caller.Account} ({caller.Arn})",
                $"name another profile for the stage in {ProjectFile.LocalFileName}", FailureKind.GuardRail, plan.Profile);
        }
    }
}
