using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Credentials.SharedConfig.History;

/// <summary>
/// The last versions of the shared files, each a JSON file of mode 0600 in a folder of Lanyard's own. Secrets are cut out before
/// anything is written.
/// </summary>
/// <param name="folder">The folder, made if need be.</param>
/// <param name="time">The clock.</param>
public sealed class SharedConfigHistory(string folder, TimeProvider time)
{
    private const int MaxVersions = 20;
    private const int MaxBytes = 64 * 1024 * 1024;
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    /// <summary>The versions of files, the latest first. One that can't be read is left out.</summary>
    /// <param name="locations">Where the files are; versions that touch another file don't count.</param>
    public IReadOnlyList<KeptVersion> Versions(SharedConfigLocations locations)
    {
        ArgumentNullException.ThrowIfNull(locations);
        var paths = new[] { locations.ConfigFile, locations.CredentialsFile }.Where(p => p.Length > 0).Select(AtomicFile.RealPath).ToHashSet();
        return [.. Names().Select(Read).OfType<KeptVersion>().Where(v => v.Files.All(f => paths.Contains(f.Path)))];
    }

    /// <summary>Keeps the files of a change as they were.</summary>
    /// <returns>The version's id.</returns>
    /// <exception cref="SharedConfigException">It can't be written.</exception>
    internal string Keep(string command, SharedConfigChange change)
    {
        try
        {
            var latest = Names().FirstOrDefault();
            var now = time.GetUtcNow().UtcTicks;

            // A clock that went back must not put this version behind the others.
            if (latest is not null && long.TryParse(latest.Split('-')[0], CultureInfo.InvariantCulture, out long last) && last >= now)
            {
                now = last + 1;
            }

            string id = string.Create(CultureInfo.InvariantCulture, $"{now:D19}-{Path.GetRandomFileName()[..8]}");
            AtomicFile.WritePrivate(PathOf(id), Write(command, change));
            foreach (string old in Names().Skip(MaxVersions).ToArray())
            {
                File.Delete(PathOf(old));
            }

            return id;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SharedConfigException(
                $"the version to go back to can't be kept in {folder} ({e.Message}), so nothing was changed; make the folder writable", folder, e)
            { Problem = SharedConfigProblem.NotWritten };
        }
    }

    /// <summary>Forgets a version, as its change didn't come about.</summary>
    internal void Forget(string id) => File.Delete(PathOf(id));

    /// <summary>The hash of a text without its secrets.</summary>
    internal static string HashOf(SharedConfigText text) => Convert.ToHexStringLower(SHA256.HashData(SecretLines.Hide(text).Bytes));

    private string PathOf(string id) => Path.Combine(folder, id + ".json");

    private IEnumerable<string> Names() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).OrderDescending(StringComparer.Ordinal).ToArray()
        : [];

    private byte[] Write(string command, SharedConfigChange change)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("time", time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("command", command);
            json.WriteStartArray("files");
            foreach (var (file, after) in change.Files)
            {
                json.WriteStartObject();
                json.WriteString("path", AtomicFile.RealPath(file.Path));
                json.WriteString("kind", file.Kind == SharedConfigFileKind.Config ? "config" : "credentials");
                json.WriteBase64String("before", SecretLines.Hide(file.Text).Bytes);
                json.WriteStartArray("hidden");
                foreach (var (line, at) in SecretLines.PositionsOf(file.Text))
                {
                    json.WriteNumberValue(line);
                    json.WriteNumberValue(at);
                }

                json.WriteEndArray();
                json.WriteString("after", HashOf(after));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private KeptVersion? Read(string id)
    {
        try
        {
            using var json = JsonDocument.Parse(WholeFile.Read(PathOf(id), MaxBytes) ?? []);
            var root = json.RootElement;
            if (root.GetProperty("version").GetInt32() != 1)
            {
                return null;
            }

            return new(id, root.GetProperty("time").GetString()!, root.GetProperty("command").GetString()!, [.. root.GetProperty("files").EnumerateArray().Select(f =>
                new KeptFile(
                    f.GetProperty("path").GetString()!,
                    f.GetProperty("kind").GetString() == "config" ? SharedConfigFileKind.Config : SharedConfigFileKind.Credentials,
                    f.GetProperty("before").GetBytesFromBase64(),
                    [.. f.GetProperty("hidden").EnumerateArray().Select(n => n.GetInt32()).Chunk(2).Select(n => (n[0], n[1]))],
                    f.GetProperty("after").GetString()!))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
