using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>The operations on buckets.</summary>
internal static class BucketOperations
{
    public static IReadOnlyDictionary<string, Func<S3Call, WireResponse>> All { get; } = new Dictionary<string, Func<S3Call, WireResponse>>(StringComparer.Ordinal)
    {
        ["ListBuckets"] = List,
        ["CreateBucket"] = Create,
        ["DeleteBucket"] = Delete,
        ["HeadBucket"] = Head,
        ["GetBucketLocation"] = Location,
    };

    /// <summary>Makes a bucket.</summary>
    /// <exception cref="ServiceFault">It may not be made, or its name is taken or none.</exception>
    public static Bucket Make(S3Call call, string region)
    {
        call.Authorize("CreateBucket", call.BucketArn, PutRequest.AclKeys(call).With("s3:locationconstraint", region == "us-east-1" ? null : region).With("s3:x-amz-object-ownership", call.Header("x-amz-object-ownership")));
        var name = call.Address.Bucket;
        if (!IsName(name))
        {
            throw S3Faults.InvalidBucketName();
        }

        if (call.State.Buckets.Find(name) is { } taken)
        {
            if (taken.AccountId == call.Caller.AccountId && taken.Region == "us-east-1" && region == "us-east-1")
            {
                // As it was before there were other Regions.
                return taken;
            }

            throw taken.AccountId == call.Caller.AccountId
                ? new ServiceFault("BucketAlreadyOwnedByYou", 409, "Your previous request to create the named bucket succeeded and you already own it.")
                : new ServiceFault("BucketAlreadyExists", 409, "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.");
        }

        var settings = PutRequest.AuthorizeBucket(call);
        var bucket = new Bucket(name, call.Caller.AccountId, region, call.Now);
        foreach (var (setting, xml) in settings)
        {
            bucket.Settings.Add(setting, xml);
        }

        call.State.Buckets.Add(bucket);
        return bucket;
    }

    /// <summary>Takes an empty bucket away.</summary>
    /// <exception cref="ServiceFault">It may not be, or isn't empty.</exception>
    public static void Remove(S3Call call)
    {
        var bucket = call.Bucket();
        call.Authorize("DeleteBucket", call.BucketArn);
        if (bucket.Objects.Count > 0)
        {
            throw new ServiceFault("BucketNotEmpty", 409, "The bucket you tried to delete is not empty");
        }

        call.State.Buckets.Remove(bucket);
    }

    private static WireResponse List(S3Call call)
    {
        call.Authorize("ListAllMyBuckets", "*");
        return S3Call.Xml("ListAllMyBucketsResult", Owner(call.Caller.AccountId) + "<Buckets>" + string.Concat(call.State.Buckets.Of(call.Caller.AccountId).Select(b =>
            $"<Bucket>{S3Call.Element("Name", b.Name)}{S3Call.Element("CreationDate", S3Call.Time(b.Created))}{S3Call.Element("BucketRegion", b.Region)}</Bucket>")) + "</Buckets>");
    }

    private static WireResponse Create(S3Call call)
    {
        var region = call.Body.IsEmpty ? null : call.Xml().Descendants().FirstOrDefault(e => e.Name.LocalName == "LocationConstraint")?.Value;
        if (region is null && call.Region != "us-east-1")
        {
            throw new ServiceFault("IllegalLocationConstraintException", 400, "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.");
        }

        if (region is not null && region != call.Region)
        {
            throw new ServiceFault("IllegalLocationConstraintException", 400, $"The {region} location constraint is incompatible for the region specific endpoint this request was sent to.");
        }

        Make(call, region ?? "us-east-1");
        return S3Call.Empty(200).With("Location", "/" + call.Address.Bucket);
    }

    private static WireResponse Delete(S3Call call)
    {
        Remove(call);
        return S3Call.Empty(204);
    }

    // HeadBucket asks for the permission to list, as its page in the API Reference says.
    private static WireResponse Head(S3Call call)
    {
        var bucket = call.Bucket();
        call.Authorize("ListBucket", call.BucketArn);
        return S3Call.Empty(200).With("x-amz-bucket-region", bucket.Region);
    }

    private static WireResponse Location(S3Call call)
    {
        var bucket = call.Bucket();
        call.Authorize("GetBucketLocation", call.BucketArn);
        return S3Call.Xml("LocationConstraint", bucket.Region == "us-east-1" ? "" : bucket.Region);
    }

    /// <summary>Writes an owner.</summary>
    internal static string Owner(string accountId) => $"<Owner><ID>{IdSource.StableHex(accountId, 64)}</ID></Owner>";

    // "General purpose bucket naming rules", Amazon S3 User Guide.
    private static bool IsName(string name) => name.Length is >= 3 and <= 63
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && !name.Contains("..", StringComparison.Ordinal) && !System.Net.IPAddress.TryParse(name, out _);
}
