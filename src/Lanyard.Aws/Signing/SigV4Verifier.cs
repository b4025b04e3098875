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
    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";
    private const string StreamedPayload = "STREAMING-";

    // "Authenticating requests", Amazon S3 API Reference: within 15 minutes. Elsewhere within five.
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxClockSkewOfS3 = TimeSpan.FromMinutes(15);

    // STS lets presigned calls live so long whatever X-Amz-Expires says: what aws-iam-authenticator and the tokens of EKS count on.
    private static readonly TimeSpan PresignedOfSts = TimeSpan.FromMinutes(15);

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

    /// <summary>Whether a service is signed for, and turns calls down, in the way of Amazon S3.</summary>
    /// <param name="signingName">The service's signing name.</param>
    public static bool IsS3(string signingName) => signingName is "s3" or "s3express" or "s3-outposts" or "s3-object-lambda";

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

        if (IsS3(claim.Scope.Service))
        {
            return CheckTimeOfS3(signed, claim.Expires, now);
        }

        var stamp = SigV4.FormatTime(signed);
        if (signed - now > MaxClockSkew)
        {
            return Mismatch($"Signature not yet current: {stamp} is still later than {SigV4.FormatTime(now + MaxClockSkew)} ({SigV4.FormatTime(now)} + {Minutes(MaxClockSkew)} min.)");
        }

        if (claim.Expires is { } expires && claim.Scope.Service != "sts")
        {
            return now > signed + expires
                ? Mismatch($"Signature expired: {stamp} is now earlier than {SigV4.FormatTime(now - expires)} ({SigV4.FormatTime(now)} - {expires.TotalSeconds} s.)")
                : null;
        }

        var most = claim.Expires is null ? MaxClockSkew : PresignedOfSts;
        return now - signed > most
            ? Mismatch($"Signature expired: {stamp} is now earlier than {SigV4.FormatTime(now - most)} ({SigV4.FormatTime(now)} - {Minutes(most)} min.)")
            : null;
    }

    private static SignatureRejection? CheckTimeOfS3(DateTimeOffset signed, TimeSpan? expires, DateTimeOffset now)
    {
        if (signed - now > MaxClockSkewOfS3 || (expires is null && now - signed > MaxClockSkewOfS3))
        {
            return new SignatureRejection(SignatureFault.Skewed, "The difference between the request time and the current time is too large.");
        }

        return now > signed + expires ? new SignatureRejection(SignatureFault.Presigned, "Request has expired") : null;
    }

    private static string Minutes(TimeSpan time) => time.TotalMinutes.ToString(CultureInfo.InvariantCulture);

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
        var (payload, rejection) = Payload(claim, request, body);
        if (rejection is not null)
        {
            return rejection;
        }

        var canonical = CanonicalRequest.Build(
            request, claim.SignedHeaders, payload, claim.Scope.Service, claim.Expires is null ? null : "X-Amz-Signature");
        var expected = SigV4.Signature(secretAccessKey, claim.Scope, SigV4.StringToSign(claim.Timestamp, claim.Scope, canonical));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(claim.Signature))
            ? null
            : Mismatch("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
    }

    // S3 takes what the header says, and bodies that nobody signed; every other service goes by the body that came.
    private static (string Hash, SignatureRejection? Rejection) Payload(SigV4Authorization claim, WireRequest request, ReadOnlyMemory<byte> body)
    {
        var said = request.Headers.Get("X-Amz-Content-Sha256");
        if (!IsS3(claim.Scope.Service))
        {
            return (CanonicalRequest.HashHex(body.Span), null);
        }

        if (said is null)
        {
            return claim.Expires is null
                ? ("", new SignatureRejection(SignatureFault.Incomplete, "Missing required header for this request: x-amz-content-sha256"))
                : (UnsignedPayload, null);
        }

        return said == UnsignedPayload || said.StartsWith(StreamedPayload, StringComparison.Ordinal) || said.Equals(CanonicalRequest.HashHex(body.Span), StringComparison.OrdinalIgnoreCase)
            ? (said, null)
            : ("", new SignatureRejection(SignatureFault.OtherPayload, "The provided 'x-amz-content-sha256' header does not match what was computed."));
    }

    private static SignatureRejection Mismatch(string message) => new(SignatureFault.Mismatch, message);
}
