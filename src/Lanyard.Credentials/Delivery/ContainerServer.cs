using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.Delivery;

/// <summary>
/// The endpoint that SDKs ask as they would a container's: on loopback, for who shows the token. It fetches anew when what it
/// holds runs low, so a long deployment doesn't die with its first session.
/// </summary>
/// <param name="token">What a client must show in <c>Authorization</c>.</param>
/// <param name="current">Gives credentials that are still good for a while.</param>
/// <param name="time">The clock.</param>
public sealed class ContainerServer(Secret token, Func<CancellationToken, Task<AwsCredentials>> current, TimeProvider time)
{
    /// <summary>The only path.</summary>
    public const string Path = "/v1/credentials";

    /// <summary>Answers a request.</summary>
    public async ValueTask<WireResponse> HandleAsync(WireRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.Host.StartsWith("127.0.0.1:", StringComparison.Ordinal))
        {
            return Error(403, "WrongHost", "this endpoint answers on 127.0.0.1 alone");
        }

        if (request.Headers.Get("Authorization") is not { } shown || !token.FixedTimeEquals(shown))
        {
            return Error(401, "Unauthorized", "the Authorization header isn't the token of this endpoint");
        }

        if (request.Path != Path)
        {
            return Error(404, "NotFound", $"only {Path} is here");
        }

        if (request.Method != "GET")
        {
            return Error(405, "MethodNotAllowed", "only GET is answered");
        }

        try
        {
            return Document(await current(cancellationToken).ConfigureAwait(false));
        }
        catch (CredentialsException e)
        {
            return Error(503, e.Code, e.Message);
        }
    }

    private WireResponse Document(AwsCredentials credentials) => Json(200, json =>
    {
        json.WriteString("AccessKeyId", credentials.AccessKeyId);
        json.WriteString("SecretAccessKey", credentials.SecretAccessKey.Reveal());

        // SDKs insist on a token and an expiry here. Keys without them are given for an hour at a time.
        json.WriteString("Token", credentials.SessionToken?.Reveal() ?? "");
        json.WriteString("Expiration", ProcessOutput.FormatTime(credentials.Expiration ?? time.GetUtcNow().AddHours(1)));
        if (credentials.AccountId is { } account)
        {
            json.WriteString("AccountId", account);
        }
    });

    private static WireResponse Error(int status, string code, string message) => Json(status, json =>
    {
        json.WriteString("code", code);
        json.WriteString("message", message);
    });

    private static WireResponse Json(int status, Action<Utf8JsonWriter> write) => new(
        status, new WireHeaders(("Content-Type", "application/json"), ("Cache-Control", "no-store")), JsonProtocol.Object(write));
}
