using Lanyard.Aws.Secrets;
using Lanyard.Cli.Edge;
using Lanyard.Credentials.Mfa;
using Lanyard.Credentials.Vault;

namespace Lanyard.Cli.Identity;

/// <summary>Puts together what it takes to get codes of MFA devices on this machine.</summary>
internal static class MfaAccess
{
    /// <summary>Puts it together.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="options">The options of the command.</param>
    public static MfaSupport Of(Surroundings surroundings, GlobalOptions options)
    {
        var mayAsk = !options.NoInput && surroundings.HasTerminal;
        return new MfaSupport(
            new UsedCodes(Path.Combine(surroundings.Folders.State, "mfa"), surroundings.Time), mayAsk ? AskAsync : null,
            new CredentialProcessRunner(surroundings).RunForCodeAsync, line => surroundings.Error.WriteLine(line))
        {
            Seeds = SeedFile.Open(surroundings.Folders, surroundings.Environment, mayAsk ? PlatformVault.Ask : _ => null),
            WhyNobody = options.NoInput ? "--no-input is given" : "there is no terminal to ask on",
        };
    }

    // On the terminal itself: stdin and stdout are the command's, and often pipes. A process in the background would be stopped by its question.
    private static Task<Secret?> AskAsync(MfaQuestion question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = TerminalDevice.IsInForeground() ? HiddenQuestion.Ask(TextOf(question)) : null;
        return Task.FromResult(Secret.FromOptional(answer));
    }

    private static string TextOf(MfaQuestion question) =>
        (question.Problem is { } problem ? $"{problem}\n" : "")
        + $"Code of the MFA device {question.SerialNumber}{(question.Profile is { } profile ? $", for the profile {profile}" : "")} (it is not shown): ";
}
