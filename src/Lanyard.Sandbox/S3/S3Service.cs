using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>Amazon S3, as far as deployments use it. See the Amazon S3 API Reference.</summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="authenticate">Finds out who signed a call.</param>
internal sealed class S3Service(SandboxState state, Func<CallContext, AccessKey> authenticate)
{
    // What the query of a request may hold beside what names the operation.
    private static readonly HashSet<string> NoOperation = new(StringComparer.Ordinal) { "x-id", "versionId", "partNumber", "uploadId" };

    /// <summary>Gets the operations that the sandbox speaks.</summary>
    public static IReadOnlyList<string> OperationNames { get; } =
        [.. BucketOperations.All.Keys, .. BucketSettings.OperationNames, .. ObjectOperations.All.Keys, .. ListOperations.All.Keys, .. MultipartOperations.All.Keys];

    public WireResponse Handle(CallContext call)
    {
        try
        {
            return Dispatch(call);
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);

            // A HEAD is answered without a body, so the status alone tells.
            return call.Request.Method == "HEAD" ? S3Call.Empty(fault.Status) : Answers.NotBuilt(call, fault);
        }
    }

    private WireResponse Dispatch(CallContext call)
    {
        var address = S3Address.Of(call.Request);
        var operation = OperationOf(call, address);
        call.Operation = operation;
        var key = authenticate(call);
        if (operation is null)
        {
            throw S3Faults.NotImplemented("this operation of s3");
        }

        var s3 = new S3Call(state, call, key.Caller, address, key.Secret);
        lock (state.Iam.Gate)
        {
            return BucketSettings.Run(operation, s3) ?? Find(operation)(s3);
        }
    }

    private static Func<S3Call, WireResponse> Find(string operation) =>
        BucketOperations.All.GetValueOrDefault(operation) ?? ObjectOperations.All.GetValueOrDefault(operation)
        ?? ListOperations.All.GetValueOrDefault(operation) ?? MultipartOperations.All[operation];

    private static string? OperationOf(CallContext call, S3Address address)
    {
        var (method, request) = (call.Request.Method, call.Request);
        bool Has(string name) => QueryString.Get(call.Query, name) is not null;
        if (address.Bucket.Length == 0)
        {
            return method == "GET" ? "ListBuckets" : null;
        }

        if (address.Key.Length == 0)
        {
            return BucketSettings.OperationOf(method, call.Query) ?? (method, call.Query) switch
            {
                ("PUT", _) when IsPlain(call) => "CreateBucket",
                ("DELETE", _) when IsPlain(call) => "DeleteBucket",
                ("HEAD", _) => "HeadBucket",
                ("POST", _) when Has("delete") => "DeleteObjects",
                ("GET", _) when Has("location") => "GetBucketLocation",
                ("GET", _) when Has("versions") => "ListObjectVersions",
                ("GET", _) when Has("uploads") => "ListMultipartUploads",
                ("GET", _) when QueryString.Get(call.Query, "list-type") == "2" => "ListObjectsV2",
                ("GET", _) when call.Query.All(q => q.Key is "prefix" or "delimiter" or "marker" or "max-keys" or "encoding-type" or "x-id") => "ListObjects",
                _ => null,
            };
        }

        return method switch
        {
            "PUT" when Has("uploadId") && Has("partNumber") => request.Headers.Contains("x-amz-copy-source") ? "UploadPartCopy" : "UploadPart",
            "PUT" when Has("tagging") => "PutObjectTagging",
            "PUT" when IsPlain(call) => request.Headers.Contains("x-amz-copy-source") ? "CopyObject" : "PutObject",
            "GET" when Has("uploadId") => "ListParts",
            "GET" when Has("tagging") => "GetObjectTagging",
            "GET" when Has("X-Amz-Signature") || call.Query.All(q => IsPlain(q.Key) || ObjectHeaders.IsOverride(q.Key)) => "GetObject",
            "HEAD" => "HeadObject",
            "DELETE" when Has("uploadId") => "AbortMultipartUpload",
            "DELETE" when IsPlain(call) => "DeleteObject",
            "POST" when Has("uploads") => "CreateMultipartUpload",
            "POST" when Has("uploadId") => "CompleteMultipartUpload",
            _ => null,
        };
    }

    private static bool IsPlain(CallContext call) => call.Query.All(q => IsPlain(q.Key));

    private static bool IsPlain(string parameter) => NoOperation.Contains(parameter) || parameter.StartsWith("X-Amz-", StringComparison.Ordinal);
}
