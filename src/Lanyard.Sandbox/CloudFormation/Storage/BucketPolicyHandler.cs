using System.Collections.Immutable;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.CloudFormation.Iam;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.S3;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Storage;

/// <summary>Puts bucket policies, which count from then on: "AWS::S3::BucketPolicy", AWS CloudFormation User Guide.</summary>
internal sealed class BucketPolicyHandler : ResourceHandler
{
    public override bool TakesTags => false;

    public override MadeResource Create(ResourceRequest request) => Put(request);

    public override bool Replaces(ResourceRequest request, StackResource present) => request.Properties.TextOf("Bucket") != present.Properties.TextOf("Bucket");

    public override MadeResource Update(ResourceRequest request, StackResource present) => Put(request);

    public override void Delete(ResourceRequest request, StackResource present)
    {
        Ask(request, present.PhysicalId, "GetBucketPolicy");
        Ask(request, present.PhysicalId, "DeleteBucketPolicy");
        if (request.Calls.State.Buckets.Find(present.PhysicalId) is { } bucket)
        {
            RequireOwner(request, bucket);
            bucket.Policy = null;
            Changes.Note();
        }
    }

    private static MadeResource Put(ResourceRequest request)
    {
        var name = request.Properties.TextOf("Bucket") ?? throw new ServiceFault("InvalidRequest", 400, "#: required key [Bucket] not found");
        Ask(request, name, "GetBucketPolicy");
        Ask(request, name, "PutBucketPolicy");
        var (json, bucket) = (request.Properties.DocumentOf("PolicyDocument"), request.Calls.State.Buckets.Find(name) ?? throw new ServiceFault("NoSuchBucket", 404, "The specified bucket does not exist"));
        RequireOwner(request, bucket);
        bucket.Policy = BucketPolicyCheck.Read(bucket, json, request.Calls.State);
        Changes.Note();
        return new MadeResource(name, ImmutableDictionary<string, string>.Empty);
    }

    // "PutBucketPolicy", Amazon S3 API Reference: not even who is allowed to may put the policy of another account's bucket.
    private static void RequireOwner(ResourceRequest request, Bucket bucket)
    {
        if (bucket.AccountId != request.Calls.Caller.AccountId)
        {
            throw new ServiceFault("MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
        }
    }

    private static void Ask(ResourceRequest request, string bucket, string action) =>
        request.Calls.Ask($"s3:{action}", $"arn:{request.Place.Partition}:s3:::{bucket}", new Keys());
}
