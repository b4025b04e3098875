using System.Globalization;
using System.Text;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Vault.Rotation;

/// <summary>How far a rotation has come. What a step's name says is what may have been begun, and may be half done.</summary>
public enum RotationStep
{
    /// <summary>A new key is made, and put into the vault beside the old one.</summary>
    Creating,

    /// <summary>The new key is in the vault, and is tried.</summary>
    Stored,

    /// <summary>The new key takes the old one's place in the vault.</summary>
    Switching,

    /// <summary>The new key is in use, and the old one is made inactive.</summary>
    Switched,

    /// <summary>The old key is inactive, and waits to be deleted.</summary>
    Inactive,

    /// <summary>The old key comes back.</summary>
    Undoing,
}

/// <summary>What is written down before each step, so that it can be finished or taken back whenever the power goes off. No secret.</summary>
/// <param name="Entry">The vault's entry.</param>
/// <param name="Step">How far it has come.</param>
/// <param name="OldId">The access key id that goes.</param>
/// <param name="NewId">The one that comes; null before it is known.</param>
/// <param name="Started">When the rotation began.</param>
/// <param name="At">When this step began.</param>
public sealed record RotationRecord(string Entry, RotationStep Step, string OldId, string? NewId, DateTimeOffset Started, DateTimeOffset At)
{
    /// <summary>Gets since when the vault had the old key.</summary>
    public DateTimeOffset? OldAdded { get; init; }
}

/// <summary>The records of the rotations under way, a file each.</summary>
/// <param name="folder">The folder of Lanyard's state.</param>
public sealed class RotationRecords(string folder)
{
    private const int MaxBytes = 64 * 1024;
    private const string Prefix = "vault-rotate-";

    /// <summary>Finds the record of an entry.</summary>
    /// <exception cref="CredentialsException">It is there and can't be read.</exception>
    public RotationRecord? Find(string entry)
    {
        var path = PathOf(entry);
        try
        {
            var fields = JsonFields.Parse(WholeFile.Read(path, MaxBytes) ?? throw new FormatException("too large"));
            return new RotationRecord(
                entry, Enum.TryParse<RotationStep>(fields.Text("step"), out var step) ? step : throw new FormatException("no step"),
                fields.Text("oldId") ?? throw new FormatException("no oldId"), fields.Text("newId"), Time(fields, "started")!.Value, Time(fields, "at")!.Value)
            {
                OldAdded = fields.Text("oldAdded") is null ? null : Time(fields, "oldAdded"),
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CredentialsException(
                ErrorCodes.RotationPending, $"the record of a rotation, {path}, can't be read ({e.Message}); without it nobody knows how far the rotation came",
                "compare the user's keys (lanyard vault list --aws) with the vault's, then remove the file", inner: e);
        }
    }

    /// <summary>Writes a record, in the place of the entry's last one.</summary>
    /// <exception cref="CredentialsException">It can't be written; the step must not be begun then.</exception>
    public void Save(RotationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new JsonLine()
            .Add("step", record.Step.ToString()).Add("oldId", record.OldId).AddOptional("newId", record.NewId)
            .Add("started", Text(record.Started)).Add("at", Text(record.At))
            .AddOptional("oldAdded", record.OldAdded is { } added ? Text(added) : null).End();
        Guarded(() => AtomicFile.WritePrivate(PathOf(record.Entry), Encoding.UTF8.GetBytes(text + "\n")));
    }

    /// <summary>Removes the record of an entry: nothing is under way any more.</summary>
    /// <exception cref="CredentialsException">It can't be removed.</exception>
    public void Remove(string entry) => Guarded(() => File.Delete(PathOf(entry)));

    /// <summary>Keeps other processes from rotating the same entry.</summary>
    /// <exception cref="CredentialsException">Another one is at it.</exception>
    public IDisposable Lock(string entry)
    {
        FileLock? held = null;
        Guarded(() => held = FileLock.TryAcquire(PathOf(entry) + ".lock", TimeSpan.Zero));
        return held ?? throw new CredentialsException(
            ErrorCodes.RotationPending, $"another process is rotating the vault's entry `{entry}` right now", "wait for it to end");
    }

    private string PathOf(string entry) => Path.Combine(folder, $"{Prefix}{entry}.json");

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"the record of the rotation can't be written to {folder}: {e.Message}", $"make {folder} writable", inner: e);
        }
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(JsonFields fields, string name) =>
        DateTimeOffset.TryParse(fields.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : throw new FormatException($"no {name}");
}
