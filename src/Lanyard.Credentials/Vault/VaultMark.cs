using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Vault;

/// <summary>
/// What this machine's user has used for secrets up to now, in a file that holds none: so that a vault that is out of reach is
/// missed, and never replaced by a weaker one.
/// </summary>
/// <param name="Backend">The strongest vault that was used; <see cref="VaultBackends.None"/> where none could be.</param>
/// <param name="Since">When that was decided.</param>
/// <param name="Reason">Why it is none.</param>
/// <param name="SessionKeys">Of each vault with a key for sessions, the key's number.</param>
internal sealed record VaultMark(string Backend, DateTimeOffset Since, string? Reason, IReadOnlyDictionary<string, string> SessionKeys)
{
    private const int Version = 1;
    private const int MaxBytes = 64 * 1024;

    /// <summary>Gives the mark's file.</summary>
    public static string PathIn(LanyardFolders folders) => Path.Combine(folders.State, "vault.json");

    /// <summary>Reads the mark.</summary>
    /// <returns>The mark; null where no vault was ever used or looked for.</returns>
    /// <exception cref="CredentialsException">There is one that can't be read.</exception>
    public static VaultMark? Read(LanyardFolders folders)
    {
        string path = PathIn(folders);
        try
        {
            return !File.Exists(path) ? null : Parse(WholeFile.Read(path, MaxBytes) ?? throw new FormatException("it is too large"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw VaultErrors.Failed(
                $"'{path}', which says where secrets are kept, can't be read: {e.Message}", "make it readable; or delete it, and set LANYARD_VAULT to the vault that you use", e);
        }
    }

    /// <summary>Writes the mark.</summary>
    /// <exception cref="CredentialsException">It can't be written.</exception>
    public void Write(LanyardFolders folders)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, JsonText.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("backend", Backend);
            json.WriteString("since", Since.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            json.WriteString("reason", Reason);
            json.WriteStartObject("sessionKeys");
            foreach (var (backend, number) in SessionKeys)
            {
                json.WriteString(backend, number);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        string path = PathIn(folders);
        try
        {
            AtomicFile.WritePrivate(path, buffer.WrittenSpan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VaultErrors.Failed($"'{path}', which says where secrets are kept, can't be written: {e.Message}", "make its folder writable, or set LANYARD_HOME", e);
        }
    }

    /// <summary>Gives the mark after a vault was used: the same one, unless the vault is a stronger one.</summary>
    public static VaultMark Use(VaultMark? mark, string backend, TimeProvider time) => mark is not null && Strength(mark.Backend) >= Strength(backend)
        ? mark
        : new VaultMark(backend, time.GetUtcNow(), null, mark?.SessionKeys ?? new Dictionary<string, string>());

    /// <summary>Gives the mark after no vault was found.</summary>
    public static VaultMark WithoutVault(VaultMark? mark, string? reason, TimeProvider time) =>
        new(VaultBackends.None, time.GetUtcNow(), reason, mark?.SessionKeys ?? new Dictionary<string, string>());

    /// <summary>Gives the mark with a session key's number.</summary>
    public VaultMark WithSessionKey(string backend, string number) => SessionKeys.TryGetValue(backend, out var known) && known == number
        ? this
        : this with { SessionKeys = new Dictionary<string, string>(SessionKeys) { [backend] = number } };

    // The platform's own before a file, a file before none.
    private static int Strength(string backend) => backend switch
    {
        VaultBackends.None => 0,
        VaultBackends.File => 1,
        _ => 2,
    };

    private static VaultMark Parse(ReadOnlySpan<byte> bytes)
    {
        var fields = JsonFields.Parse(bytes);
        if (fields.Number("version") != Version)
        {
            throw new FormatException("another version of Lanyard wrote it");
        }

        var keys = new Dictionary<string, string>();
        var written = fields.Object("sessionKeys");
        foreach (var name in written.Names)
        {
            keys[name] = written.Text(name) ?? "";
        }

        return new VaultMark(
            fields.Text("backend") ?? throw new FormatException("it names no vault"),
            DateTimeOffset.FromUnixTimeMilliseconds(WholeNumber.Read(fields.Text("since") ?? "") ?? throw new FormatException("it has no time")),
            fields.Text("reason"), keys);
    }
}
