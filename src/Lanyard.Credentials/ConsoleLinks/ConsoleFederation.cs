using System.Globalization;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Sources;

namespace Lanyard.Credentials.ConsoleLinks;

/// <summary>
/// Trades temporary credentials for a link that signs a browser in to the console. See "Enable custom identity broker access to the AWS
/// console" in the IAM User Guide.
/// </summary>
/// <param name="client">Speaks to AWS.</param>
/// <param name="signIn">The address of the federation endpoint, without its path.</param>
public sealed class ConsoleFederation(WireClient client, string signIn)
{
    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);

    private const string Path = "/federation";

    /// <summary>Tells whether the session's length may be chosen: not for a role that was assumed with another role's session.</summary>
    public static bool MayChooseLength(Source source) => source switch
    {
        Source.SsoRole or Source.WebIdentity => true,
        Source.AssumeRole { From: Source.StaticKeys or Source.VaultKeys or Source.MfaSession } => true,
        _ => false,
    };

    /// <summary>Refuses credentials that no link can be had for, with the reason.</summary>
    /// <exception cref="CredentialsException">They are an IAM user's.</exception>
    public static void Check(AwsCredentials credentials, Source source, string? profile)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (credentials.SessionToken is null || source is Source.MfaSession)
        {
            throw new CredentialsException(
                ErrorCodes.ConsoleUnavailable,
                "these are the credentials of an IAM user, and AWS signs only roles in to the console by a link (or what GetFederationToken gives, which Lanyard doesn't call)",
                "use a profile with a role_arn or a permission set, or sign in to the console with the user's password", profile: profile);
        }
    }

    /// <summary>Gets a link.</summary>
    /// <param name="credentials">The temporary credentials.</param>
    /// <param name="destination">The page to come out at.</param>
    /// <param name="length">How long the console's session lasts; null for as long as the credentials.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="CredentialsException">AWS gave none.</exception>
    public async Task<Uri> LinkAsync(AwsCredentials credentials, Uri destination, TimeSpan? length, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(destination);
        var token = await TokenAsync(credentials, length, cancellationToken).ConfigureAwait(false);
        return new Uri($"{signIn}{Path}?" + QueryString.Format(
        [
            new("Action", "login"), new("Issuer", "lanyard"), new("Destination", destination.AbsoluteUri), new("SigninToken", token),
        ]));
    }

    private async Task<string> TokenAsync(AwsCredentials credentials, TimeSpan? length, CancellationToken cancellationToken)
    {
        var (token, status) = await AskAsync(credentials, length, cancellationToken).ConfigureAwait(false);
        if (token is null && length is not null && status == 400)
        {
            // It doesn't say what it dislikes; a length that it won't grant is the one thing that can be left out.
            (token, status) = await AskAsync(credentials, null, cancellationToken).ConfigureAwait(false);
        }

        return token ?? throw new CredentialsException(
            ErrorCodes.ConsoleRefused, $"AWS's console sign-in at {new Uri(signIn).Authority} gave no link for these credentials (HTTP {status.ToString(CultureInfo.InvariantCulture)})",
            "lanyard whoami, with the same profile or stage, shows whether they are still good; they must be a role's", FailureKind.RefusedByAws);
    }

    // The form keeps the keys out of addresses, which get logged. AWS documents the query alone, so that is tried where no form is taken.
    private async Task<(string? Token, int Status)> AskAsync(AwsCredentials credentials, TimeSpan? length, CancellationToken cancellationToken)
    {
        var fields = QueryString.Format(Fields(credentials, length));
        var response = await SendAsync(
            target => new WireRequest(
                "POST", target.Path(Path), new WireHeaders(("Host", target.Host), ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")),
                Encoding.UTF8.GetBytes(fields)),
            cancellationToken).ConfigureAwait(false);
        if (TokenOf(response) is null && response.Status is >= 300 and < 500)
        {
            response = await SendAsync(
                target => new WireRequest("GET", $"{target.Path(Path)}?{fields}", new WireHeaders(("Host", target.Host), ("Accept", "application/json")), Stream.Null),
                cancellationToken).ConfigureAwait(false);
        }

        return (TokenOf(response), response.Status);
    }

    private static List<KeyValuePair<string, string>> Fields(AwsCredentials credentials, TimeSpan? length)
    {
        var session = Encoding.UTF8.GetString(JsonProtocol.Object(json =>
        {
            json.WriteString("sessionId", credentials.AccessKeyId);
            json.WriteString("sessionKey", credentials.SecretAccessKey.Reveal());
            json.WriteString("sessionToken", credentials.SessionToken?.Reveal());
        }));
        var fields = new List<KeyValuePair<string, string>> { new("Action", "getSigninToken"), new("SessionType", "json"), new("Session", session) };
        if (length is { } time)
        {
            fields.Add(new("SessionDuration", ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        }

        return fields;
    }

    private async Task<WireResponse> SendAsync(Func<WireTarget, WireRequest> prepare, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(new Uri(signIn), prepare, _ => null, cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointUnreachableException e)
        {
            throw AwsFailures.Translate(e, null, client.Time.GetUtcNow());
        }
    }

    private static string? TokenOf(WireResponse response)
    {
        if (!response.IsSuccess || response.Body.IsEmpty)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return JsonProtocol.Text(document.RootElement, "SigninToken") is { Length: > 0 } token ? token : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
