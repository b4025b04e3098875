using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Portal;

/// <summary>
/// What an interrupted listing found out, kept in the cache so that the next one doesn't ask for it again. It is for one sign-in,
/// and good for an hour. That it can't be kept or read only costs time, so it is no error.
/// </summary>
public sealed class ListingProgress
{
    /// <summary>After how many accounts it is noted.</summary>
    internal const int Step = 20;

    private const int Version = 1;
    private const int MaxBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    private readonly string _path;
    private readonly string _key;
    private readonly DateTimeOffset _started;

    private ListingProgress(string path, string key, DateTimeOffset started, IReadOnlyDictionary<string, IReadOnlyList<string>> found) =>
        (_path, _key, _started, Found) = (path, key, started, found);

    /// <summary>Gets the permission sets of each account that was asked for already.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Found { get; private set; }

    /// <summary>Reads what an interrupted listing left.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Whose listing it is: another sign-in starts anew.</param>
    /// <param name="now">The time.</param>
    public static ListingProgress Open(string path, string key, DateTimeOffset now)
    {
        try
        {
            if (WholeFile.Read(path, MaxBytes) is { } bytes)
            {
                using var document = JsonDocument.Parse(bytes);
                var root = document.RootElement;
                if (JsonProtocol.Number(root, "version") == Version && JsonProtocol.Text(root, "key") == key
                    && JsonProtocol.Number(root, "started") is { } milliseconds and > 0 and < 253_402_300_799_999
                    && DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) is var started && started <= now && now - started < GoodFor
                    && JsonProtocol.Member(root, "accounts") is { ValueKind: JsonValueKind.Object } accounts)
                {
                    var found = accounts.EnumerateObject().ToDictionary(
                        a => a.Name, a => (IReadOnlyList<string>)[.. a.Value.EnumerateArray().Select(r => r.GetString()!)], StringComparer.Ordinal);
                    return new ListingProgress(path, key, started, found);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or ArgumentException)
        {
            // Half a file, or none: everything is asked for again.
        }

        return new ListingProgress(path, key, now, new Dictionary<string, IReadOnlyList<string>>());
    }

    /// <summary>Keeps what is found out by now.</summary>
    internal void Note(IReadOnlyDictionary<string, IReadOnlyList<string>> found)
    {
        if (found.Count == 0)
        {
            return;
        }

        Found = new Dictionary<string, IReadOnlyList<string>>(found);
        var content = JsonProtocol.Object(json =>
        {
            json.WriteNumber("version", Version);
            json.WriteString("key", _key);
            json.WriteNumber("started", _started.ToUnixTimeMilliseconds());
            json.WriteStartObject("accounts");
            foreach (var (account, roles) in found)
            {
                json.WriteStartArray(account);
                foreach (var role in roles)
                {
                    json.WriteStringValue(role);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
        try
        {
            AtomicFile.WritePrivate(_path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only cache: the next listing asks again.
        }
    }

    /// <summary>Forgets it: the listing has served its purpose.</summary>
    public void Forget()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is too old to be used in an hour.
        }
    }
}
