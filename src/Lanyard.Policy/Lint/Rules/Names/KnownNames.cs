using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Names;

/// <summary>
/// What rules know of AWS that the catalogue doesn't hold. Partitions and Regions are those of botocore 1.43.11 (data/partitions.json, 20 May 2026);
/// the notes on keys are of the IAM User Guide, "AWS global condition context keys", as of August 2026.
/// </summary>
internal static class KnownNames
{
    /// <summary>Since when Regions may have come that aren't listed here.</summary>
    public const string DayOfRegions = "May 2026";

    /// <summary>Gets the Regions of each partition.</summary>
    public static IReadOnlyDictionary<string, string[]> Partitions { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["aws"] =
        [
            "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
            "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
            "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2",
            "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1",
            "us-west-2",
        ],
        ["aws-cn"] = ["cn-north-1", "cn-northwest-1"],
        ["aws-eusc"] = ["eusc-de-east-1"],
        ["aws-iso"] = ["us-iso-east-1", "us-iso-west-1"],
        ["aws-iso-b"] = ["us-isob-east-1", "us-isob-west-1"],
        ["aws-iso-e"] = ["eu-isoe-west-1"],
        ["aws-iso-f"] = ["us-isof-east-1", "us-isof-south-1"],
        ["aws-us-gov"] = ["us-gov-east-1", "us-gov-west-1"],
    };

    /// <summary>Gets the Regions of all partitions.</summary>
    public static ImmutableArray<string> Regions { get; } = [.. Partitions.Values.SelectMany(regions => regions).Order(StringComparer.Ordinal)];

    /// <summary>Gets what people call services by, where the prefix of their actions is another.</summary>
    public static IReadOnlyDictionary<string, string> Prefixes { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["apigatewayv2"] = "apigateway",
        ["cloudwatchlogs"] = "logs",
        ["cloudwatch-logs"] = "logs",
        ["cloudwatchevents"] = "events",
        ["cognito"] = "cognito-idp",
        ["docdb"] = "rds",
        ["efs"] = "elasticfilesystem",
        ["elb"] = "elasticloadbalancing",
        ["elasticloadbalancingv2"] = "elasticloadbalancing",
        ["elbv2"] = "elasticloadbalancing",
        ["emr"] = "elasticmapreduce",
        ["eventbridge"] = "events",
        ["kinesisfirehose"] = "firehose",
        ["monitoring"] = "cloudwatch",
        ["msk"] = "kafka",
        ["neptune"] = "rds",
        ["opensearch"] = "es",
        ["sesv2"] = "ses",
        ["sfn"] = "states",
        ["stepfunctions"] = "states",
        ["wafregional"] = "waf-regional",
    };

    /// <summary>Gets API operations that people take for actions, with the action that allows them.</summary>
    public static IReadOnlyDictionary<string, string> Operations { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["lambda:Invoke"] = "lambda:InvokeFunction",
        ["s3:CompleteMultipartUpload"] = "s3:PutObject",
        ["s3:CreateMultipartUpload"] = "s3:PutObject",
        ["s3:DeleteBucketCors"] = "s3:PutBucketCORS",
        ["s3:DeleteObjects"] = "s3:DeleteObject",
        ["s3:GetBucketEncryption"] = "s3:GetEncryptionConfiguration",
        ["s3:GetBucketLifecycleConfiguration"] = "s3:GetLifecycleConfiguration",
        ["s3:GetBucketReplication"] = "s3:GetReplicationConfiguration",
        ["s3:GetObjectLockConfiguration"] = "s3:GetBucketObjectLockConfiguration",
        ["s3:HeadBucket"] = "s3:ListBucket",
        ["s3:HeadObject"] = "s3:GetObject",
        ["s3:ListBuckets"] = "s3:ListAllMyBuckets",
        ["s3:ListObjects"] = "s3:ListBucket",
        ["s3:ListObjectsV2"] = "s3:ListBucket",
        ["s3:PutBucketEncryption"] = "s3:PutEncryptionConfiguration",
        ["s3:PutBucketLifecycleConfiguration"] = "s3:PutLifecycleConfiguration",
        ["s3:PutBucketReplication"] = "s3:PutReplicationConfiguration",
        ["s3:UploadPart"] = "s3:PutObject",
    };

    /// <summary>
    /// Gets the keys of AWS IoT Core's own policies, which its Developer Guide has ("Thing policy variables" and "CONNECT attributes") and the Service
    /// Authorization Reference hasn't: all that start so.
    /// </summary>
    public static ImmutableArray<string> OfDevices { get; } = ["iot:Certificate.", "iot:Connection.", "iot:ConnectAttributes"];

    /// <summary>Gets services in which AWS has resources of its own, whose ARNs have no account: documents and parameters, and views.</summary>
    public static IReadOnlySet<string> WithResourcesOfAws { get; } = new HashSet<string>(StringComparer.Ordinal) { "ssm", "resource-explorer-2" };

    /// <summary>
    /// Gets the keys that come with more actions than the Service Authorization Reference lists, as the guides of AWS Marketplace and DynamoDB have it:
    /// subscriptions, and the parts of transactions.
    /// </summary>
    public static IReadOnlySet<string> ListedInPart { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "aws-marketplace:ProductId", "dynamodb:EnclosingOperation" };

    /// <summary>
    /// Gets the resources that work in policies and that the Service Authorization Reference lacks: CloudFormation's macros, such as that of SAM.
    /// </summary>
    public static IReadOnlySet<string> Unlisted { get; } = new HashSet<string>(StringComparer.Ordinal) { "cloudformation:transform" };

    /// <summary>Gets the keys whose value the caller writes into the request as he likes.</summary>
    public static ImmutableArray<string> WrittenByCaller { get; } = ["aws:UserAgent", "aws:Referer"];

    /// <summary>Gets the keys that say something only together with one of others: an address is unique in its VPC alone.</summary>
    public static IReadOnlyDictionary<string, string[]> Pairs { get; } = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
    {
        ["aws:VpcSourceIp"] = ["aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce"],
        ["aws:Ec2InstanceSourcePrivateIPv4"] = ["aws:Ec2InstanceSourceVpc"],
    };

    /// <summary>Gets the keys that tell whose VPC endpoint was used, and that only some services send.</summary>
    public static ImmutableArray<string> OfEndpointOwner { get; } = ["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"];

    /// <summary>Gets the keys that every request carries, whoever sends it.</summary>
    public static IReadOnlySet<string> InEveryRequest { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "aws:CurrentTime", "aws:EpochTime", "aws:PrincipalAccount", "aws:PrincipalType", "aws:RequestedRegion", "aws:SecureTransport", "aws:userid"
    };

    /// <summary>Gets the keys that tell an account or organization.</summary>
    public static IReadOnlySet<string> OfAccounts { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:ResourceAccount", "aws:ResourceOrgID", "aws:SourceAccount", "aws:SourceOrgID",
        "aws:SourceOwner", "aws:VpceAccount", "aws:VpceOrgID", "kms:CallerAccount", "s3:DataAccessPointAccount", "s3:ResourceAccount"
    };

    /// <summary>Gets the service whose actions and ARNs the policy of a resource may name, by its CloudFormation type.</summary>
    public static IReadOnlyDictionary<string, string> ServiceOfResource { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS::ApiGateway::RestApi"] = "execute-api",
        ["AWS::Backup::BackupVault"] = "backup",
        ["AWS::CodeArtifact::Domain"] = "codeartifact",
        ["AWS::CodeArtifact::Repository"] = "codeartifact",
        ["AWS::DynamoDB::GlobalTable"] = "dynamodb",
        ["AWS::DynamoDB::Table"] = "dynamodb",
        ["AWS::ECR::Repository"] = "ecr",
        ["AWS::EFS::FileSystem"] = "elasticfilesystem",
        ["AWS::Elasticsearch::Domain"] = "es",
        ["AWS::Events::EventBus"] = "events",
        ["AWS::Events::EventBusPolicy"] = "events",
        ["AWS::IAM::AssumeRolePolicyDocument"] = "sts",
        ["AWS::IAM::Role"] = "sts",
        ["AWS::KMS::Key"] = "kms",
        ["AWS::KMS::ReplicaKey"] = "kms",
        ["AWS::Kinesis::Stream"] = "kinesis",
        ["AWS::Lambda::Function"] = "lambda",
        ["AWS::OpenSearchService::Domain"] = "es",
        ["AWS::S3::AccessPoint"] = "s3",
        ["AWS::S3::Bucket"] = "s3",
        ["AWS::S3::BucketPolicy"] = "s3",
        ["AWS::S3::MultiRegionAccessPoint"] = "s3",
        ["AWS::S3Express::DirectoryBucket"] = "s3express",
        ["AWS::S3ObjectLambda::AccessPoint"] = "s3-object-lambda",
        ["AWS::S3Outposts::Bucket"] = "s3-outposts",
        ["AWS::S3Tables::Table"] = "s3tables",
        ["AWS::S3Tables::TableBucket"] = "s3tables",
        ["AWS::SNS::Topic"] = "sns",
        ["AWS::SNS::TopicInlinePolicy"] = "sns",
        ["AWS::SNS::TopicPolicy"] = "sns",
        ["AWS::SQS::Queue"] = "sqs",
        ["AWS::SQS::QueueInlinePolicy"] = "sqs",
        ["AWS::SQS::QueuePolicy"] = "sqs",
        ["AWS::SecretsManager::ResourcePolicy"] = "secretsmanager",
        ["AWS::SecretsManager::Secret"] = "secretsmanager",
    };
}
