using System.CommandLine;
using System.CommandLine.Completions;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Policy.Catalog;
using Lanyard.Projects;

namespace Lanyard.Cli.Commands.Completion;

/// <summary>What a word may become.</summary>
/// <param name="Word">The whole word.</param>
/// <param name="Description">What it stands for, on one line; empty where the word says it.</param>
internal sealed record Candidate(string Word, string Description);

/// <summary>Finds what may stand where somebody types: commands, options, and the names that the files hold. It calls nobody.</summary>
/// <param name="root">The command tree.</param>
/// <param name="surroundings">The machine.</param>
internal sealed class Completer(Command root, Surroundings surroundings)
{
    /// <summary>Finds the candidates.</summary>
    /// <param name="words">The words behind the program's name; the last is the one that is typed, and may be empty.</param>
    public IReadOnlyList<Candidate> Complete(IReadOnlyList<string> words)
    {
        if (words.Count == 0 || words.SkipLast(1).Contains("--"))
        {
            return [];
        }

        var (path, open) = Follow(words.SkipLast(1));
        var typed = words[^1];
        var equals = typed.StartsWith("--", StringComparison.Ordinal) ? typed.IndexOf('=') : -1;
        var found = open is not null ? ValuesOf(open)
            : equals > 0 ? OptionsOf(path).FirstOrDefault(o => IsCalled(o, typed[..equals])) is { } option
                ? ValuesOf(option).Select(v => v with { Word = typed[..(equals + 1)] + v.Word })
                : []
            : typed.StartsWith('-') ? Options(path)
            : Words(path, typed);
        return [.. found.Where(c => c.Word.StartsWith(typed, StringComparison.Ordinal)).DistinctBy(c => c.Word)];
    }

    // Gives the command that the words lead to with those above it, and the option that still wants its value.
    private (IReadOnlyList<Command> Path, Option? Open) Follow(IEnumerable<string> words)
    {
        var path = new List<Command> { root };
        Option? open = null;
        foreach (var word in words)
        {
            if (open is not null)
            {
                open = null;
            }
            else if (word.StartsWith('-'))
            {
                open = OptionsOf(path).FirstOrDefault(o => IsCalled(o, word) && o.ValueType != typeof(bool) && o.Arity.MaximumNumberOfValues > 0);
            }
            else if (path[^1].Subcommands.FirstOrDefault(c => c.Name == word) is { } next)
            {
                path.Add(next);
            }
        }

        return (path, open);
    }

    private IEnumerable<Candidate> Words(IReadOnlyList<Command> path, string typed)
    {
        var command = path[^1];
        if (command.Subcommands.Any(c => !c.Hidden))
        {
            return command.Subcommands.Where(c => !c.Hidden).Select(c => new Candidate(c.Name, OneLine(c.Description)));
        }

        var isOfVault = path.Any(c => c.Name == "vault");
        var values = command.Arguments.Where(a => !a.Hidden).SelectMany(a => a.Name.Split(' ')[0] is "NAME" or "OLD" && path.Any(c => c.Name == "profile")
            ? Profiles()
            : a.Name == "STAGE" ? Stages()
            : a.Name == "PROFILE..." ? Profiles()

            // `add` is for a name that isn't there.
            : a.Name == "NAME" && isOfVault && command.Name != "add" ? Entries()
            : a.Name == "ACTION" ? Actions(typed)
            : a.GetCompletions(CompletionContext.Empty).Select(c => new Candidate(c.Label, ""))).ToArray();
        return values.Length > 0 || command.Arguments.Any(a => !a.Hidden) ? values : Options(path);
    }

    private static IEnumerable<Candidate> Options(IReadOnlyList<Command> path) =>
        OptionsOf(path).Where(o => !o.Hidden).Select(o => new Candidate(o.Name, OneLine(o.Description)));

    private static IEnumerable<Option> OptionsOf(IReadOnlyList<Command> path) =>
        path[^1].Options.Concat(path.SkipLast(1).SelectMany(c => c.Options).Where(o => o.Recursive));

    private static bool IsCalled(Option option, string word) => option.Name == word || option.Aliases.Contains(word);

    private IEnumerable<Candidate> ValuesOf(Option option) => option.Name switch
    {
        "--profile" or "--source-profile" => Profiles(),
        "--session" => FromFiles(files => files.SsoSessions.Select(s => new Candidate(s.Key, s.Value.Properties.TryGetValue("sso_start_url", out var url) ? OneLine(url.Value) : ""))),
        "--stage" => Stages(),
        "--entry" => Entries(),
        "--use" => Stages().Concat(Profiles()).Append(new Candidate("login", "sign in, and take the identity again")).Append(new Candidate("logout", "sign out, and take it out of the shell")),
        _ => option.GetCompletions(CompletionContext.Empty).Select(c => new Candidate(c.Label, "")),
    };

    private IEnumerable<Candidate> Profiles() => FromFiles(files => files.Profiles.Values.Select(p => new Candidate(
        p.Name,
        p.Get("sso_account_id") is { } account && p.Get("sso_role_name") is { } role ? OneLine($"{account} {role}") : OneLine(p.Get("role_arn")))));

    // Of the list beside the vault: nothing is unlocked for a tab key.
    private IEnumerable<Candidate> Entries()
    {
        try
        {
            return [.. VaultAccess.Index(surroundings).All().Select(e => new Candidate(e.Name, OneLine($"{e.AccessKeyId}{(e.AccountId is { } account ? $" in {account}" : "")}")))];
        }
        catch (Exception e) when (e is CredentialsException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Where a file can't be read there is nothing to offer; the command itself will say why.
    private IEnumerable<Candidate> FromFiles(Func<SharedConfigSnapshot, IEnumerable<Candidate>> read)
    {
        try
        {
            return [.. read(SharedConfigSnapshot.Load(surroundings.UserFiles))];
        }
        catch (SharedConfigException)
        {
            return [];
        }
    }

    private IEnumerable<Candidate> Stages()
    {
        try
        {
            return ProjectFileLocator.Find(surroundings.CurrentDirectory, surroundings.Environment) is { } path
                ? [.. ProjectFileCache.Load(path, surroundings.Folders.Cache).Stages.Select(s => new Candidate(s.Name, $"{s.Account}{(s.Protected ? ", protected" : "")}"))]
                : [];
        }
        catch (Exception e) when (e is ProjectFileException or CredentialsException)
        {
            return [];
        }
    }

    private static IEnumerable<Candidate> Actions(string typed) =>
        Catalogue.Embedded.FindService(typed.Split(':')[0]) is { } service && typed.Contains(':', StringComparison.Ordinal)
            ? service.Actions.Select(a => new Candidate(a.FullName, a.Description))
            : Catalogue.Embedded.Services.Select(s => new Candidate(s.Prefix, s.Name));

    // What comes from a file may hold anything, and shells print it.
    private static string OneLine(string? text) => new([.. (text ?? "").Select(c => char.IsControl(c) ? ' ' : c)]);
}
