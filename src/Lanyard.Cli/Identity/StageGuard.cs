using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>The guard rails of a stage. Each one that can't be checked refuses.</summary>
internal static class StageGuard
{
    /// <summary>Checks what can be checked before any credentials are fetched: the branch, and that somebody confirms.</summary>
    /// <param name="selected">The stage.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="mayAsk">Whether a person may be asked.</param>
    /// <exception cref="CredentialsException">The stage may not be used.</exception>
    public static void CheckBeforeUse(SelectedStage selected, Surroundings surroundings, bool mayAsk)
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

    /// <summary>Makes sure that credentials are for the stage's account, asking AWS where their source doesn't pin it.</summary>
    public static async Task<AwsCredentials> CheckAccountAsync(
        SelectedStage selected, AwsCredentials credentials, AwsAccess access, CancellationToken cancellationToken)
    {
        var stage = selected.Stage;
        if (stage.Access is not StageAccess.Profile)
        {
            // The account was part of what we asked AWS for.
            return credentials;
        }

        var sts = new StsClient(access.Client, EndpointResolver.Resolve(AwsService.Sts, stage.Region, access.Selected.Endpoints));
        CallerIdentity caller;
        try
        {
            caller = await sts.GetCallerIdentityAsync(credentials, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw AwsFailures.Translate(e, access.Selected.Plan.Profile, access.Client.Time.GetUtcNow());
        }

        return caller.Account == stage.Account
            ? credentials
            : throw new CredentialsException(
                ErrorCodes.AccountMismatch,
                $"the stage {selected.Name} is account {stage.Account}, but the profile `{access.Selected.Plan.Profile}` leads to account {caller.Account} ({caller.Arn})",
                $"name another profile for {stage.Name} in {ProjectFile.LocalFileName}", FailureKind.GuardRail, access.Selected.Plan.Profile);
    }
}
