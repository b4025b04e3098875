using System.Collections.Immutable;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.CloudFormation.Iam;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Storage;

/// <summary>Makes buckets: "AWS::S3::Bucket", AWS CloudFormation User Guide, with the calls of its published handlers.</summary>
internal sealed class BucketHandler : ResourceHandler
{
    private const string Xmlns = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    // What each property is set by.
    private static readonly ImmutableArray<(string Property, string Action)> Settings =
    [
        ("AccelerateConfiguration", "PutAccelerateConfiguration"), ("AnalyticsConfigurations", "PutAnalyticsConfiguration"), ("BucketEncryption", "PutEncryptionConfiguration"),
        ("CorsConfiguration", "PutBucketCORS"), ("IntelligentTieringConfigurations", "PutIntelligentTieringConfiguration"), ("InventoryConfigurations", "PutInventoryConfiguration"),
        ("LifecycleConfiguration", "PutLifecycleConfiguration"), ("LoggingConfiguration", "PutBucketLogging"), ("MetricsConfigurations", "PutMetricsConfiguration"),
        ("NotificationConfiguration", "PutBucketNotification"), ("ObjectLockConfiguration", "PutBucketObjectLockConfiguration"), ("OwnershipControls", "PutBucketOwnershipControls"),
        ("PublicAccessBlockConfiguration", "PutBucketPublicAccessBlock"), ("ReplicationConfiguration", "PutReplicationConfiguration"), ("VersioningConfiguration", "PutBucketVersioning"),
        ("WebsiteConfiguration", "PutBucketWebsite"), ("AccessControl", "PutBucketAcl"),
    ];

    // What is looked at before a change.
    private static readonly List<string> Reading =
    [
        "GetAccelerateConfiguration", "GetLifecycleConfiguration", "GetBucketPublicAccessBlock", "GetAnalyticsConfiguration", "GetBucketCORS", "GetEncryptionConfiguration", "GetInventoryConfiguration",
        "GetBucketLogging", "GetMetricsConfiguration", "GetBucketNotification", "GetBucketVersioning", "GetReplicationConfiguration", "GetBucketWebsite", "GetBucketObjectLockConfiguration", "GetBucketTagging",
        "GetBucketOwnershipControls", "GetIntelligentTieringConfiguration", "GetBucketAbac", "ListTagsForResource", "ListBucket",
    ];

    // Under a name that no template can ask for.
    private const string TagsAttribute = " tags";

    private static readonly ImmutableArray<string> PublicAccessFlags = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    private static readonly ResourceRule Names = new("AWS::S3::Bucket") { MaxName = 63, IsLower = true };

    public override MadeResource Create(ResourceRequest request)
    {
        var name = request.Properties.TextOf("BucketName") ?? PhysicalNames.Make(request.Place.StackName, request.LogicalId, Names, request.Calls.State.Ids);
        var calls = request.Calls;
        calls.Ask("s3:CreateBucket", Arn(request, name), new Keys().With("s3:locationconstraint", request.Place.Region == "us-east-1" ? null : request.Place.Region));
        if (calls.State.Buckets.Find(name) is not null)
        {
            throw new ServiceFault("BucketAlreadyExists", 409, $"{name} already exists");
        }

        var bucket = new Bucket(name, request.Place.AccountId, request.Place.Region, calls.Now);
        calls.State.Buckets.Add(bucket);
        request.Begun = Made(request, name);
        Set(request, bucket, null);
        calls.Ask("s3:ListBucket", Arn(request, name), new Keys());
        return request.Begun;
    }

    public override bool Replaces(ResourceRequest request, StackResource present) => request.Properties.TextOf("BucketName") != present.Properties.TextOf("BucketName");

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        var bucket = request.Calls.State.Buckets.Find(present.PhysicalId) ?? throw new ServiceFault("NoSuchBucket", 404, "The specified bucket does not exist");
        Reading.ForEach(action => request.Calls.Ask("s3:" + action, Arn(request, bucket.Name), new Keys()));
        Set(request, bucket, present);
        return Made(request, bucket.Name);
    }

    public override void Delete(ResourceRequest request, StackResource present)
    {
        request.Calls.Ask("s3:ListBucket", Arn(request, present.PhysicalId), new Keys());
        request.Calls.Ask("s3:DeleteBucket", Arn(request, present.PhysicalId), new Keys());
        if (request.Calls.State.Buckets.Find(present.PhysicalId) is { } bucket)
        {
            if (bucket.Objects.Count > 0)
            {
                throw new ServiceFault("BucketNotEmpty", 409, "The bucket you tried to delete is not empty");
            }

            request.Calls.State.Buckets.Remove(bucket);
        }
    }

    private static void Set(ResourceRequest request, Bucket bucket, StackResource? present)
    {
        var (arn, before) = (Arn(request, bucket.Name), present?.Properties);
        foreach (var (property, action) in Settings.Where(s => !Differences.Same(request.Properties.Find(s.Property), before?.Find(s.Property))))
        {
            // "CreateBucket", Amazon S3 API Reference: a private bucket takes s3:CreateBucket alone.
            if (property == "AccessControl" && before is null && request.Properties.TextOf(property) == "Private")
            {
                continue;
            }

            var isGone = property is "WebsiteConfiguration" && request.Properties.Find(property) is null;
            request.Calls.Ask(isGone ? "s3:DeleteBucketWebsite" : "s3:" + action, arn, new Keys());
            if (property is "ReplicationConfiguration" && request.Properties.Find(property)?.TextOf("Role") is { } role)
            {
                request.Calls.Ask("iam:PassRole", role, new Keys().With("iam:PassedToService", "s3.amazonaws.com"));
            }
        }

        if (TextOf(request.Tags) is var tags && tags != (present?.Attributes.GetValueOrDefault(TagsAttribute) ?? ""))
        {
            request.Calls.Ask("s3:PutBucketTagging", arn, new Keys().WithTags(request.Tags));
        }

        Keep(bucket, "versioning", request.Properties.Find("VersioningConfiguration")?.TextOf("Status") is { } status ? $"<VersioningConfiguration {Xmlns}><Status>{Answers.Escape(status)}</Status></VersioningConfiguration>" : null);
        var rule = request.Properties.Find("BucketEncryption")?.Find("ServerSideEncryptionConfiguration")?.Items is [var first, ..] ? first.Find("ServerSideEncryptionByDefault") : null;
        Keep(bucket, "encryption", rule is null ? null
            : $"<ServerSideEncryptionConfiguration {Xmlns}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>{Answers.Escape(rule.TextOf("SSEAlgorithm") ?? "AES256")}</SSEAlgorithm>"
                + $"{(rule.TextOf("KMSMasterKeyID") is { } key ? $"<KMSMasterKeyID>{Answers.Escape(key)}</KMSMasterKeyID>" : "")}</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>");
        var block = request.Properties.Find("PublicAccessBlockConfiguration");
        Keep(bucket, "publicAccessBlock", block is null ? null : $"<PublicAccessBlockConfiguration {Xmlns}>"
            + string.Concat(PublicAccessFlags.Select(flag => $"<{flag}>{(block.TextOf(flag) == "true" ? "true" : "false")}</{flag}>"))
            + "</PublicAccessBlockConfiguration>");
    }

    private static void Keep(Bucket bucket, string setting, string? xml)
    {
        if (xml is null)
        {
            bucket.Settings.Remove(setting);
        }
        else
        {
            bucket.Settings[setting] = xml;
        }

        Changes.Note();
    }

    private static string TextOf(IEnumerable<KeyValuePair<string, string>> tags) => string.Join('\n', tags.Select(tag => $"{tag.Key}={tag.Value}"));

    private static string Arn(ResourceRequest request, string name) => $"arn:{request.Place.Partition}:s3:::{name}";

    private static MadeResource Made(ResourceRequest request, string name)
    {
        var (region, suffix) = (request.Place.Region, request.Place.Suffix);
        return new MadeResource(name, new Dictionary<string, string>
        {
            ["Arn"] = Arn(request, name),
            [TagsAttribute] = TextOf(request.Tags),
            ["DomainName"] = $"{name}.s3.{suffix}",
            ["RegionalDomainName"] = $"{name}.s3.{region}.{suffix}",
            ["DualStackDomainName"] = $"{name}.s3.dualstack.{region}.{suffix}",
            ["WebsiteURL"] = $"http://{name}.s3-website-{region}.{suffix}",
        }.ToImmutableDictionary(StringComparer.Ordinal));
    }
}
