using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Signing;

/// <summary>Signs requests with Signature Version 4 in the <c>Authorization</c> header.</summary>
public static class SigV4Signer
{
    // A proxy or the HTTP stack may change these on the way, so they are never signed.
    private static readonly HashSet<string> NeverSigned = new(StringComparer.OrdinalIgnoreCase)
    {
        "authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
    };

    /// <summary>Gives the request with its date, session token and signature.</summary>
    /// <param name="request">The request; its <c>Host</c> header must be the one that will be sent.</param>
    /// <param name="body">The whole body, that the signature covers.</param>
    /// <param name="credentials">Whose key signs.</param>
    /// <param name="region">The region of the credential scope.</param>
    /// <param name="service">The service's signing name.</param>
    /// <param name="now">The time of signing.</param>
    public static WireRequest Sign(
        WireRequest request, ReadOnlyMemory<byte> body, AwsCredentials credentials, string region, string service, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(credentials);
        var timestamp = SigV4.FormatTime(now);
        var headers = request.Headers.Replace("X-Amz-Date", timestamp);
        if (credentials.SessionToken is { } token)
        {
            headers = headers.Replace("X-Amz-Security-Token", token.Reveal());
        }

        var signed = new WireRequest(request.Method, request.Target, headers, body);
        var names = headers.Select(h => h.Name.ToLowerInvariant()).Where(n => !NeverSigned.Contains(n)).Distinct().Order(StringComparer.Ordinal).ToArray();
        var scope = new CredentialScope(timestamp[..8], region, service);
        var canonical = CanonicalRequest.Build(signed, names, CanonicalRequest.HashHex(body.Span), service);
        var signature = SigV4.Signature(credentials.SecretAccessKey, scope, SigV4.StringToSign(timestamp, scope, canonical));
        var authorization = $"{SigV4.Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={string.Join(';', names)}, Signature={signature}";
        return new WireRequest(request.Method, request.Target, headers.Replace("Authorization", authorization), body);
    }
}
