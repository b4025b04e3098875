using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Cli.Edge;

/// <summary>Runs a <c>credential_process</c> without a shell, with a time limit, its stdout kept from every log.</summary>
/// <param name="surroundings">The machine.</param>
internal sealed class CredentialProcessRunner(Surroundings surroundings)
{
    /// <summary>How deep Lanyard may call itself through profiles before it is a circle.</summary>
    public const string DepthVariable = "_LANYARD_PROCESS_DEPTH";

    private const int MaxDepth = 4;
    private const int MaxErrorTail = 500;
    private const int MinSecret = 30;

    private string Setting { get; init; } = "credential_process";

    private bool ShowsErrors { get; init; }

    /// <summary>Runs an <c>mfa_process</c> by the same rules. Its stderr goes where ours goes: it may ask to touch a key.</summary>
    /// <param name="commandLine">The line as it stands in the file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CredentialsException">It can't be started, or Lanyard would go on calling itself.</exception>
    public async Task<(int? ExitCode, Secret? Output)> RunForCodeAsync(string commandLine, CancellationToken cancellationToken)
    {
        var result = await new CredentialProcessRunner(surroundings) { Setting = "mfa_process", ShowsErrors = true }
            .RunAsync(commandLine, byShell: false, cancellationToken).ConfigureAwait(false);
        return (result.ExitCode, result.Output);
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="commandLine">The line as it stands in the file.</param>
    /// <param name="byShell">Whether the system's shell reads it, as in most SDKs: for <c>explain --run</c>, which does as they do.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CredentialsException">It can't be started, or Lanyard would go on calling itself.</exception>
    public async Task<ProcessResult> RunAsync(string commandLine, bool byShell, CancellationToken cancellationToken)
    {
        if ((byShell ? ShellCommand(commandLine) : CommandLine.Split(commandLine)) is not [var program, .. var arguments])
        {
            throw new CredentialsException(ErrorCodes.ProcessNotStarted, $"the {Setting} is empty, or a quote in it is never closed", "correct the line");
        }

        var depth = int.TryParse(surroundings.Variable(DepthVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var d) ? d : 0;
        if (depth >= MaxDepth)
        {
            throw new CredentialsException(
                ErrorCodes.ProcessFailed, $"the {Setting} leads back to itself: Lanyard was called by itself four times", "let the profile name another command");
        }

        using var process = Start(program, arguments, depth);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Timeout(), surroundings.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(both.Token);
        var error = ShowsErrors ? Task.FromResult("") : process.StandardError.ReadToEndAsync(both.Token);
        try
        {
            await process.WaitForExitAsync(both.Token).ConfigureAwait(false);
            return new ProcessResult(process.ExitCode, Secret.FromOptional(await output.ConfigureAwait(false)), Tail(await error.ConfigureAwait(false)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return new ProcessResult(null, null, "");
        }
    }

    private string[] ShellCommand(string commandLine) =>
        surroundings.IsWindows ? ["cmd.exe", "/C", commandLine] : ["/bin/sh", "-c", commandLine];

    private Process Start(string program, IReadOnlyList<string> arguments, int depth)
    {
        var found = ProgramSearch.Find(program, surroundings.Variable("PATH"), surroundings.CurrentDirectory);
        if (found.Path is null)
        {
            throw NotStarted(program, found.ExitCode == 126 ? "it is not an executable file" : "there is no such program");
        }

        var start = new ProcessStartInfo(found.Path)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = !ShowsErrors,
            WorkingDirectory = surroundings.CurrentDirectory,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in surroundings.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[DepthVariable] = (depth + 1).ToString(CultureInfo.InvariantCulture);
        try
        {
            return Process.Start(start) ?? throw NotStarted(program, "the system started no process");
        }
        catch (Win32Exception e)
        {
            throw NotStarted(program, e.Message);
        }
    }

    private TimeSpan Timeout() => surroundings.Seconds("LANYARD_PROCESS_TIMEOUT") ?? TimeSpan.FromMinutes(1);

    private CredentialsException NotStarted(string program, string why) => new(
        ErrorCodes.ProcessNotStarted, $"the {Setting} `{program}` can't be started: {why}",
        "give the program's full path (no shell reads the line, so `~` and $VARIABLES mean nothing in it)");

    // One line, printable, and nothing that looks like a key, wherever in a word it stands: `SecretAccessKey=...;` has one too.
    private static string Tail(string error)
    {
        // Where the program is Lanyard again, its last line is the remedy, and what happened stands above.
        var line = error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault(l => !l.StartsWith(ErrorReport.Remedy, StringComparison.Ordinal)) ?? "";
        var shown = new StringBuilder();
        for (var at = 0; at < line.Length;)
        {
            var end = at;
            while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] is '/' or '+' or '=' or '-' or '_'))
            {
                end++;
            }

            shown.Append(LooksLikeSecret(line.AsSpan(at, end - at)) ? "***" : line[at..end]);
            if (end < line.Length && !char.IsControl(line[end]))
            {
                shown.Append(line[end]);
            }

            at = end + 1;
        }

        return shown.Length > MaxErrorTail ? shown.ToString(0, MaxErrorTail) + "…" : shown.ToString();
    }

    // Long, and nobody's prose; a path has a slash every few letters, a secret one in 64.
    private static bool LooksLikeSecret(ReadOnlySpan<char> run)
    {
        if (run.Length < MinSecret || (run[0] == '/' && run.Count('/') * 12 >= run.Length))
        {
            return false;
        }

        var kinds = (run.ContainsAnyInRange('a', 'z') ? 1 : 0) + (run.ContainsAnyInRange('A', 'Z') ? 1 : 0) + (run.ContainsAnyInRange('0', '9') ? 1 : 0);
        return kinds > 1;
    }
}
