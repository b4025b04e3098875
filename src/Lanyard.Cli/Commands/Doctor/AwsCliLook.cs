using System.ComponentModel;
using System.Diagnostics;
using Lanyard.Cli.Edge;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Finds the AWS CLI on <c>PATH</c> and asks for its version; nothing else is run.</summary>
internal static class AwsCliLook
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Asks.</summary>
    /// <returns>Where it is, and its version; null where there is none, or it doesn't say.</returns>
    public static async Task<(string Program, Version Version)?> AskAsync(Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (ProgramSearch.Find("aws", surroundings.Variable("PATH"), surroundings.CurrentDirectory).Path is not { } program)
        {
            return null;
        }

        var start = new ProcessStartInfo(program, ["--version"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = surroundings.CurrentDirectory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in surroundings.Environment)
        {
            start.Environment[name] = value;
        }

        using var limit = new CancellationTokenSource(Limit);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var process = Process.Start(start);
            return process is not null && AwsCliCheck.Parse(await ReadAsync(process, both.Token).ConfigureAwait(false)) is { } version ? (program, version) : null;
        }
        catch (Exception e) when (e is Win32Exception or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<string> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);

            // Old ones print it there.
            var printed = output + await error.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return printed.TrimStart();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
