using System.ComponentModel;
using System.Diagnostics;
using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>
/// The program aws-vault, asked for its keys by its own commands: what it asks its user, and where it keeps keys, is its business.
/// </summary>
/// <param name="surroundings">The machine.</param>
internal sealed class AwsVault(Surroundings surroundings)
{
    /// <summary>The program's name.</summary>
    public const string Program = "aws-vault";

    // Set in the shells that it starts; it refuses to run inside one.
    private const string NestingVariable = "AWS_VAULT";

    /// <summary>Lists the profiles that it holds keys for.</summary>
    /// <exception cref="CredentialsException">It isn't there, or fails.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync(["list", "--credentials"], cancellationToken).ConfigureAwait(false);
        return exitCode == 0 ? [.. output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : throw Failed("list --credentials", exitCode);
    }

    /// <summary>Takes the long-lived key of a profile.</summary>
    /// <exception cref="CredentialsException">It isn't there, fails, or has none.</exception>
    public async Task<AwsCredentials> ExportAsync(string profile, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync(["export", "--format=json", "--no-session", profile], cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            // Before version 7 there was no `export`.
            (exitCode, output) = await RunAsync(["exec", profile, "--json", "--no-session"], cancellationToken).ConfigureAwait(false);
        }

        if (exitCode != 0)
        {
            throw Failed($"export --format=json --no-session {profile}", exitCode);
        }

        try
        {
            return KeyInput.Parse(output.Trim());
        }
        catch (CredentialsException e)
        {
            throw new CredentialsException(
                CliErrorCodes.AwsVaultFailed, $"what aws-vault gave for `{profile}` is no long-lived access key ({e.Message})",
                $"{Program} list shows what it holds; a profile with a role has the keys of its source profile", profile: profile);
        }
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var path = ProgramSearch.Find(Program, surroundings.Variable("PATH"), surroundings.CurrentDirectory).Path ?? throw new CredentialsException(
            CliErrorCodes.AwsVaultFailed, $"{Program} is not on PATH, and its keys are had from it alone", $"install it, or add the key by hand: lanyard vault add NAME");

        // Its questions go to the terminal and its errors to stderr, as when it is called by hand.
        var start = new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = surroundings.CurrentDirectory };
        start.Environment.Clear();
        foreach (var (name, value) in surroundings.Environment.Where(v => v.Key != NestingVariable))
        {
            start.Environment[name] = value;
        }

        Process? process = null;
        try
        {
            process = Process.Start(start) ?? throw new Win32Exception("the system started no process");
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, output);
        }
        catch (Win32Exception e)
        {
            throw new CredentialsException(CliErrorCodes.AwsVaultFailed, $"{path} can't be started: {e.Message}", $"run it by hand: {Program} list");
        }
        catch (OperationCanceledException)
        {
            process?.Kill(entireProcessTree: true);
            throw;
        }
        finally
        {
            process?.Dispose();
        }
    }

    private static CredentialsException Failed(string arguments, int exitCode) => new(
        CliErrorCodes.AwsVaultFailed, $"`{Program} {arguments}` ended with exit code {exitCode}", "run it by hand to see what it needs");
}
