using System.Text;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;
using Lanyard.Credentials.SharedConfig.Team;

namespace Lanyard.Cli.Commands;

/// <summary>Shares profiles with a team, by a file without secrets.</summary>
internal static class ProfileTeamCommand
{
    /// <summary>Writes profiles to a file, or to stdout.</summary>
    /// <param name="names">The profiles; all but <c>default</c>, if none is named.</param>
    /// <param name="file"><c>--out</c>.</param>
    /// <param name="call">How the command was called.</param>
    /// <param name="surroundings">The machine.</param>
    public static int Share(IReadOnlyList<string> names, string? file, EditCall call, Surroundings surroundings)
    {
        var files = SharedConfigSnapshot.Load(ProfileEditing.Locations(surroundings));
        foreach (string name in names)
        {
            ProfileEditCommand.CheckThere(files, new SectionName(SharedConfigSectionKind.Profile, name));
        }

        string[] shared = names.Count > 0 ? [.. names.Distinct()] : [.. files.Profiles.Keys.Where(n => n != "default")];
        string text = TeamSharing.Write(files, shared, out var leftOut);
        var sections = TeamFile.Parse(file ?? "stdout", SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(text))).Sections;
        if (sections.Count == 0)
        {
            throw new CredentialsException(ErrorCodes.ProfileNotFound, "there is no profile with anything that can be shared", "lanyard profile list");
        }

        if (file is null)
        {
            surroundings.Write(text);
        }
        else
        {
            string path = Path.GetFullPath(Path.Combine(surroundings.CurrentDirectory, file));
            Write(path, text, call.Yes, files);
            if (call.Options.Json)
            {
                surroundings.Write(JsonOutput.Object(json =>
                {
                    json.WriteString("file", path);
                    WriteArray(json, "profiles", sections.Where(s => s.Name.Kind == SharedConfigSectionKind.Profile).Select(s => s.Name.Name));
                    WriteArray(json, "ssoSessions", sections.Where(s => s.Name.Kind == SharedConfigSectionKind.SsoSession).Select(s => s.Name.Name));
                    WriteArray(json, "leftOut", leftOut);
                }));
                return ExitCodes.Done;
            }

            surroundings.Error.WriteLine($"Wrote {string.Join(", ", sections.Select(s => s.Name))} to {path}.");
        }

        foreach (string note in leftOut)
        {
            surroundings.Error.WriteLine($"left out: {note}");
        }

        return ExitCodes.Done;
    }

    /// <summary>Takes a team's file into the config file, once somebody says yes.</summary>
    public static int Sync(string file, EditCall call, Surroundings surroundings)
    {
        var team = TeamFile.Read(Path.GetFullPath(Path.Combine(surroundings.CurrentDirectory, file)));
        return ProfileEditing.MakeIfConfirmed(
            surroundings, call, $"profile sync {DiffText.Printable(file)}", files => TeamSharing.Take(files, team), "Take this into your config file?", "Took the team's profiles in");
    }

    private static void Write(string path, string text, bool yes, SharedConfigSnapshot files)
    {
        try
        {
            if (IsSame(path, files.Config.Path) || IsSame(path, files.Credentials.Path))
            {
                throw new UsageException("--out names your own AWS file, which would be lost", "name another file");
            }

            if (File.Exists(path) && !yes && !IsTeamFile(path))
            {
                throw new CredentialsException(
                    CliErrorCodes.ConfirmationMissing, $"{path} is there already, and is no file of shared profiles", "name another file, or add --yes to replace it",
                    FailureKind.PersonMustAct);
            }

            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"{path} can't be written: {e.Message}", "name another file", inner: e);
        }
    }

    private static bool IsSame(string path, string own) => own.Length > 0 && AtomicFile.RealPath(path) == AtomicFile.RealPath(own);

    private static bool IsTeamFile(string path)
    {
        try
        {
            TeamFile.Read(path);
            return true;
        }
        catch (CredentialsException)
        {
            return false;
        }
    }

    private static void WriteArray(System.Text.Json.Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
