using System.Globalization;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Projects.Tools;

namespace Lanyard.Cli.Commands.Exec;

/// <summary>Looks into a project's own files for what would lead a command elsewhere than it is sent.</summary>
internal static class ProjectCheck
{
    /// <summary>Compares the accounts that the project's files name with the stage's.</summary>
    /// <exception cref="CredentialsException">One is another, or can't be read.</exception>
    public static void Accounts(SelectedStage selected, IReadOnlyList<ChildCall> calls, ProjectAsks asks, string folder)
    {
        // A file may name more accounts for a stage than the one that is deployed to: that of its domain, or of its logs.
        foreach (var file in asks.Accounts.Where(_ => NamedAccount.MayDeploy(calls)).GroupBy(a => a.File).Where(f => f.All(a => a.Account != selected.Stage.Account)))
        {
            var first = file.First();
            throw new CredentialsException(
                ErrorCodes.AccountMismatch,
                string.Create(CultureInfo.InvariantCulture, $"the stage {selected.Name} is account {selected.Stage.Account}, but {first.File}:{first.Line} says account {first.Account} ({first.What})"),
                $"correct {first.File}, or choose another stage", FailureKind.GuardRail);
        }

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

    /// <summary>
    /// Gives what the project's files ask for. Its profiles are to lead to the stage's credentials; where a profile was named in place of a
    /// stage, another one of the user's isn't taken for it.
    /// </summary>
    public static ProjectAsks Asks(SelectedIdentity selected, IReadOnlyList<ChildCall> calls, IEnumerable<ChildStage> named, string folder)
    {
        var stages = named.Select(n => n.Name).Concat(selected.Stage is { } stage ? [stage.Name, stage.Stage.Name] : []).Distinct().ToList();
        var asked = ProjectAsks.Find(calls, folder, stages);
        return selected.Stage is null ? asked with { Profiles = [.. asked.Profiles.Where(name => !selected.Machine.Files.Profiles.ContainsKey(name))] } : asked;
    }

    /// <summary>Gives the profiles of the user's that are for the same permission set or role: there is nothing to keep a command from.</summary>
    public static IEnumerable<string> SameIdentity(SelectedIdentity selected) =>
        selected.Machine.Files.Profiles.Values.Where(p => IsSame(p, selected.Plan.Candidates[0].Source)).Select(p => p.Name);

    private static bool IsSame(MergedProfile profile, Source source) => source switch
    {
        Source.SsoRole sso => profile.Get("sso_account_id") == sso.AccountId && profile.Get("sso_role_name") == sso.RoleName,
        Source.AssumeRole role => profile.Get("role_arn") == role.RoleArn,
        _ => false,
    };

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
