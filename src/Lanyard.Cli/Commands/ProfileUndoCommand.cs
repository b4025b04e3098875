using System.Globalization;
using System.Text;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;
using Lanyard.Credentials.SharedConfig.History;

namespace Lanyard.Cli.Commands;

/// <summary>Brings earlier versions of the shared files back.</summary>
internal static class ProfileUndoCommand
{
    /// <summary>Shows the changes that can be undone.</summary>
    public static int List(EditCall call, Surroundings surroundings)
    {
        var versions = Versions(surroundings, SharedConfigSnapshot.Load(ProfileEditing.Locations(surroundings)));
        if (call.Options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteStartArray("versions");
                for (int i = 0; i < versions.Count; i++)
                {
                    json.WriteStartObject();
                    json.WriteNumber("number", i + 1);
                    json.WriteString("time", versions[i].Time.Replace(' ', 'T') + "Z");
                    json.WriteString("command", versions[i].Command);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }));
            return ExitCodes.Done;
        }

        var text = new StringBuilder();
        for (int i = 0; i < versions.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1,2}  {versions[i].Time} UTC  {versions[i].Command}\n");
        }

        surroundings.Write(text.ToString());
        if (versions.Count == 0)
        {
            surroundings.Error.WriteLine("There is nothing to undo.");
        }

        return ExitCodes.Done;
    }

    /// <summary>Goes back.</summary>
    /// <param name="count">How many changes to undo.</param>
    /// <param name="force">Whether changes that other programs made since may be lost.</param>
    /// <param name="call">How the command was called.</param>
    /// <param name="surroundings">The machine.</param>
    public static int Run(int count, bool force, EditCall call, Surroundings surroundings)
    {
        var versions = Versions(surroundings, SharedConfigSnapshot.Load(ProfileEditing.Locations(surroundings)));
        if (count < 1 || count > versions.Count)
        {
            throw new CredentialsException(
                ErrorCodes.NothingToUndo,
                versions.Count == 0 ? "there is no change of Lanyard's to undo in these files" : $"there is no change number {count} to undo; there are {versions.Count}",
                "lanyard profile undo --list");
        }

        var undone = versions.Take(count).ToArray();
        string what = count == 1 ? $"`{undone[0].Command}`" : $"the last {count} changes";
        bool asks = Plan(SharedConfigSnapshot.Load(ProfileEditing.Locations(surroundings))).LosesSecrets;
        string command = count == 1 ? $"undo of: {undone[0].Command}" : $"undo of {count} changes";
        return ProfileEditing.MakeIfConfirmed(
            surroundings, call with { Yes = call.Yes || !asks }, command, files => Plan(files).Edit, $"Undo {what}? What the notes say is lost for good.", $"Undid {what}");

        UndoPlan Plan(SharedConfigSnapshot files)
        {
            var plan = SharedConfigUndo.Plan(files, undone);
            if (plan.ChangedFiles.Count > 0 && !force)
            {
                throw new CredentialsException(
                    ErrorCodes.ConfigChanged, $"{string.Join(" and ", plan.ChangedFiles)} was changed by another program since, and undo would take that back too",
                    "lanyard profile undo --force --dry-run shows what would go; without --dry-run it goes");
            }

            return new SharedConfigChange(files, plan.Edit).Files.Any() ? plan : throw new CredentialsException(
                ErrorCodes.NothingToUndo, $"{what} changed secrets alone, which no backup holds", "lanyard profile undo 2 also takes back the change before it");
        }
    }

    private static IReadOnlyList<KeptVersion> Versions(Surroundings surroundings, SharedConfigSnapshot files) =>
        SharedConfigUndo.Done(files, ProfileEditing.History(surroundings).Versions(ProfileEditing.Locations(surroundings)));
}
