using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Templates;

/// <summary>What the policies in a resource's properties are for.</summary>
internal static class PolicyProperties
{
    // Resource types that hold the policy of another, with that one's type.
    private static readonly Dictionary<string, string> Owners = new(StringComparer.Ordinal)
    {
        ["AWS::S3::BucketPolicy"] = "AWS::S3::Bucket",
        ["AWS::S3::MultiRegionAccessPointPolicy"] = "AWS::S3::MultiRegionAccessPoint",
        ["AWS::S3ObjectLambda::AccessPointPolicy"] = "AWS::S3ObjectLambda::AccessPoint",
        ["AWS::S3Express::BucketPolicy"] = "AWS::S3Express::DirectoryBucket",
        ["AWS::S3Outposts::BucketPolicy"] = "AWS::S3Outposts::Bucket",
        ["AWS::S3Tables::TableBucketPolicy"] = "AWS::S3Tables::TableBucket",
        ["AWS::S3Tables::TablePolicy"] = "AWS::S3Tables::Table",
        ["AWS::SQS::QueuePolicy"] = "AWS::SQS::Queue",
        ["AWS::SQS::QueueInlinePolicy"] = "AWS::SQS::Queue",
        ["AWS::SNS::TopicPolicy"] = "AWS::SNS::Topic",
        ["AWS::SNS::TopicInlinePolicy"] = "AWS::SNS::Topic",
        ["AWS::KMS::ReplicaKey"] = "AWS::KMS::Key",
        ["AWS::SecretsManager::ResourcePolicy"] = "AWS::SecretsManager::Secret",
        ["AWS::Events::EventBusPolicy"] = "AWS::Events::EventBus",
        ["AWS::DynamoDB::GlobalTable"] = "AWS::DynamoDB::Table",
        ["AWS::Serverless::Api"] = "AWS::ApiGateway::RestApi",
    };

    private static readonly HashSet<string> Identities = new(StringComparer.Ordinal)
    {
        "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy",
        "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy", "AWS::SSO::PermissionSet", "AWS::IoT::Policy", "AWS::Serverless::Function",
        "AWS::Serverless::StateMachine", "AWS::Serverless::GraphQLApi", "AWS::Serverless::Connector",
    };

    /// <summary>Says what a policy is attached to; <see langword="null"/> for text that is no policy of IAM's language.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="property">The property that holds the policy.</param>
    /// <param name="policyType">The resource's own <c>Type</c> property, which policies of an organization have.</param>
    public static (PolicyKind? Kind, string? ResourceType)? Of(string type, string property, string? policyType) => type switch
    {
        "AWS::Organizations::Policy" => policyType switch
        {
            "SERVICE_CONTROL_POLICY" => (PolicyKind.ServiceControl, null),
            "RESOURCE_CONTROL_POLICY" => (PolicyKind.ResourceControl, null),
            _ => null,
        },
        "AWS::EC2::VPCEndpoint" => (PolicyKind.Endpoint, null),
        _ when property == "AssumeRolePolicyDocument" => (PolicyKind.Trust, null),
        _ when Identities.Contains(type) => (PolicyKind.Identity, null),
        _ => (null, Owners.GetValueOrDefault(type, type)),
    };
}
