namespace Lanyard.Aws.Signing;

/// <summary>What is wrong with a signature. Each service protocol has its own error code for each.</summary>
public enum SignatureFault
{
    /// <summary>The request isn't signed at all.</summary>
    Missing,

    /// <summary>The request is signed in a way that can't be read.</summary>
    Incomplete,

    /// <summary>The signature isn't the one we calculate, or is good for another scope or time.</summary>
    Mismatch,

    /// <summary>Of Amazon S3: the clocks are too far apart.</summary>
    Skewed,

    /// <summary>Of Amazon S3: the time that a presigned request is good for is over, or too long.</summary>
    Presigned,

    /// <summary>Of Amazon S3: the body isn't the one that <c>X-Amz-Content-Sha256</c> promises.</summary>
    OtherPayload,
}

/// <summary>Why a signature was turned down.</summary>
/// <param name="Fault">The kind.</param>
/// <param name="Message">What AWS would say, in its words.</param>
public sealed record SignatureRejection(SignatureFault Fault, string Message);
