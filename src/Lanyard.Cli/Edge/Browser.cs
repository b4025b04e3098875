using System.ComponentModel;
using System.Diagnostics;

namespace Lanyard.Cli.Edge;

/// <summary>Opens a page in the user's browser: <c>BROWSER</c>, else what the platform has.</summary>
/// <param name="surroundings">The machine.</param>
/// <param name="own">The command to use in place of those; null for them.</param>
internal sealed class Browser(Surroundings surroundings, string? own = null)
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(3);

    /// <summary>Opens a page.</summary>
    /// <returns>Whether a browser could be started. Whether a page shows is not known.</returns>
    public async Task<bool> OpenAsync(Uri page, CancellationToken cancellationToken)
    {
        foreach (var command in Candidates())
        {
            if (await TryAsync(command, page.OriginalString, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<string> Candidates()
    {
        if (own is not null)
        {
            return [own];
        }

        if (surroundings.Variable("BROWSER") is { } listed)
        {
            return listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        }

        if (surroundings.IsWindows)
        {
            return ["rundll32 url.dll,FileProtocolHandler"];
        }

        return OperatingSystem.IsMacOS() ? ["open"]
            : surroundings.Variable("DISPLAY") is null && surroundings.Variable("WAYLAND_DISPLAY") is null ? []
            : ["xdg-open", "gio open", "sensible-browser"];
    }

    private async Task<bool> TryAsync(string command, string url, CancellationToken cancellationToken)
    {
        if (Lanyard.Credentials.Sources.Run.CommandLine.Split(command) is not [var program, .. var arguments])
        {
            return false;
        }

        var found = ProgramSearch.Find(program, surroundings.Variable("PATH"), surroundings.CurrentDirectory);
        if (found.Path is null)
        {
            return false;
        }

        // A browser may talk on stdout; ours holds data, so its talk is taken away.
        var start = new ProcessStartInfo(found.Path) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments.Any(a => a.Contains("%s", StringComparison.Ordinal)) ? arguments.Select(a => a.Replace("%s", url, StringComparison.Ordinal)) : arguments.Append(url))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in surroundings.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start);
            if (process is null)
            {
                return false;
            }

            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();

            // One that ends at once with an error opened nothing; one that goes on is a browser.
            var ended = process.WaitForExitAsync(cancellationToken);
            return await Task.WhenAny(ended, Task.Delay(StartTime, surroundings.Time, cancellationToken)).ConfigureAwait(false) != ended || process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
