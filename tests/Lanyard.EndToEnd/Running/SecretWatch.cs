using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(Lanyard.EndToEnd.Running.SecretWatch))]

namespace Lanyard.EndToEnd.Running;

/// <summary>
/// Looks for the suite's secrets in all that the suite leaves: every file of every home, what every process wrote to stderr, and the
/// command line of every process on the machine while it runs. The secrets are those that stand in the places that may hold them.
/// </summary>
public sealed partial class SecretWatch : IAsyncDisposable
{
    private const int PrefixLength = 16;
    private const int LargestFile = 4 * 1024 * 1024;

    private static readonly ConcurrentDictionary<string, string> Secrets = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);
    private static readonly ConcurrentBag<string> Leaks = [];

    // The three caches that other tools share, which are what they are; the shared files, which are the user's own; sessions
    // where the machine has no vault; and what the sandbox, which is the AWS of the tests, needs for itself.
    private static readonly string[] MayHold =
    [
        "/sso/cache/", "/login/cache/", "/cli/cache/", "/cache/sessions/", "/credentials", "/.aws/config", "/sign-in.json", "/mfa.json",
    ];

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <summary>Begins to watch command lines.</summary>
    public SecretWatch() => _watching = Task.Run(() => WatchCommandLinesAsync(_stop.Token));

    /// <summary>Takes note of a secret that no file tells.</summary>
    public static void Know(string secret, string where)
    {
        if (secret.Length >= PrefixLength)
        {
            Secrets.TryAdd(secret, where);
        }
    }

    /// <summary>Takes note of what a process wrote where no secret may be.</summary>
    public static void Wrote(string text, string where)
    {
        if (text.Length >= PrefixLength)
        {
            Texts.TryAdd(text, where);
        }
    }

    /// <summary>Looks through a home before it goes.</summary>
    public static void Leave(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(f => new FileInfo(f).Length is > 0 and < LargestFile).ToArray();
        var holders = files.Where(f => MayHold.Any(place => f.Contains(place, StringComparison.Ordinal))).ToArray();

        // What stands in the shared files is the test's own; the sandbox's is told by its fixture.
        foreach (var file in holders.Where(f => !f.EndsWith("/credentials", StringComparison.Ordinal) && !f.EndsWith("/.aws/config", StringComparison.Ordinal)))
        {
            Learn(ReadText(file), file);
        }

        Look([.. files.Except(holders).Where(f => !IsTheTests(f, folder)).Select(f => (ReadText(f), f))]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
        Look([.. Texts.Select(t => (t.Key, t.Value))]);

        // Of a few tests alone there may be nothing to see.
        Assert.True(Secrets.Count > 20 || Texts.Count < 1000, "no secret was learnt");
        if (!Leaks.IsEmpty)
        {
            // What a fixture of the assembly throws is counted, but not every runner shows its message.
            var found = "secrets of the suite stand where none may:\n" + string.Join('\n', Leaks.Distinct().Order(StringComparer.Ordinal)) + "\n";
            await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "secret-leaks.txt"), found, CancellationToken.None);
            Assert.Fail(found);
        }
    }

    [GeneratedRegex(
        """
        (?i)"(?:accessToken|refreshToken|clientSecret|secretAccessKey|sessionToken|password|seed)"\s*:\s*"((?:[^"\\]|\\.)+)"|^\s*aws_secret_access_key\s*=\s*(\S+)|^\s*aws_session_token\s*=\s*(\S+)|"dpopKey"\s*:\s*"-----BEGIN EC PRIVATE KEY-----\\n([A-Za-z0-9+/=]+)
        """, RegexOptions.Multiline)]
    private static partial Regex SecretIn();

    private static void Learn(string text, string where)
    {
        foreach (Match match in SecretIn().Matches(text))
        {
            var value = match.Groups.Values.Skip(1).First(g => g.Success).Value;
            Know(match.Groups[1].Success ? JsonSerializer.Deserialize<string>($"\"{value}\"")! : value, where);
        }
    }

    private static void Look(IReadOnlyList<(string Text, string Where)> texts)
    {
        var byPrefix = Secrets.Keys.ToLookup(s => s[..PrefixLength], StringComparer.Ordinal);
        var prefixes = byPrefix.Select(p => p.Key).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var (text, where) in texts)
        {
            for (var at = 0; at + PrefixLength <= text.Length; at++)
            {
                if (prefixes.TryGetValue(text.AsSpan(at, PrefixLength), out var prefix)
                    && byPrefix[prefix].FirstOrDefault(s => string.CompareOrdinal(text, at, s, 0, s.Length) == 0) is { } secret)
                {
                    var from = Math.Max(0, at - 120);
                    Leaks.Add($"  {where}: what stands in {Secrets[secret]}, behind: {text[from..at].ReplaceLineEndings(" ")}");
                }
            }
        }
    }

    // A script that a test gives a shell, and the AWS CLI's own way to be given a sign-in.
    private static bool IsTyped(string line) =>
        line.Contains("/bin/sh -c ", StringComparison.Ordinal) || line.Contains(" sso list-account", StringComparison.Ordinal);

    // A script that a test types sends what commands print into files with plain names, in the home or in the page's folder.
    private static bool IsTheTests(string file, string folder) =>
        Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar) is ["home" or "work", var name, ..] && !name.StartsWith('.');

    private static string ReadText(string file)
    {
        try
        {
            return Encoding.Latin1.GetString(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static async Task WatchCommandLinesAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(p => char.IsAsciiDigit(p[^1])))
            {
                var line = ReadText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
                if (!IsTyped(line))
                {
                    Wrote(line, "a command line");
                }
            }

            await Task.Delay(100, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
