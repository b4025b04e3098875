using System.Globalization;
using System.Text;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials;

/// <summary>What is known of an access key in the vault without opening it.</summary>
/// <param name="Name">The entry's name, which a profile's <c>lanyard_vault</c> says.</param>
/// <param name="AccessKeyId">The access key id.</param>
/// <param name="Added">Since when the key is there.</param>
public sealed record VaultEntry(string Name, string AccessKeyId, DateTimeOffset Added)
{
    private const int Longest = 64;

    /// <summary>Gets the account, where AWS said it.</summary>
    public string? AccountId { get; init; }

    /// <summary>Gets when Lanyard last handed the key out, to the hour; <see langword="null"/> for never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>Gets the name of the vault that it was put into.</summary>
    public string? Backend { get; init; }

    /// <summary>
    /// Tells whether a text can be an entry's name: up to 64 letters, digits and <c>_.@+-</c>, with a letter or digit first. The ends
    /// <c>.new</c> and <c>.old</c> belong to rotations.
    /// </summary>
    public static bool IsName(string text)
    {
        if (text is not { Length: > 0 and <= Longest } || !char.IsAsciiLetterOrDigit(text[0]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '@' or '+' or '-'))
            {
                return false;
            }
        }

        return !text.EndsWith(".new", StringComparison.Ordinal) && !text.EndsWith(".old", StringComparison.Ordinal);
    }
}

/// <summary>
/// The list of the access keys in the vault: names, ids and dates, never a secret. With it a plan can say which key it stands on, and
/// sessions made with one key never meet those of another, while the vault stays shut.
/// </summary>
/// <param name="folder">The folder of Lanyard's state; see <see cref="LanyardFolders.State"/>.</param>
public sealed class VaultIndex(string folder)
{
    private const string FileName = "vault-keys.json";
    private const int Version = 1;
    private const int MaxBytes = 1024 * 1024;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How exact <see cref="VaultEntry.LastUsed"/> is: every answer to an SDK would rewrite the file otherwise.</summary>
    private static readonly TimeSpan UseGrain = TimeSpan.FromHours(1);

    /// <summary>Gives the file's path.</summary>
    /// <param name="stateFolder">The folder of Lanyard's state.</param>
    public static string PathIn(string stateFolder) => Path.Combine(stateFolder, FileName);

    /// <summary>Finds an entry's access key id in the file's text. Planning calls it, on the way to every warm answer of a vault's role.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">The entry.</param>
    /// <returns>The id; <see langword="null"/> where the list doesn't have the entry, or can't be read.</returns>
    public static string? AccessKeyIdOf(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            var entries = JsonFields.Parse(json).Object("entries");
            foreach (var known in entries.Names)
            {
                if (known == name)
                {
                    return entries.Object(name).Text("accessKeyId");
                }
            }

            return null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Gives every entry, by name.</summary>
    /// <exception cref="CredentialsException">The file is there and can't be read.</exception>
    public IReadOnlyList<VaultEntry> All() => [.. Read().Values];

    /// <summary>Finds an entry.</summary>
    /// <exception cref="CredentialsException">The file is there and can't be read.</exception>
    public VaultEntry? Find(string name) => Read().GetValueOrDefault(name);

    /// <summary>Adds an entry, or puts it in the place of the one with its name.</summary>
    /// <exception cref="CredentialsException">The file can't be read or written.</exception>
    public void Set(VaultEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Change(entries => entries[entry.Name] = entry);
    }

    /// <summary>Takes an entry out.</summary>
    /// <exception cref="CredentialsException">The file can't be read or written.</exception>
    public void Remove(string name) => Change(entries => entries.Remove(name));

    /// <summary>
    /// Notes that an entry's key was handed out, and which it is, should another program have changed it. That it can't be noted
    /// is no error: the key is good all the same.
    /// </summary>
    public void MarkUsed(string name, string accessKeyId, string? accountId, string backend, DateTimeOffset now)
    {
        try
        {
            if (Find(name) is { LastUsed: { } last } known && known.AccessKeyId == accessKeyId && now - last < UseGrain && now >= last)
            {
                return;
            }

            Change(entries =>
            {
                var entry = entries.GetValueOrDefault(name) is { } there && there.AccessKeyId == accessKeyId
                    ? there
                    : new VaultEntry(name, accessKeyId, now) { AccountId = accountId, Backend = backend };
                entries[name] = entry with { LastUsed = now };
            });
        }
        catch (CredentialsException)
        {
            // A read-only home.
        }
    }

    private void Change(Action<SortedDictionary<string, VaultEntry>> change)
    {
        var path = PathIn(folder);
        try
        {
            using var turn = FileLock.TryAcquire(path + ".lock", LockTimeout)
                ?? throw new CredentialsException(ErrorCodes.FileNotWritable, $"{path} is being written by another process for too long", "run the command again");
            var entries = Read();
            change(entries);
            AtomicFile.WritePrivate(path, Encoding.UTF8.GetBytes(Format(entries)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"the list of the vault's keys can't be written to {path}: {e.Message}", $"make {folder} writable", inner: e);
        }
    }

    private SortedDictionary<string, VaultEntry> Read()
    {
        var path = PathIn(folder);
        var entries = new SortedDictionary<string, VaultEntry>(StringComparer.Ordinal);
        try
        {
            var file = JsonFields.Parse(WholeFile.Read(path, MaxBytes) ?? throw new FormatException("too large"));
            if (file.Number("version") != Version)
            {
                throw new FormatException("another version");
            }

            var all = file.Object("entries");
            foreach (var name in all.Names)
            {
                var one = all.Object(name);
                entries.Add(name, new VaultEntry(name, one.Text("accessKeyId") ?? throw new FormatException("no id"), Time(one.Text("added")) ?? DateTimeOffset.UnixEpoch)
                {
                    AccountId = one.Text("account"),
                    LastUsed = Time(one.Text("lastUsed")),
                    Backend = one.Text("backend"),
                });
            }

            return entries;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return entries;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CredentialsException(
                ErrorCodes.VaultFailed, $"the list of the vault's keys, {path}, can't be read ({e.Message}); it holds no secret",
                $"move it away; the keys stay in the vault, and come back into the list when a profile uses them: mv {path} {path}.bad", inner: e);
        }
    }

    private static string Format(SortedDictionary<string, VaultEntry> entries)
    {
        var list = new JsonLine();
        foreach (var (name, entry) in entries)
        {
            list.AddJson(name, new JsonLine()
                .Add("accessKeyId", entry.AccessKeyId)
                .AddOptional("account", entry.AccountId)
                .Add("added", Text(entry.Added))
                .AddOptional("lastUsed", entry.LastUsed is { } used ? Text(used) : null)
                .AddOptional("backend", entry.Backend)
                .End());
        }

        return new JsonLine().AddJson("version", Version.ToString(CultureInfo.InvariantCulture)).AddJson("entries", list.End()).End() + "\n";
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
