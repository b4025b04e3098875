using System.CommandLine;
using Lanyard.Cli.Commands;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Cli;

/// <content>The commands under <c>profile</c>.</content>
internal sealed partial class CommandTree
{
    private readonly Option<string?> _session = new("--session") { Description = "an sso-session section of that name, in place of a profile", HelpName = "NAME" };
    private readonly Option<string?> _services = new("--services") { Description = "a services section of that name, in place of a profile", HelpName = "NAME" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "show what would change, as a diff with secrets masked, and change nothing" };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "don't ask" };

    private CommandWithExamples Profile() => new(
        "profile", "the profiles of the shared AWS files: show, edit, share",
        ["lanyard profile list", "lanyard profile show dev", "lanyard profile set dev region eu-west-1", "lanyard profile undo"])
    {
        ProfileList(), ProfileShow(), ProfileSet(), ProfileUnset(), ProfileRename(), ProfileRemove(), ProfileUndo(), ProfileShare(), ProfileSync(),
    };

    private Command ProfileList()
    {
        var names = new Option<bool>("--names") { Description = "the names alone, one a line" };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "show secret values instead of ***" };
        return Make("list", "every profile, both files merged", ["lanyard profile list", "lanyard profile list --names", "lanyard profile list --json"],
            (result, _) => Task.FromResult(ProfileCommand.List(OptionsOf(result), result.GetValue(names), result.GetValue(showSecrets), surroundings)),
            names, showSecrets);
    }

    private Command ProfileShow()
    {
        var showSecrets = new Option<bool>("--show-secrets") { Description = "show secret values instead of ***" };
        return MakeWithWords("show", "one profile, each setting with its file and line; or the value of one setting", "NAME [KEY]",
            ["lanyard profile show dev", "lanyard profile show dev region", "lanyard profile show dev s3.addressing_style", "lanyard profile show --session my-org"],
            (result, section, words) => words.Count > 1
                ? throw new UsageException("show takes one setting", "lanyard profile show dev region")
                : ProfileCommand.Show(section, words.Count == 0 ? null : SettingKey.Parse(words[0]), OptionsOf(result), result.GetValue(showSecrets), surroundings),
            _session, _services, showSecrets);
    }

    private Command ProfileSet() => MakeWithWords(
        "set", "give settings of a profile a value; a profile that is missing is made. The value of a secret is left out: it is asked for, or read from stdin",
        "NAME KEY VALUE|KEY=VALUE...",
        ["lanyard profile set dev region eu-west-1", "lanyard profile set dev region=eu-west-1 output=json", "lanyard profile set dev s3.max_queue_size 1000",
            "lanyard profile set ci aws_secret_access_key < secret.txt", "lanyard profile set --session my-org sso_region eu-west-1",
            "lanyard profile set --services local s3.endpoint_url http://localhost:4566"],
        (result, section, words) => ProfileEditCommand.Set(section, words, EditOf(result), surroundings),
        _session, _services, _dryRun);

    private Command ProfileUnset() => MakeWithWords(
        "unset", "take settings out of a profile", "NAME KEY...",
        ["lanyard profile unset dev output", "lanyard profile unset dev s3.max_queue_size", "lanyard profile unset --session my-org sso_registration_scopes"],
        (result, section, words) => ProfileEditCommand.Unset(section, words, EditOf(result), surroundings),
        _session, _services, _dryRun);

    private Command ProfileRename() => MakeWithWords(
        "rename", "give a profile another name, and change what refers to it", "OLD NEW",
        ["lanyard profile rename dev development", "lanyard profile rename --session my-org corp", "lanyard profile rename dev development --dry-run"],
        (result, section, words) => words.Count == 1
            ? ProfileEditCommand.Rename(section, words[0], EditOf(result), surroundings)
            : throw new UsageException("rename takes the old name and the new one", "lanyard profile rename OLD NEW"),
        _session, _services, _dryRun);

    private Command ProfileRemove() => MakeWithWords(
        "remove", "take a profile out of both files", "NAME",
        ["lanyard profile remove old", "lanyard profile remove old --yes", "lanyard profile remove --session my-org --dry-run"],
        (result, section, words) => words.Count == 0
            ? ProfileEditCommand.Remove(section, EditOf(result), surroundings)
            : throw new UsageException("remove takes one profile", "lanyard profile remove NAME"),
        _session, _services, _dryRun, _yes);

    private Command ProfileUndo()
    {
        var count = new Argument<int>("N") { Description = "how many changes to undo", DefaultValueFactory = _ => 1 };
        var list = new Option<bool>("--list") { Description = "show the changes that can be undone, the latest first" };
        var force = new Option<bool>("--force") { Description = "also take back what other programs changed since" };
        var command = Make("undo", "take the last change back; once more brings it again",
            ["lanyard profile undo", "lanyard profile undo --dry-run", "lanyard profile undo --list", "lanyard profile undo 3"],
            (result, _) => Task.FromResult(result.GetValue(list)
                ? ProfileUndoCommand.List(EditOf(result), surroundings)
                : ProfileUndoCommand.Run(result.GetValue(count), result.GetValue(force), EditOf(result), surroundings)),
            list, force, _dryRun, _yes);
        command.Add(count);
        return command;
    }

    private Command ProfileShare()
    {
        var file = new Option<string?>("--out", "-o") { Description = "the file to write; stdout if left out", HelpName = "FILE" };
        var names = new Argument<string[]>("NAME") { Description = "the profiles; all but `default` if left out", Arity = ArgumentArity.ZeroOrMore };
        var command = Make("share", "write profiles for a team, without keys, programs and local paths",
            ["lanyard profile share --out team-profiles.ini", "lanyard profile share dev prod --out team-profiles.ini"],
            (result, _) => Task.FromResult(ProfileTeamCommand.Share(result.GetValue(names)!, result.GetValue(file), EditOf(result), surroundings)), file, _yes);
        command.Add(names);
        return command;
    }

    private Command ProfileSync()
    {
        var file = new Argument<string>("FILE") { Description = "what `profile share` wrote" };
        var command = Make("sync", "take a team's profiles in: adds and changes, never deletes; refuses a file with keys or programs in it",
            ["lanyard profile sync team-profiles.ini --dry-run", "lanyard profile sync team-profiles.ini", "lanyard profile sync team-profiles.ini --yes"],
            (result, _) => Task.FromResult(ProfileTeamCommand.Sync(result.GetValue(file)!, EditOf(result), surroundings)), _dryRun, _yes);
        command.Add(file);
        return command;
    }

    private EditCall EditOf(ParseResult result) => new(OptionsOf(result), result.GetValue(_dryRun), result.GetValue(_yes));

    /// <summary>Makes a command whose first word names the section, unless an option does.</summary>
    private Command MakeWithWords(
        string name, string description, string words, string[] examples, Func<ParseResult, SectionName, IReadOnlyList<string>, int> run, params Option[] options)
    {
        var argument = new Argument<string[]>(words) { Arity = ArgumentArity.ZeroOrMore };
        var command = Make(name, description, examples,
            (result, _) =>
            {
                string[] all = result.GetValue(argument)!;
                var section = (result.GetValue(_session), result.GetValue(_services), all) switch
                {
                    ({ } session, null, _) => new SectionName(SharedConfigSectionKind.SsoSession, session),
                    (null, { } services, _) => new SectionName(SharedConfigSectionKind.Services, services),
                    ({ }, { }, _) => throw new UsageException("--session and --services can't be used together"),
                    (_, _, [var profile, ..]) => new SectionName(SharedConfigSectionKind.Profile, profile),
                    _ => throw new UsageException("say which profile", $"lanyard profile {name} --help"),
                };
                return Task.FromResult(run(result, section, section.Kind == SharedConfigSectionKind.Profile ? all[1..] : all));
            },
            options);
        command.Add(argument);
        return command;
    }
}
