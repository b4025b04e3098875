using System.Globalization;
using System.Text.Json;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Policy.Apply;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>What a run changes, kept so that it can be taken back.</summary>
/// <param name="Path">The file.</param>
/// <param name="Account">The account.</param>
/// <param name="Address">IAM's address.</param>
/// <param name="Source">The document that was applied.</param>
/// <param name="Changes">The changes, also those that may not have come about.</param>
internal sealed record UndoRecord(string Path, string Account, string Address, string Source, IReadOnlyList<IamChange> Changes);

/// <summary>Keeps them: JSON files that only their owner can read, written whole before anything is changed.</summary>
/// <param name="surroundings">The machine.</param>
internal sealed class UndoFiles(Surroundings surroundings)
{
    private const int MaxBytes = 64 * 1024 * 1024;
    private const string Undone = ".undone";
    private const string TimeFormat = "yyyyMMdd-HHmmssfff";

    private string Folder => System.IO.Path.Combine(surroundings.Folders.State, "applied");

    private string? Latest => Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).LastOrDefault() : null;

    /// <summary>Names a file for changes that begin now; a clock that went back doesn't put it before others.</summary>
    public UndoRecord New(ApplyAccess access, string source, IReadOnlyList<IamChange> changes)
    {
        var time = surroundings.Time.GetUtcNow().UtcDateTime;
        if (Latest is { } latest && DateTime.TryParseExact(
            System.IO.Path.GetFileName(latest).Split('.')[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var last) && last.AddMilliseconds(1) > time)
        {
            time = last.AddMilliseconds(1);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{time.ToString(TimeFormat, CultureInfo.InvariantCulture)}.{System.IO.Path.GetRandomFileName()[..4]}.json");
        return new UndoRecord(System.IO.Path.Combine(Folder, name), access.Account.Id, access.Address, source, changes);
    }

    /// <summary>Writes one.</summary>
    /// <exception cref="CredentialsException">It can't be written.</exception>
    public void Write(UndoRecord record)
    {
        try
        {
            AtomicFile.WritePrivate(record.Path, JsonOutput.Object(json =>
            {
                json.WriteNumber("version", 1);
                json.WriteString("time", surroundings.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                json.WriteString("account", record.Account);
                json.WriteString("endpoint", record.Address);
                json.WriteString("source", record.Source);
                JsonOutput.Objects(json, "changes", record.Changes, change =>
                {
                    json.WriteString("kind", change.Part.Kind.ToString());
                    json.WriteString("name", change.Part.Name);
                    json.WriteString("aspect", change.Part.Aspect.ToString());
                    json.WriteString("key", change.Part.Key);
                    json.WriteString("before", change.Before);
                    json.WriteString("after", change.After);
                });
            }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(
                ErrorCodes.FileNotWritable, $"what is needed to undo can't be kept in {record.Path}: {e.Message}", "see that the folder can be written, then run the command again", inner: e);
        }
    }

    /// <summary>Finds the one that is meant.</summary>
    /// <param name="name">A file, or <c>last</c>.</param>
    /// <exception cref="CredentialsException">There is none, or it can't be read.</exception>
    public UndoRecord Find(string name)
    {
        if (name != "last")
        {
            return Read(System.IO.Path.Combine(surroundings.CurrentDirectory, name));
        }

        return Latest is { } latest ? Read(latest) : throw new CredentialsException(ErrorCodes.NothingToUndo, $"nothing that `policy apply` changed is left to undo in {Folder}", "lanyard policy apply --undo FILE takes a file from elsewhere");
    }

    /// <summary>Puts one aside of which nothing is left to undo; it isn't <c>last</c> any more.</summary>
    public void Retire(UndoRecord record)
    {
        try
        {
            File.Move(record.Path, record.Path + Undone, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            surroundings.Error.WriteLine($"warning: {record.Path} can't be renamed, though nothing of it is left to undo: {e.Message}");
        }
    }

    private static UndoRecord Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(WholeFile.Read(path, MaxBytes) ?? []);
            var root = json.RootElement;
            return root.GetProperty("version").GetInt32() != 1 ? throw new FormatException() : new UndoRecord(
                path, root.GetProperty("account").GetString()!, root.GetProperty("endpoint").GetString()!, root.GetProperty("source").GetString()!,
                [.. root.GetProperty("changes").EnumerateArray().Select(c => new IamChange(
                    new IamPart(
                        Enum.Parse<IamKind>(c.GetProperty("kind").GetString()!), c.GetProperty("name").GetString()!,
                        Enum.Parse<IamAspect>(c.GetProperty("aspect").GetString()!), c.GetProperty("key").GetString()!),
                    c.GetProperty("before").GetString(), c.GetProperty("after").GetString()))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new CredentialsException(CliErrorCodes.InputUnreadable, $"{path} is no file that `policy apply` writes to undo, or can't be read", "lanyard policy apply --undo last", inner: e);
        }
    }
}
