namespace Lanyard.Sandbox.S3;

/// <summary>Errors of Amazon S3: "Error responses", Amazon S3 API Reference.</summary>
internal static class S3Faults
{
    public static ServiceFault NoSuchBucket() => new("NoSuchBucket", 404, "The specified bucket does not exist");

    public static ServiceFault NoSuchKey() => new("NoSuchKey", 404, "The specified key does not exist.");

    public static ServiceFault NoSuchVersion() => new("NoSuchVersion", 404, "The specified version does not exist.");

    public static ServiceFault NoSuchUpload() =>
        new("NoSuchUpload", 404, "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.");

    public static ServiceFault InvalidArgument(string message) => new("InvalidArgument", 400, message);

    public static ServiceFault InvalidBucketName() => new("InvalidBucketName", 400, "The specified bucket is not valid.");

    public static ServiceFault MalformedXml() => new("MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema");

    public static ServiceFault BadDigest(string what) => new("BadDigest", 400, $"The {what} you specified did not match what we received.");

    public static ServiceFault NotImplemented(string what) => new("NotImplemented", 501, $"lanyard sandbox doesn't speak {what} yet");
}
