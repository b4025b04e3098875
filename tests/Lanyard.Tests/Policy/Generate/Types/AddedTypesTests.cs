using Lanyard.Policy.Generate;

namespace Lanyard.Tests.Policy.Generate.Types;

/// <summary>Types that plugins and constructs add: what only some properties need, and on what. From the schemas that AWS publishes and the service authorization reference.</summary>
public sealed class AddedTypesTests
{
    private const string Key = "arn:aws:kms:eu-west-1:111111111111:key/1";

    // The property that brings the need, the action, and the resource it is on.
    [Theory]
    [InlineData("AWS::AppConfig::Deployment", "ApplicationId: abc1234, EnvironmentId: e, ConfigurationProfileId: p, DeploymentStrategyId: s", "KmsKeyIdentifier: 'KEY'", "kms:GenerateDataKey", Key)]
    [InlineData("AWS::Batch::ComputeEnvironment", "ComputeEnvironmentName: jobs", "ComputeResources: {LaunchTemplate: {LaunchTemplateName: t}}", "ec2:DescribeLaunchTemplateVersions", "*")]
    [InlineData("AWS::EKS::Cluster", "Name: c, RoleArn: 'arn:aws:iam::111111111111:role/r'", "EncryptionConfig: [{Provider: {KeyArn: 'KEY'}}]", "kms:CreateGrant", Key)]
    [InlineData("AWS::EKS::Addon", "ClusterName: c, AddonName: a", "PodIdentityAssociations: [{ServiceAccount: s, RoleArn: 'arn:aws:iam::111111111111:role/r'}]", "eks:CreatePodIdentityAssociation", "arn:aws:eks:eu-west-1:111111111111:cluster/c")]
    [InlineData("AWS::MSK::Cluster", "ClusterName: k", "LoggingInfo: {BrokerLogs: {S3: {Bucket: logs}}}", "s3:PutBucketPolicy", "arn:aws:s3:::logs")]
    [InlineData("AWS::MSK::Cluster", "ClusterName: k", "LoggingInfo: {BrokerLogs: {S3: {Bucket: logs}}}", "logs:CreateLogDelivery", "*")]
    [InlineData("AWS::Location::Tracker", "TrackerName: t", "KmsKeyId: 'KEY'", "kms:DescribeKey", Key)]
    [InlineData("AWS::CodeArtifact::Repository", "DomainName: d, RepositoryName: r", "Upstreams: [u]", "codeartifact:AssociateWithDownstreamRepository", "arn:aws:codeartifact:eu-west-1:111111111111:repository/d/*")]
    [InlineData("AWS::S3Vectors::VectorBucket", "VectorBucketName: v", "EncryptionConfiguration: {KmsKeyArn: 'KEY'}", "kms:GenerateDataKey", Key)]
    [InlineData("AWS::ECR::PullThroughCacheRule", "EcrRepositoryPrefix: p", "CredentialArn: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/x-AbCdEf'", "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/x-AbCdEf")]
    [InlineData("AWS::OpenSearchServerless::SecurityConfig", "Name: n", "Type: iamidentitycenter", "sso:ListApplications", "*")]
    public void A_property_brings_its_need_and_without_it_there_is_none(string type, string always, string property, string action, string resource)
    {
        Assert.Contains(resource, Of(type, $"{always}, {property}").On(action));
        Assert.Empty(Of(type, always).On(action));
    }

    [Theory]
    [InlineData("AWS::AppConfig::Environment", "ApplicationId: abc1234, Name: prod", "appconfig:DeleteEnvironment", "arn:aws:appconfig:eu-west-1:111111111111:application/abc1234/environment/*")]
    [InlineData("AWS::Batch::JobQueue", "JobQueueName: q, ComputeEnvironmentOrder: [{Order: 1, ComputeEnvironment: jobs}]", "batch:CreateJobQueue", "arn:aws:batch:eu-west-1:111111111111:compute-environment/jobs")]
    [InlineData("AWS::EKS::Nodegroup", "ClusterName: c, NodegroupName: n", "eks:DeleteNodegroup", "arn:aws:eks:eu-west-1:111111111111:nodegroup/c/n/*")]
    [InlineData("AWS::MSK::ServerlessCluster", "ClusterName: k", "kafka:CreateClusterV2", "arn:aws:kafka:eu-west-1:111111111111:cluster/k/*")]
    [InlineData("AWS::Timestream::Table", "DatabaseName: d, TableName: t", "timestream:CreateTable", "arn:aws:timestream:eu-west-1:111111111111:database/d/table/t")]
    [InlineData("AWS::Budgets::Budget", "Budget: {BudgetName: monthly}", "budgets:ModifyBudget", "arn:aws:budgets::111111111111:budget/monthly")]
    [InlineData("AWS::VerifiedPermissions::Policy", "PolicyStoreId: s", "verifiedpermissions:CreatePolicy", "arn:aws:verifiedpermissions::111111111111:policy-store/s")]
    public void The_ARN_is_the_one_that_AWS_checks(string type, string properties, string action, string resource) => Assert.Contains(resource, Of(type, properties).On(action));

    private static NeededAccess Of(string type, string properties) => Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', Properties: {{{properties.Replace("KEY", Key, StringComparison.Ordinal)}}}}}");
}
