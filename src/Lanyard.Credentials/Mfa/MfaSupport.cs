using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Vault;

namespace Lanyard.Credentials.Mfa;

/// <summary>What it takes of the world to get codes of MFA devices.</summary>
/// <param name="Codes">Which codes were used.</param>
/// <param name="Ask">Asks the person at the machine; null where nobody may be asked.</param>
/// <param name="RunProcess">Runs an <c>mfa_process</c>, whose stderr the person sees while it runs.</param>
/// <param name="Say">Writes a line to whoever waits.</param>
public sealed record MfaSupport(UsedCodes Codes, MfaAsk? Ask, MfaProcessRun RunProcess, Action<string> Say)
{
    /// <summary>Gets why nobody may be asked, for the error that says so.</summary>
    public string WhyNobody { get; init; } = "there is no terminal to ask on";

    /// <summary>Gets the place with the seeds of devices; null for none.</summary>
    public ISecretVault? Seeds { get; init; }
}

/// <summary>A question for a code.</summary>
/// <param name="SerialNumber">The device.</param>
/// <param name="Profile">The profile that it is for; null for none.</param>
/// <param name="Problem">What was wrong with the last answer, or is to be minded; null for nothing.</param>
public sealed record MfaQuestion(string SerialNumber, string? Profile, string? Problem);

/// <summary>Asks for a code.</summary>
/// <param name="question">The question.</param>
/// <param name="cancellationToken">Stops it.</param>
/// <returns>What was typed; null where the person gave no answer.</returns>
public delegate Task<Secret?> MfaAsk(MfaQuestion question, CancellationToken cancellationToken);

/// <summary>Runs an <c>mfa_process</c>.</summary>
/// <param name="commandLine">The command line as it stands in the file.</param>
/// <param name="cancellationToken">Stops it.</param>
/// <returns>Its exit code, null when it was stopped because its time was up, and what it printed.</returns>
public delegate Task<(int? ExitCode, Secret? Output)> MfaProcessRun(string commandLine, CancellationToken cancellationToken);
