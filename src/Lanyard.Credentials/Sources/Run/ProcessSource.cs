using System.Globalization;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Gets credentials from a <c>credential_process</c>. See "Process credential provider" in the AWS SDKs and Tools Reference Guide.</summary>
internal static class ProcessSource
{
    // With less time than this to the end, a second run that fails is the answer; with more, what the first one gave still serves.
    private static readonly TimeSpan MustRunAgain = TimeSpan.FromMinutes(10);

    public static async Task<AwsCredentials> FetchAsync(Source.Process source, ProcessRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        if (source.RunsAgainWithin is not { } window)
        {
            return await RunAsync(source, run, time, cancellationToken).ConfigureAwait(false);
        }

        var first = await RunAsync(source with { AcceptsExpired = true }, run, time, cancellationToken).ConfigureAwait(false);
        if (first.Expiration is not { } end || end - time.GetUtcNow() >= window)
        {
            return first;
        }

        try
        {
            return await RunAsync(source, run, time, cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialsException e) when (e.Code != ErrorCodes.CredentialsExpired && end - time.GetUtcNow() >= MustRunAgain)
        {
            return first;
        }
    }

    private static async Task<AwsCredentials> RunAsync(Source.Process source, ProcessRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        var result = await run(source.CommandLine, source.ByShell, cancellationToken).ConfigureAwait(false);
        var who = $"the credential_process of the profile `{source.Profile}`{(source.Origin is { } origin ? $" ({origin})" : "")}";
        if (result.ExitCode is not { } exitCode)
        {
            throw new CredentialsException(
                ErrorCodes.ProcessTimeout, $"{who} didn't end in time and was stopped{Said(result)}",
                "run the command by hand; it may be waiting for input", profile: source.Profile);
        }

        if (exitCode != 0)
        {
            throw new CredentialsException(
                ErrorCodes.ProcessFailed,
                string.Create(CultureInfo.InvariantCulture, $"{who} ended with exit code {exitCode}{Said(result)}"),
                "run the command by hand to see what it needs", profile: source.Profile);
        }

        var output = Encoding.UTF8.GetBytes(result.Output?.Reveal() ?? "");
        var (credentials, document, problem) = CredentialDocument.Read(output, "SessionToken", source.AcceptsAnyExpiration);
        if (document is { } json && (!json.TryGetProperty("Version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != 1))
        {
            problem = "its Version is not 1";
        }
        else if (credentials is null && source.AcceptsNoSecret && document is { } partial && partial.TryGetProperty("AccessKeyId", out var id)
            && id.ValueKind == JsonValueKind.String && !partial.TryGetProperty("SecretAccessKey", out _))
        {
            // The SDK hands the key on without a secret. A blank stands for it: what is signed with it fails as well.
            return new AwsCredentials(id.GetString()!, new Secret(" "));
        }
        else if (credentials is not null)
        {
            return credentials.Expiration is { } end && end <= time.GetUtcNow() && !source.AcceptsExpired
                ? throw new CredentialsException(
                    ErrorCodes.CredentialsExpired,
                    string.Create(CultureInfo.InvariantCulture, $"{who} gave credentials that ended at {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"),
                    "run the command by hand; its own sign-in may have ended", profile: source.Profile)
                : credentials;
        }

        throw new CredentialsException(
            ErrorCodes.ProcessOutputInvalid, $"{who} printed something that is not credentials: {problem}",
            "let it print a JSON object with Version, AccessKeyId, SecretAccessKey, SessionToken and Expiration, and nothing else, on stdout",
            profile: source.Profile);
    }

    private static string Said(ProcessResult result) => result.ErrorTail.Length > 0 ? $"; it said: {result.ErrorTail}" : "";
}
