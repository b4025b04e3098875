using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Sessions;

/// <summary>Keeps sessions between commands, one file each, readable by their owner alone.</summary>
/// <param name="folder">The folder; made when the first session is kept. Null to keep none: every session is fetched.</param>
/// <param name="time">The clock that decides what is still fresh.</param>
/// <param name="seal">Encrypts their secrets; <see langword="null"/> to keep them as they are.</param>
public sealed class SessionStore(string? folder, TimeProvider time, ISessionSeal? seal = null)
{
    private const int Version = 1;
    private const int SealedVersion = 2;

    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(1);

    // A session token may have some 10 KB; what is far beyond is not ours.
    internal const int MaxBytes = 1024 * 1024;

    /// <summary>Gets the time by which sessions are fresh.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Finds a session that is fresh and whose sign-in is still the same.</summary>
    /// <returns>The session; <see langword="null"/> when there is none, or its file can't be read: it is fetched again then.</returns>
    public CachedSession? Find(SessionKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var session = Read(key);
        return session is not null && session.IsFresh(time.GetUtcNow()) && session.SignIn is null or { IsUnchanged: true } ? session : null;
    }

    /// <summary>Finds a session that may be handed out where it can't be renewed, and whose sign-in is still the same.</summary>
    /// <returns>The session, fresh or not; <see langword="null"/> as for <see cref="Find"/>.</returns>
    public CachedSession? FindUsable(SessionKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var session = Read(key);
        return session is not null && session.IsUsable(time.GetUtcNow()) && session.SignIn is null or { IsUnchanged: true } ? session : null;
    }

    /// <summary>Gives the file that is locked while a session is fetched; <see langword="null"/> where none is kept.</summary>
    internal string? LockPathOf(SessionKey key) => folder is null ? null : Path.Combine(folder, Path.ChangeExtension(key.FileName, ".lock"));

    /// <summary>Gives the file that says why a session could not be fetched last; <see langword="null"/> where none is kept.</summary>
    internal string? FailurePathOf(SessionKey key) => folder is null ? null : Path.Combine(folder, Path.ChangeExtension(key.FileName, ".failed"));

    /// <summary>Keeps a session. That it can't be kept only costs time, so it is no error.</summary>
    /// <param name="key">What to find it by.</param>
    /// <param name="credentials">The credentials; those without an expiry are not kept.</param>
    /// <param name="signIn">The sign-in token they stand on, if any.</param>
    public void Keep(SessionKey key, AwsCredentials credentials, FileStamp? signIn)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(credentials);
        if (folder is null || credentials.Expiration is not { } expiration || credentials.SessionToken is null)
        {
            return;
        }

        var fetched = Format(time.GetUtcNow());
        byte[]? sealedSecret = null;
        if (seal is not null)
        {
            var secret = Encoding.UTF8.GetBytes(credentials.SecretAccessKey.Reveal() + "\n" + credentials.SessionToken.Reveal());
            var label = Label(key.Text, credentials.AccessKeyId, Format(expiration), fetched, credentials.AccountId, signIn?.Path, signIn?.Stamp);
            if (!seal.TrySeal(secret, label, out sealedSecret))
            {
                return;
            }
        }

        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, JsonText.Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("version", sealedSecret is null ? Version : SealedVersion);
            json.WriteString("key", key.Text);
            json.WriteString("accessKeyId", credentials.AccessKeyId);
            if (sealedSecret is null)
            {
                json.WriteString("secretAccessKey", credentials.SecretAccessKey.Reveal());
                json.WriteString("sessionToken", credentials.SessionToken.Reveal());
            }
            else
            {
                json.WriteString("sealed", Convert.ToBase64String(sealedSecret));
            }

            json.WriteString("expiration", Format(expiration));
            json.WriteString("fetched", fetched);
            json.WriteString("accountId", credentials.AccountId);
            json.WriteString("signInFile", signIn?.Path);
            json.WriteString("signInStamp", signIn?.Stamp);
            json.WriteEndObject();
        }

        try
        {
            AtomicFile.WritePrivate(Path.Combine(folder, key.FileName), buffer.WrittenSpan);
            AtomicFile.RemoveLeftovers(folder, time.GetUtcNow() - LongestWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only home or a full disk: the next command fetches again.
        }
    }

    /// <summary>Forgets the sessions that stand on a sign-in, or all of them.</summary>
    /// <param name="signInFile">The sign-in's token file, or <see langword="null"/> for all sessions.</param>
    /// <returns>When the last of those that were still good will end; <see langword="null"/> when none was.</returns>
    public DateTimeOffset? Forget(string? signInFile)
    {
        DateTimeOffset? last = null;
        if (!Directory.Exists(folder))
        {
            return null;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.json"))
        {
            var session = KeptSession.Read(path);
            if (signInFile is not null && session?.SignIn?.Path != signInFile)
            {
                continue;
            }

            if (session?.Expiration is { } end && end > time.GetUtcNow() && (last is null || end > last))
            {
                last = end;
            }

            File.Delete(path);
        }

        return last;
    }

    /// <summary>Gives every session at hand, those that have ended aside. Nothing is decrypted for it.</summary>
    public IReadOnlyList<KeptSession> All()
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var all = new List<KeptSession>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            if (KeptSession.Read(path) is { } session && session.Expiration > time.GetUtcNow())
            {
                all.Add(session);
            }
        }

        return all;
    }

    /// <summary>Forgets one session.</summary>
    public void Remove(SessionKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (folder is not null)
        {
            File.Delete(Path.Combine(folder, key.FileName));
        }
    }

    private CachedSession? Read(SessionKey key) => folder is null ? null : ReadFile(Path.Combine(folder, key.FileName), key.Text);

    private CachedSession? ReadFile(string path, string key)
    {
        byte[]? bytes;
        try
        {
            bytes = WholeFile.Read(path, MaxBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        try
        {
            return bytes is null ? null : Parse(bytes, key);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private CachedSession? Parse(ReadOnlySpan<byte> bytes, string key)
    {
        var fields = JsonFields.Parse(bytes);
        if (fields.Number("version") is SealedVersion)
        {
            return ParseSealed(fields, key);
        }

        var (id, secret, token) = (fields.Text("accessKeyId"), fields.Text("secretAccessKey"), fields.Text("sessionToken"));
        var (expiration, fetched) = (fields.Text("expiration"), fields.Text("fetched"));
        if (fields.Number("version") != Version || fields.Text("key") != key || string.IsNullOrEmpty(id)
            || string.IsNullOrEmpty(secret) || string.IsNullOrEmpty(token) || expiration is null || fetched is null)
        {
            return null;
        }

        return new CachedSession(
            new AwsCredentials(id, new Secret(secret), new Secret(token), ParseTime(expiration), fields.Text("accountId")),
            ParseTime(fetched),
            fields.Text("signInFile") is { } file && fields.Text("signInStamp") is { } stamp ? new FileStamp(file, stamp) : null);
    }

    private CachedSession? ParseSealed(JsonFields fields, string key)
    {
        var (id, text, sealedSecret) = (fields.Text("accessKeyId"), fields.Text("key"), fields.Text("sealed"));
        var (expiration, fetched, account) = (fields.Text("expiration"), fields.Text("fetched"), fields.Text("accountId"));
        var (file, stamp) = (fields.Text("signInFile"), fields.Text("signInStamp"));
        if (string.IsNullOrEmpty(id) || text is null || sealedSecret is null || expiration is null || fetched is null || text != key)
        {
            return null;
        }

        if (seal?.Open(Convert.FromBase64String(sealedSecret), Label(text, id, expiration, fetched, account, file, stamp)) is not { } opened
            || Encoding.UTF8.GetString(opened).Split('\n') is not [var secret, var token])
        {
            return null;
        }

        return new CachedSession(
            new AwsCredentials(id, new Secret(secret), new Secret(token), ParseTime(expiration), account),
            ParseTime(fetched), file is not null && stamp is not null ? new FileStamp(file, stamp) : null);
    }

    private static byte[] Label(string key, string id, string expiration, string fetched, string? account, string? file, string? stamp) =>
        Encoding.UTF8.GetBytes(string.Join('\n', key, id, expiration, fetched, account, file, stamp));

    private static string Format(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    internal static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.FromUnixTimeMilliseconds(WholeNumber.Read(text) ?? throw new FormatException("no time"));
}
