using Lanyard.Aws.Signing;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.Sts;

/// <summary>
/// How each protocol says that a call proves nobody: "Common Error Types" in the STS API Reference and in those of the JSON services, "Error
/// Responses" in the Amazon S3 API Reference, "Client error codes" in the Amazon EC2 Developer Guide.
/// </summary>
internal static class AuthenticationFaults
{
    private const string InvalidToken = "The security token included in the request is invalid.";
    private const string OfEc2 = "AWS was not able to validate the provided access credentials";

    /// <summary>The signature isn't good.</summary>
    public static ServiceFault Signature(WireProtocol protocol, SignatureRejection rejection) => (protocol, rejection.Fault) switch
    {
        (_, SignatureFault.Skewed) => new ServiceFault("RequestTimeTooSkewed", 403, rejection.Message),
        (_, SignatureFault.Presigned) => new ServiceFault("AccessDenied", 403, rejection.Message),
        (_, SignatureFault.OtherPayload) => new ServiceFault("XAmzContentSHA256Mismatch", 400, rejection.Message),
        (WireProtocol.S3, SignatureFault.Missing) => new ServiceFault("AccessDenied", 403, "Access Denied"),
        (WireProtocol.S3, SignatureFault.Incomplete) => new ServiceFault(
            rejection.Message.Contains("header", StringComparison.Ordinal) ? "AuthorizationHeaderMalformed" : "AuthorizationQueryParametersError", 400, rejection.Message),
        (WireProtocol.Ec2, SignatureFault.Missing) => new ServiceFault("AuthFailure", 401, OfEc2),
        (WireProtocol.Json or WireProtocol.RestJson, SignatureFault.Missing) =>
            new ServiceFault("MissingAuthenticationTokenException", StatusOf(protocol), "Missing Authentication Token"),
        (WireProtocol.Json or WireProtocol.RestJson, SignatureFault.Incomplete) =>
            new ServiceFault("IncompleteSignatureException", StatusOf(protocol), rejection.Message),
        (WireProtocol.Json or WireProtocol.RestJson, _) => new ServiceFault("InvalidSignatureException", StatusOf(protocol), rejection.Message),
        (_, SignatureFault.Missing) => new ServiceFault("MissingAuthenticationToken", 403, rejection.Message),
        (_, SignatureFault.Incomplete) => new ServiceFault("IncompleteSignature", 400, rejection.Message),
        _ => new ServiceFault("SignatureDoesNotMatch", 403, rejection.Message),
    };

    /// <summary>There is no such key, or it is inactive, or who it stands for is gone.</summary>
    public static ServiceFault Key(WireProtocol protocol) => protocol switch
    {
        WireProtocol.S3 => new ServiceFault("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."),
        _ => Token(protocol),
    };

    /// <summary>The session token isn't the key's.</summary>
    public static ServiceFault Token(WireProtocol protocol) => protocol switch
    {
        WireProtocol.S3 => new ServiceFault("InvalidToken", 400, "The provided token is malformed or otherwise invalid."),
        WireProtocol.Ec2 => new ServiceFault("AuthFailure", 401, OfEc2),
        WireProtocol.Json or WireProtocol.RestJson => new ServiceFault("UnrecognizedClientException", StatusOf(protocol), InvalidToken),
        _ => new ServiceFault("InvalidClientTokenId", 403, InvalidToken),
    };

    /// <summary>The temporary key has ended.</summary>
    public static ServiceFault Ended(WireProtocol protocol) => protocol switch
    {
        WireProtocol.S3 => new ServiceFault("ExpiredToken", 400, "The provided token has expired."),
        WireProtocol.Ec2 => new ServiceFault("RequestExpired", 400, "Request has expired."),
        WireProtocol.Json or WireProtocol.RestJson => new ServiceFault("ExpiredTokenException", StatusOf(protocol), "The security token included in the request is expired"),
        _ => new ServiceFault("ExpiredToken", 403, "The security token included in the request is expired"),
    };

    private static int StatusOf(WireProtocol protocol) => protocol == WireProtocol.Json ? 400 : 403;
}
