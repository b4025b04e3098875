using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;

namespace Lanyard.Cli.Identity;

/// <summary>A person's leave to use a protected stage without being asked.</summary>
/// <param name="Project">The project's <c>lanyard.yaml</c>.</param>
/// <param name="Stage">The stage's name as it was typed.</param>
/// <param name="Account">The account it was given for.</param>
/// <param name="Role">The role's ARN, or the permission set's name, it was given for.</param>
/// <param name="From">Since when it runs.</param>
/// <param name="Until">When it ends.</param>
internal sealed record StageGrant(string Project, string Stage, string Account, string Role, DateTimeOffset From, DateTimeOffset Until);

/// <summary>The grants of this user, each in a file of its own that nobody else may write.</summary>
/// <param name="stateFolder">The folder of what can't be made again.</param>
/// <param name="time">The clock.</param>
internal sealed class StageGrants(string stateFolder, TimeProvider time)
{
    /// <summary>The longest grant.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private const int MaxBytes = 64 * 1024;
    private const UnixFileMode OfOthers = (UnixFileMode)0x3F; // 0077

    private string Folder => Path.Combine(stateFolder, "grants");

    /// <summary>Finds a grant that runs, for the stage as <c>lanyard.yaml</c> says it is now: to another account or role it doesn't lead.</summary>
    public StageGrant? Find(SelectedStage selected) =>
        Read(PathOf(selected.Project.Path, selected.Name)) is { } grant && grant.Project == selected.Project.Path && grant.Stage == selected.Name
            && grant.Account == selected.Stage.Account && grant.Role == selected.Role ? grant : null;

    /// <summary>Gives every grant that runs.</summary>
    public IReadOnlyList<StageGrant> All()
    {
        try
        {
            return Directory.Exists(Folder)
                ? [.. Directory.EnumerateFiles(Folder, "*.json").Select(Read).OfType<StageGrant>().OrderBy(g => g.Project, StringComparer.Ordinal).ThenBy(g => g.Stage, StringComparer.Ordinal)]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Gives a grant, in the place of one that runs.</summary>
    /// <exception cref="CredentialsException">It can't be written.</exception>
    public StageGrant Give(SelectedStage selected, TimeSpan length)
    {
        var now = time.GetUtcNow();
        var grant = new StageGrant(selected.Project.Path, selected.Name, selected.Stage.Account, selected.Role, now, now + length);
        var path = PathOf(grant.Project, grant.Stage);
        try
        {
            AtomicFile.WritePrivate(path, JsonProtocol.Object(json =>
            {
                json.WriteString("project", grant.Project);
                json.WriteString("stage", grant.Stage);
                json.WriteString("account", grant.Account);
                json.WriteString("role", grant.Role);
                json.WriteString("from", Text(grant.From));
                json.WriteString("until", Text(grant.Until));
            }));
            return grant;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }
    }

    /// <summary>Ends a grant.</summary>
    /// <returns>Whether one ran.</returns>
    /// <exception cref="CredentialsException">It can't be removed.</exception>
    public bool Revoke(string project, string stage)
    {
        var path = PathOf(project, stage);
        var ran = Read(path) is not null;
        try
        {
            File.Delete(path);
            return ran;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }
    }

    private StageGrant? Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & OfOthers) != 0)
            {
                return null;
            }

            var json = JsonFields.Parse(WholeFile.Read(path, MaxBytes) ?? throw new FormatException("too large for a grant"));
            var grant = new StageGrant(Need("project"), Need("stage"), Need("account"), Need("role"), Time("from"), Time("until"));
            var now = time.GetUtcNow();

            // A clock that was set back, or an end that nobody could have asked for, makes no grant.
            return grant.From <= now && now < grant.Until && grant.Until - grant.From <= Longest ? grant : null;

            string Need(string name) => json.Text(name) ?? throw new FormatException($"the grant lacks `{name}`");

            DateTimeOffset Time(string name) => DateTimeOffset.ParseExact(Need(name), "O", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private string PathOf(string project, string stage) =>
        Path.Combine(Folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{stage}\n{project}")))[..32] + ".json");

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static CredentialsException NotWritable(string path, Exception e) =>
        new(ErrorCodes.FileNotWritable, $"the grant {path} can't be written: {e.Message}", "make the folder writable, or set LANYARD_HOME", inner: e);
}
