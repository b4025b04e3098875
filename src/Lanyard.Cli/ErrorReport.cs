using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Policy.Documents;
using Lanyard.Projects;
using Lanyard.Sandbox.Journal;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Cli;

/// <summary>What a failed command tells its user, and the code it exits with.</summary>
/// <param name="Code">The stable error code.</param>
/// <param name="Message">What happened, where and why.</param>
/// <param name="Fix">What mends it.</param>
/// <param name="Profile">The profile it is about.</param>
/// <param name="ExitCode">The exit code.</param>
internal sealed record ErrorReport(string Code, string Message, string? Fix, string? Profile, int ExitCode)
{
    /// <summary>What the line with the remedy starts with, behind its indent.</summary>
    public const string Remedy = "to mend it:";

    /// <summary>Makes the report of a failure.</summary>
    public static ErrorReport Of(Exception failure) => failure switch
    {
        CredentialsException e => new ErrorReport(e.Code, e.Message, e.Fix, e.Profile, ExitCodes.Of(e.Kind)),
        UsageException e => new ErrorReport(CliErrorCodes.Usage, e.Message, e.Fix ?? "lanyard --help", null, ExitCodes.Usage),
        NotBuiltException e => new ErrorReport(CliErrorCodes.NotBuilt, e.Message, "lanyard --help shows what is", null, ExitCodes.Usage),
        SharedConfigException { Problem: SharedConfigProblem.Request } e => new ErrorReport(ErrorCodes.EditRefused, e.Message, "lanyard profile --help shows how it is called", null, ExitCodes.Failed),
        SharedConfigException { Problem: SharedConfigProblem.Changed } e => new ErrorReport(ErrorCodes.ConfigChanged, e.Message, "run the command again", null, ExitCodes.Failed),
        SharedConfigException { Problem: SharedConfigProblem.NotWritten } e => new ErrorReport(ErrorCodes.FileNotWritable, e.Message, "see that the file and its folder can be written, then run the command again", null, ExitCodes.Failed),
        SharedConfigException e => new ErrorReport(ErrorCodes.ConfigInvalid, e.Message, "correct the file, then run the command again", null, ExitCodes.Failed),
        ProjectFileException e => new ErrorReport(e.Code, e.Message, e.Fix, null, ExitCodes.Failed),
        CaBundleException e => new ErrorReport(CliErrorCodes.CaBundleInvalid, e.Message, "correct AWS_CA_BUNDLE, the profile's ca_bundle, or the variable that the message names", null, ExitCodes.Failed),
        JournalException { Problem: JournalProblem.NotWritten } e => new ErrorReport(ErrorCodes.FileNotWritable, e.Message, e.Fix, null, ExitCodes.Failed),
        JournalException e => new ErrorReport(CliErrorCodes.StateInvalid, e.Message, e.Fix, null, ExitCodes.Failed),
        SandboxSeedException e => new ErrorReport(CliErrorCodes.SeedInvalid, e.Message, "correct the seed file", null, ExitCodes.Failed),
        PolicyDocumentException e => new ErrorReport(CliErrorCodes.PolicyInvalid, e.Message, "correct the file at that line and column", null, ExitCodes.Failed),
        OperationCanceledException => new ErrorReport(CliErrorCodes.Cancelled, "stopped", null, null, ExitCodes.Interrupted),

        // The type and no message: it may quote what it choked on.
        _ => new ErrorReport(
            CliErrorCodes.Internal, $"something went wrong inside Lanyard ({failure.GetType().Name})",
            "please report this, with the command you ran", null, ExitCodes.Failed),
    };

    /// <summary>Writes the report to stderr.</summary>
    public void Write(Surroundings surroundings, bool json)
    {
        if (json)
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, JsonText.Plain))
            {
                writer.WriteStartObject();
                writer.WriteStartObject("error");
                writer.WriteString("code", Code);
                writer.WriteString("message", Message);
                writer.WriteString("profile", Profile);
                writer.WriteString("fix", Fix);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            surroundings.Error.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
            return;
        }

        var (red, off) = surroundings.ShowsColour ? ("\e[31m", "\e[0m") : ("", "");
        surroundings.Error.WriteLine($"{red}error:{off} {Message} [{Code}]");
        if (Fix is not null)
        {
            surroundings.Error.WriteLine($"  {Remedy} {Fix}");
        }
    }
}
