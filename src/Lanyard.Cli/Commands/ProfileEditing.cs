using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;
using Lanyard.Credentials.SharedConfig.History;

namespace Lanyard.Cli.Commands;

/// <summary>How a command that edits the shared files was called, beside what it edits.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="DryRun"><c>--dry-run</c>.</param>
/// <param name="Yes"><c>--yes</c>.</param>
internal sealed record EditCall(GlobalOptions Options, bool DryRun, bool Yes = false);

/// <summary>What the commands that edit the shared files have in common.</summary>
internal static class ProfileEditing
{
    public static SharedConfigLocations Locations(Surroundings surroundings) => surroundings.UserFiles;

    public static SharedConfigHistory History(Surroundings surroundings) => new(Path.Combine(surroundings.Folders.State, "backups"), surroundings.Time);

    public static SharedConfigStore Store(Surroundings surroundings) =>
        new(Locations(surroundings), Path.Combine(surroundings.Folders.Cache, "locks"), History(surroundings));

    /// <summary>Makes an edit, or with <c>--dry-run</c> shows it.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="call">How the command was called.</param>
    /// <param name="command">What is done, for the list of versions.</param>
    /// <param name="edit">The edit.</param>
    /// <param name="done">What to say when it is done.</param>
    public static int Make(Surroundings surroundings, EditCall call, string command, Func<SharedConfigSnapshot, SharedConfigEdit> edit, string done)
    {
        var store = Store(surroundings);
        var change = call.DryRun ? store.Plan(edit) : store.Apply(command, edit);
        Tell(surroundings, call, change, done);
        return ExitCodes.Done;
    }

    /// <summary>As <see cref="Make"/>, after a person said yes to what is shown.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="call">How the command was called.</param>
    /// <param name="command">What is done, for the list of versions.</param>
    /// <param name="edit">The edit.</param>
    /// <param name="question">What is asked, such as <c>Remove the profile dev?</c></param>
    /// <param name="done">What to say when it is done.</param>
    public static int MakeIfConfirmed(
        Surroundings surroundings, EditCall call, string command, Func<SharedConfigSnapshot, SharedConfigEdit> edit, string question, string done)
    {
        if (call.DryRun || call.Yes)
        {
            return Make(surroundings, call, command, edit, done);
        }

        var store = Store(surroundings);
        var change = store.Plan(edit);
        if (change.Files.Any())
        {
            Confirm(surroundings, call, change, question);
            store.Write(command, change);
        }

        Tell(surroundings, call, change with { Edit = change.Edit with { Notes = [] } }, done);
        return ExitCodes.Done;
    }

    private static void Confirm(Surroundings surroundings, EditCall call, SharedConfigChange change, string question)
    {
        string? answer = null;
        if (surroundings.HasTerminal && !call.Options.NoInput)
        {
            surroundings.Error.Write(change.Diff());
            Note(surroundings, change.Edit.Notes);
            answer = TerminalDevice.Ask($"{question} [y/N] ");
        }

        if (answer is null)
        {
            throw new CredentialsException(
                CliErrorCodes.ConfirmationMissing, $"{question} Nobody can be asked, so nothing was changed",
                "add --yes, or run the command on a terminal; --dry-run shows what it would change", FailureKind.PersonMustAct);
        }

        if (answer.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CredentialsException(CliErrorCodes.NotConfirmed, "the answer was not yes, so nothing was changed", null, FailureKind.GuardRail);
        }
    }

    private static void Tell(Surroundings surroundings, EditCall call, SharedConfigChange change, string done)
    {
        bool changes = change.Files.Any();
        if (call.Options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteBoolean("changed", changes && !call.DryRun);
                json.WriteStartArray("files");
                foreach (var (file, _) in change.Files)
                {
                    json.WriteStringValue(file.Path);
                }

                json.WriteEndArray();
                json.WriteStartArray("notes");
                foreach (string note in change.Edit.Notes)
                {
                    json.WriteStringValue(note);
                }

                json.WriteEndArray();
                json.WriteString("diff", change.Diff());
            }));
            return;
        }

        if (call.DryRun)
        {
            surroundings.Write(change.Diff());
        }

        if (!changes)
        {
            surroundings.Error.WriteLine("Nothing to change: the files say that already.");
        }
        else if (!call.DryRun)
        {
            surroundings.Error.WriteLine($"{done}: wrote {string.Join(" and ", change.Files.Select(f => f.File.Path))}.");
        }

        Note(surroundings, change.Edit.Notes);
    }

    private static void Note(Surroundings surroundings, IEnumerable<string> notes)
    {
        foreach (string note in notes)
        {
            surroundings.Error.WriteLine($"note: {note}");
        }
    }
}
