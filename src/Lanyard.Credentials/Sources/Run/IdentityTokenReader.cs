using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Gets the token of an identity provider from its file or variable, or from GitHub Actions.</summary>
internal sealed class IdentityTokenReader(SourceContext context)
{
    // "GitHub Actions: Configuring OpenID Connect in Amazon Web Services", and the README of aws-actions/configure-aws-credentials for China: the
    // audience that the roles' trust policies name.
    private const string Audience = "sts.amazonaws.com";
    private const string AudienceInChina = "sts.amazonaws.com.cn";

    // STS takes 20,000 characters of it.
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads or asks for the token.</summary>
    /// <param name="token">Where it is.</param>
    /// <param name="roleArn">The role that it is shown for.</param>
    /// <param name="profile">The profile, for messages.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="CredentialsException">There is none; the message names the place, and never quotes what is there.</exception>
    public async Task<Secret> ReadAsync(IdentityToken token, string roleArn, string? profile, CancellationToken cancellationToken) => token switch
    {
        IdentityToken.OfGitHub request => await AskAsync(request, roleArn.StartsWith("arn:aws-cn:", StringComparison.Ordinal) ? AudienceInChina : Audience, profile, cancellationToken).ConfigureAwait(false),
        IdentityToken.InVariable variable => TextOf(context.Machine, variable) is { } text ? new Secret(text) : throw new CredentialsException(
            ErrorCodes.WebIdentityTokenUnreadable, $"the environment variable {variable.Name}, which should hold a web identity token, is not set, or is empty",
            $"let the CI job set {variable.Name}", profile: profile),
        _ => TextOf(context.Machine, token) is { } text ? new Secret(text) : throw new CredentialsException(
            ErrorCodes.WebIdentityTokenUnreadable, $"the web identity token file {token} can't be read, or is empty",
            "check AWS_WEB_IDENTITY_TOKEN_FILE, or the profile's web_identity_token_file", profile: profile),
    };

    /// <summary>
    /// Gives what tells one token, or one job that may ask for tokens, from another: without it, a job of somebody else on the same
    /// machine would find this one's session. It is a digest, so the cache gives no token away.
    /// </summary>
    public static string? DigestOf(MachineState machine, Source source) => source switch
    {
        Source.WebIdentity web => TextOf(machine, web.Token) is { } text ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) : "none",
        Source.AssumeRole role => DigestOf(machine, role.From),
        _ => null,
    };

    private static string? TextOf(MachineState machine, IdentityToken token)
    {
        try
        {
            var text = token switch
            {
                IdentityToken.InFile file => WholeFile.Read(file.Path, MaxBytes) is { } bytes ? Encoding.UTF8.GetString(bytes) : null,
                IdentityToken.InVariable variable => machine.Variable(variable.Name),
                _ => machine.Variable(IdentityToken.OfGitHub.SecretVariable),
            };
            return text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private async Task<Secret> AskAsync(IdentityToken.OfGitHub request, string audience, string? profile, CancellationToken cancellationToken)
    {
        var url = request.Url;
        var shown = TextOf(context.Machine, request) ?? throw Refused(
            url, $"can't be asked for a token: {IdentityToken.OfGitHub.SecretVariable} is not set", profile);
        WireResponse response;
        try
        {
            response = await context.Client.SendAsync(
                new Uri(url.GetLeftPart(UriPartial.Authority)),
                target => new WireRequest(
                    "GET", $"{url.PathAndQuery}{(url.Query.Length > 0 ? '&' : '?')}audience={audience}",
                    new WireHeaders(("Host", target.Host), ("Accept", "application/json"), ("Authorization", $"Bearer {shown}")), Stream.Null),
                _ => null, cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointUnreachableException e)
        {
            throw Refused(url, $"gave no token ({e.Message})", profile, e);
        }

        return !response.IsSuccess ? throw Refused(url, $"gave no token: it answered {response.Status}", profile)
            : ValueOf(response.Body) is { } value ? new Secret(value)
            : throw Refused(url, "answered something that holds no token", profile);
    }

    private static string? ValueOf(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("value", out var value)
                && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // The address's query may hold what is nobody's business, so the host alone is shown.
    private static CredentialsException Refused(Uri url, string what, string? profile, Exception? inner = null) => new(
        ErrorCodes.IdentityTokenRefused, $"GitHub Actions at {url.Authority} ({IdentityToken.OfGitHub.UrlVariable}) {what}",
        "give the job `permissions: id-token: write`, and run it again", profile: profile, inner: inner);
}
