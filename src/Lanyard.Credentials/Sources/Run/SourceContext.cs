using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Mfa;
using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Vault;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>What running a plan needs of the world.</summary>
/// <param name="Machine">The environment and files, where the secrets that a plan names are.</param>
/// <param name="Client">What speaks to AWS.</param>
/// <param name="Endpoints">The endpoints that the user set.</param>
/// <param name="Sessions">The sessions at hand.</param>
/// <param name="Tokens">The Identity Center sign-ins at hand.</param>
/// <param name="RunProcess">Runs a command line and gives what it printed.</param>
public sealed record SourceContext(
    MachineState Machine, WireClient Client, EndpointSettings Endpoints, SessionStore Sessions, SsoTokenCache Tokens, ProcessRun RunProcess)
{
    /// <summary>Gets how to read the keys of a file, where that isn't done by Lanyard's own rules.</summary>
    public Func<Source.StaticKeys, AwsCredentials>? ReadKeys { get; init; }

    /// <summary>Gets the sessions that the AWS CLI keeps; null to leave them alone.</summary>
    public CliSessionCache? CliSessions { get; init; }

    /// <summary>Gets what tells a person why it takes long; null where nobody listens.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Gets how to come by the access keys in the vault; null, or giving null, where no vault is in use.</summary>
    public Func<AccessKeyVault?>? Vault { get; init; }

    /// <summary>Gets how to get codes of MFA devices; null where none is to be got.</summary>
    public MfaSupport? Mfa { get; init; }

    /// <summary>Gets what is told what the person should know though there are credentials.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}

/// <summary>Runs a <c>credential_process</c>.</summary>
/// <param name="commandLine">The command line as it stands in the file.</param>
/// <param name="byShell">Whether a shell reads it; else it is split into words, and its first word is started.</param>
/// <param name="cancellationToken">Stops it.</param>
public delegate Task<ProcessResult> ProcessRun(string commandLine, bool byShell, CancellationToken cancellationToken);

/// <summary>How a <c>credential_process</c> ended.</summary>
/// <param name="ExitCode">Its exit code; null when it was stopped because its time was up.</param>
/// <param name="Output">What it printed; may hold credentials.</param>
/// <param name="ErrorTail">The last lines it wrote to stderr.</param>
public sealed record ProcessResult(int? ExitCode, Lanyard.Aws.Secrets.Secret? Output, string ErrorTail);
