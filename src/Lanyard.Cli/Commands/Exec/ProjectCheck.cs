using System.Globalization;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Projects.Tools;

namespace Lanyard.Cli.Commands.Exec;

/// <summary>Looks into a project's own files for what would lead a command elsewhere than it is sent.</summary>
internal static class ProjectCheck
{
    /// <summary>Compares the accounts that the project's files name with the stage's.</summary>
    /// <exception cref="CredentialsException">One is another, or can't be read.</exception>
    public static void Accounts(SelectedStage selected, IReadOnlyList<ChildCall> calls, string folder)
    {
        foreach (var named in NamedAccount.Find(calls, folder))
        {
            var place = named.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{named.File}:{named.Line}") : named.File;
            var isAssembly = Path.GetFileName(named.File) == "manifest.json";
            if (named.Account is null)
            {
                throw new CredentialsException(
                    CliErrorCodes.AccountUnchecked, $"{place} can't be read, so the accounts of {named.What} can't be compared with that of the stage {selected.Name}",
                    $"write it anew: lanyard exec --stage {selected.Name} -- npx cdk synth", FailureKind.GuardRail);
            }

            if (named.Account != selected.Stage.Account)
            {
                throw new CredentialsException(
                    ErrorCodes.AccountMismatch, $"the stage {selected.Name} is account {selected.Stage.Account}, but {place} puts {named.What} into account {named.Account}",
                    isAssembly ? $"write it anew for this stage: lanyard exec --stage {selected.Name} -- npx cdk synth" : $"correct {named.File}, or choose another stage",
                    FailureKind.GuardRail);
            }
        }
    }

    /// <summary>Looks for <c>.env</c> files that would take the place of what the command is given.</summary>
    /// <exception cref="CredentialsException">There is one.</exception>
    public static void Dotenv(IReadOnlyList<ChildCall> calls, IEnumerable<string> stages)
    {
        if (DotenvSetting.Find(calls, stages) is { } found)
        {
            throw new CredentialsException(
                CliErrorCodes.DotenvIdentity,
                string.Create(CultureInfo.InvariantCulture, $"{found.File}:{found.Line} sets {found.Variable}, and {found.Program} loads that file over what it is given here"),
                $"take {found.Variable} out of {Path.GetFileName(found.File)}", FailureKind.GuardRail);
        }
    }
}
