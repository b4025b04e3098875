using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>Under which conditions something is stored: "Conditional requests", Amazon S3 User Guide.</summary>
internal static class Preconditions
{
    /// <summary>Refuses to store an object unless the request's conditions hold.</summary>
    /// <exception cref="ServiceFault">One doesn't.</exception>
    public static void Require(S3Call call, Bucket bucket)
    {
        var (present, wanted, other) = (bucket.Current(call.Address.Key), call.Header("If-Match"), call.Header("If-None-Match"));
        if ((other is not null && other != "*") || (other is not null && wanted is not null))
        {
            throw new ServiceFault("NotImplemented", 501, "A header you provided implies functionality that is not implemented");
        }

        if (wanted is not null)
        {
            // Who asks for what is there learns what is there.
            call.Authorize("GetObject", call.ObjectArn());
            _ = present is null ? throw call.NoSuchKey(bucket.Name) : IsOf(wanted, present) ? false : throw Failed();
        }

        if (other == "*" && present is not null)
        {
            throw Failed();
        }
    }

    /// <summary>Refuses to copy a source unless the request's conditions on it hold.</summary>
    /// <exception cref="ServiceFault">One doesn't.</exception>
    public static void RequireSource(S3Call call, ObjectVersion source)
    {
        if ((call.Header("x-amz-copy-source-if-match") is { } wanted && !IsOf(wanted, source)) || (call.Header("x-amz-copy-source-if-none-match") is { } other && IsOf(other, source)))
        {
            throw Failed();
        }

        if (call.Header("x-amz-copy-source-if-modified-since") is not null || call.Header("x-amz-copy-source-if-unmodified-since") is not null)
        {
            throw S3Faults.NotImplemented("copies under a condition of time");
        }
    }

    private static bool IsOf(string tag, ObjectVersion version) => tag == "*" || tag.Trim('"') == version.ETag;

    private static ServiceFault Failed() => new("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold");
}
