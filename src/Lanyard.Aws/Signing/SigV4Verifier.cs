using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Signing;

/// <summary>
/// Checks a Signature Version 4 claim against the request it came with. The messages are those of "Troubleshoot signed
/// requests for AWS APIs" in the IAM User Guide.
/// </summary>
public static class SigV4Verifier
{
    /// <summary>How far a client's clock may be off, either way.</summary>
    public static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Checks the claim's scope, time, signed headers and signature.</summary>
    /// <param name="claim">What the request says of its signature.</param>
    /// <param name="request">The request as it came.</param>
    /// <param name="body">Its whole body.</param>
    /// <param name="secretAccessKey">The secret of the key in the claim.</param>
    /// <param name="service">The signing name of the service that was called.</param>
    /// <param name="isValidRegion">Whether a scope's region is one that this endpoint answers for.</param>
    /// <param name="now">The server's time.</param>
    /// <returns>Why the signature is turned down; <see langword="null"/> when it is good.</returns>
    public static SignatureRejection? Check(
        SigV4Authorization claim, WireRequest request, ReadOnlyMemory<byte> body, Secret secretAccessKey,
        string service, Func<string, bool> isValidRegion, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(isValidRegion);
        return CheckScope(claim, service, isValidRegion)
            ?? CheckTime(claim, now)
            ?? CheckSignedHeaders(claim, request)
            ?? CheckSignature(claim, request, body, secretAccessKey);
    }

    private static SignatureRejection? CheckScope(SigV4Authorization claim, string service, Func<string, bool> isValidRegion)
    {
        if (claim.Scope.Service != service)
        {
            return Mismatch($"Credential should be scoped to correct service: '{service}'.");
        }

        if (!isValidRegion(claim.Scope.Region))
        {
            return Mismatch($"Credential should be scoped to a valid region, not '{claim.Scope.Region}'.");
        }

        return claim.Timestamp.StartsWith(claim.Scope.Date, StringComparison.Ordinal)
            ? null
            : Mismatch($"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{claim.Scope.Date}' != '{(claim.Timestamp.Length >= 8 ? claim.Timestamp[..8] : claim.Timestamp)}', from '{claim.Timestamp}'.");
    }

    private static SignatureRejection? CheckTime(SigV4Authorization claim, DateTimeOffset now)
    {
        if (!SigV4.TryParseTime(claim.Timestamp, out var signed))
        {
            return new SignatureRejection(SignatureFault.Incomplete, "Date must be in ISO-8601 'basic format', such as 20150830T123600Z.");
        }

        var margin = MaxClockSkew.TotalMinutes.ToString(CultureInfo.InvariantCulture);
        var stamp = SigV4.FormatTime(signed);
        if (signed - now > MaxClockSkew)
        {
            return Mismatch($"Signature not yet current: {stamp} is still later than {SigV4.FormatTime(now + MaxClockSkew)} ({SigV4.FormatTime(now)} + {margin} min.)");
        }

        if (claim.Expires is { } expires)
        {
            return now > signed + expires
                ? Mismatch($"Signature expired: {stamp} is now earlier than {SigV4.FormatTime(now - expires)} ({SigV4.FormatTime(now)} - {expires.TotalSeconds} s.)")
                : null;
        }

        return now - signed > MaxClockSkew
            ? Mismatch($"Signature expired: {stamp} is now earlier than {SigV4.FormatTime(now - MaxClockSkew)} ({SigV4.FormatTime(now)} - {margin} min.)")
            : null;
    }

    private static SignatureRejection? CheckSignedHeaders(SigV4Authorization claim, WireRequest request)
    {
        if (!claim.SignedHeaders.Contains("host", StringComparer.Ordinal))
        {
            return Mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }

        // A header that steers AWS must not be slipped in after the signing.
        foreach (var header in request.Headers)
        {
            var name = header.Name.ToLowerInvariant();
            if (name.StartsWith("x-amz-", StringComparison.Ordinal) && !claim.SignedHeaders.Contains(name, StringComparer.Ordinal))
            {
                return Mismatch($"'{header.Name}' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }

        return null;
    }

    private static SignatureRejection? CheckSignature(SigV4Authorization claim, WireRequest request, ReadOnlyMemory<byte> body, Secret secretAccessKey)
    {
        var canonical = CanonicalRequest.Build(
            request, claim.SignedHeaders, CanonicalRequest.HashHex(body.Span), claim.Scope.Service,
            claim.Expires is null ? null : "X-Amz-Signature");
        var expected = SigV4.Signature(secretAccessKey, claim.Scope, SigV4.StringToSign(claim.Timestamp, claim.Scope, canonical));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(claim.Signature))
            ? null
            : Mismatch("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
    }

    private static SignatureRejection Mismatch(string message) => new(SignatureFault.Mismatch, message);
}
