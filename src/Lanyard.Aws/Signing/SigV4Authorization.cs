using System.Globalization;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Signing;

/// <summary>What a request claims about its own signature, from the <c>Authorization</c> header or a presigned query.</summary>
/// <param name="AccessKeyId">The access key id that is said to have signed.</param>
/// <param name="Scope">The credential scope.</param>
/// <param name="SignedHeaders">The names of the signed headers, as the request lists them.</param>
/// <param name="Signature">The signature in hex.</param>
/// <param name="Timestamp">The time of signing as sent.</param>
/// <param name="SessionToken">The session token that came along; <see langword="null"/> where there is none.</param>
/// <param name="Expires">How long a presigned request is good for; <see langword="null"/> for a header signature.</param>
public sealed record SigV4Authorization(
    string AccessKeyId,
    CredentialScope Scope,
    IReadOnlyList<string> SignedHeaders,
    string Signature,
    string Timestamp,
    Secrets.Secret? SessionToken,
    TimeSpan? Expires)
{
    /// <summary>Reads the claim.</summary>
    /// <returns>The claim, or why there is none.</returns>
    public static (SigV4Authorization? Claim, SignatureRejection? Rejection) Read(WireRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Headers.Get("Authorization") is { } header)
        {
            return FromHeader(request, header);
        }

        var query = QueryString.Parse(request.Query);
        return QueryString.Get(query, "X-Amz-Algorithm") is null
            ? (null, new SignatureRejection(SignatureFault.Missing, "Request is missing Authentication Token"))
            : FromQuery(query);
    }

    private static (SigV4Authorization?, SignatureRejection?) FromHeader(WireRequest request, string header)
    {
        var blank = header.IndexOf(' ');
        if ((blank < 0 ? header : header[..blank]) != SigV4.Algorithm)
        {
            return Incomplete($"Authorization header requires '{SigV4.Algorithm}' as its algorithm.");
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[SigV4.Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=');
            if (at > 0)
            {
                fields[part[..at]] = part[(at + 1)..];
            }
        }

        foreach (var name in (ReadOnlySpan<string>)["Credential", "Signature", "SignedHeaders"])
        {
            if (!fields.ContainsKey(name))
            {
                return Incomplete($"Authorization header requires '{name}' parameter.");
            }
        }

        var timestamp = request.Headers.Get("X-Amz-Date") ?? Stamp(request.Headers.Get("Date"));
        return timestamp is null
            ? Incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
            : Assemble(fields["Credential"], fields["SignedHeaders"], fields["Signature"], timestamp, request.Headers.Get("X-Amz-Security-Token"), null);
    }

    // "Create a signed AWS API request", IAM User Guide: without X-Amz-Date the HTTP date counts.
    private static string? Stamp(string? httpDate) =>
        DateTimeOffset.TryParseExact(httpDate, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? SigV4.FormatTime(time) : null;

    private static (SigV4Authorization?, SignatureRejection?) FromQuery(IReadOnlyList<KeyValuePair<string, string>> query)
    {
        if (QueryString.Get(query, "X-Amz-Algorithm") != SigV4.Algorithm)
        {
            return Incomplete($"X-Amz-Algorithm only supports '{SigV4.Algorithm}'.");
        }

        foreach (var name in (ReadOnlySpan<string>)["X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date", "X-Amz-Expires"])
        {
            if (QueryString.Get(query, name) is null)
            {
                return Incomplete($"AWS query-string parameters must include '{name}'.");
            }
        }

        if (!int.TryParse(QueryString.Get(query, "X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 604_800)
        {
            return Incomplete("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
        }

        return Assemble(
            QueryString.Get(query, "X-Amz-Credential")!, QueryString.Get(query, "X-Amz-SignedHeaders")!, QueryString.Get(query, "X-Amz-Signature")!,
            QueryString.Get(query, "X-Amz-Date")!, QueryString.Get(query, "X-Amz-Security-Token"), TimeSpan.FromSeconds(seconds));
    }

    private static (SigV4Authorization?, SignatureRejection?) Assemble(
        string credential, string signedHeaders, string signature, string timestamp, string? token, TimeSpan? expires)
    {
        var parts = credential.Split('/');
        return parts is [{ Length: > 0 } key, { Length: 8 } date, { Length: > 0 } region, { Length: > 0 } service, CredentialScope.Terminator]
            ? (new SigV4Authorization(key, new CredentialScope(date, region, service), signedHeaders.Split(';'), signature, timestamp, Secrets.Secret.FromOptional(token), expires), null)
            : Incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/aws4_request.");
    }

    private static (SigV4Authorization?, SignatureRejection?) Incomplete(string message) =>
        (null, new SignatureRejection(SignatureFault.Incomplete, message));
}
