namespace Lanyard.Sandbox.Routing;

/// <summary>The protocols of AWS, as far as their errors differ.</summary>
internal enum WireProtocol
{
    /// <summary>AWS Query: STS, IAM and the like.</summary>
    Query,

    /// <summary>EC2's own query protocol.</summary>
    Ec2,

    /// <summary>AWS JSON: the operation stands in <c>X-Amz-Target</c>.</summary>
    Json,

    /// <summary>REST with JSON bodies.</summary>
    RestJson,

    /// <summary>REST with XML bodies.</summary>
    RestXml,

    /// <summary>Amazon S3.</summary>
    S3,
}
