using Lanyard.Policy.Generate;

namespace Lanyard.Tests.Policy.Generate;

/// <summary>Roles that a deployment hands to a service.</summary>
public sealed class PassedRoleTests
{
    private const string Role = "arn:aws:iam::111111111111:role/it";

    [Theory]
    [InlineData("AWS::Lambda::Function", "Role: 'ROLE'", "lambda.amazonaws.com")]
    [InlineData("AWS::Events::Rule", "Targets: [{Id: a, Arn: x, RoleArn: 'ROLE'}]", "events.amazonaws.com")]
    [InlineData("AWS::Scheduler::Schedule", "Target: {Arn: x, RoleArn: 'ROLE'}", "scheduler.amazonaws.com")]
    [InlineData("AWS::Pipes::Pipe", "RoleArn: 'ROLE'", "pipes.amazonaws.com")]
    [InlineData("AWS::AppSync::DataSource", "ServiceRoleArn: 'ROLE'", "appsync.amazonaws.com")]
    [InlineData("AWS::AppSync::GraphQLApi", "LogConfig: {CloudWatchLogsRoleArn: 'ROLE'}", "appsync.amazonaws.com")]
    [InlineData("AWS::Cognito::UserPool", "SmsConfiguration: {SnsCallerArn: 'ROLE'}", "cognito-idp.amazonaws.com")]
    [InlineData("AWS::Cognito::IdentityPoolRoleAttachment", "Roles: {authenticated: 'ROLE'}", "cognito-identity.amazonaws.com")]
    [InlineData("AWS::StepFunctions::StateMachine", "RoleArn: 'ROLE'", "states.amazonaws.com")]
    [InlineData("AWS::Logs::SubscriptionFilter", "LogGroupName: g, RoleArn: 'ROLE'", "logs.amazonaws.com")]
    [InlineData("AWS::ApiGateway::Account", "CloudWatchRoleArn: 'ROLE'", "apigateway.amazonaws.com")]
    [InlineData("AWS::AppConfig::ConfigurationProfile", "RetrievalRoleArn: 'ROLE'", "appconfig.amazonaws.com")]
    [InlineData("AWS::AppConfig::Environment", "Monitors: [{AlarmArn: x, AlarmRoleArn: 'ROLE'}]", "appconfig.amazonaws.com")]
    [InlineData("AWS::Batch::ComputeEnvironment", "ServiceRole: 'ROLE'", "batch.amazonaws.com")]
    [InlineData("AWS::Batch::JobDefinition", "ContainerProperties: {JobRoleArn: 'ROLE'}", "ecs-tasks.amazonaws.com")]
    [InlineData("AWS::EKS::Cluster", "RoleArn: 'ROLE'", "eks.amazonaws.com")]
    [InlineData("AWS::EKS::Nodegroup", "ClusterName: c, NodeRole: 'ROLE'", "ec2.amazonaws.com")]
    [InlineData("AWS::EKS::FargateProfile", "ClusterName: c, PodExecutionRoleArn: 'ROLE'", "eks-fargate-pods.amazonaws.com")]
    [InlineData("AWS::IoT::RoleAlias", "RoleArn: 'ROLE'", "credentials.iot.amazonaws.com")]
    [InlineData("AWS::IoT::ProvisioningTemplate", "ProvisioningRoleArn: 'ROLE'", "iot.amazonaws.com")]
    [InlineData("AWS::AppRunner::Service", "InstanceConfiguration: {InstanceRoleArn: 'ROLE'}", "tasks.apprunner.amazonaws.com")]
    [InlineData("AWS::Chatbot::SlackChannelConfiguration", "IamRoleArn: 'ROLE'", "chatbot.amazonaws.com")]
    [InlineData("AWS::Budgets::BudgetsAction", "ExecutionRoleArn: 'ROLE'", "budgets.amazonaws.com")]
    [InlineData("AWS::RUM::AppMonitor", "Name: m, AppMonitorConfiguration: {GuestRoleArn: 'ROLE'}", "cognito-identity.amazonaws.com")]
    [InlineData("AWS::Redshift::Cluster", "IamRoles: ['ROLE']", "redshift.amazonaws.com")]
    [InlineData("AWS::Redshift::ScheduledAction", "IamRole: 'ROLE'", "scheduler.redshift.amazonaws.com")]
    [InlineData("AWS::Transfer::Server", "LoggingRole: 'ROLE'", "transfer.amazonaws.com")]
    [InlineData("AWS::Transfer::Server", "WorkflowDetails: {OnUpload: [{WorkflowId: w, ExecutionRole: 'ROLE'}]}", "transfer.amazonaws.com")]
    [InlineData("AWS::Transfer::User", "ServerId: s, UserName: u, Role: 'ROLE'", "transfer.amazonaws.com")]
    [InlineData("AWS::Transfer::Connector", "AccessRole: 'ROLE'", "transfer.amazonaws.com")]
    [InlineData("AWS::Transfer::Agreement", "ServerId: s, AccessRole: 'ROLE'", "transfer.amazonaws.com")]
    [InlineData("AWS::CloudTrail::Trail", "CloudWatchLogsRoleArn: 'ROLE'", "cloudtrail.amazonaws.com")]
    [InlineData("AWS::CloudTrail::EventDataStore", "FederationEnabled: true, FederationRoleArn: 'ROLE'", "lakeformation.amazonaws.com")]
    [InlineData("AWS::Config::ConfigurationRecorder", "RoleARN: 'ROLE'", "config.amazonaws.com")]
    [InlineData("AWS::Config::ConfigurationAggregator", "OrganizationAggregationSource: {RoleArn: 'ROLE'}", "config.amazonaws.com")]
    [InlineData("AWS::Config::RemediationConfiguration", "ConfigRuleName: r, Parameters: {AutomationAssumeRole: {StaticValue: {Values: ['ROLE']}}}", "ssm.amazonaws.com")]
    [InlineData("AWS::Neptune::DBCluster", "AssociatedRoles: [{RoleArn: 'ROLE'}]", "rds.amazonaws.com")]
    [InlineData("AWS::DAX::Cluster", "IAMRoleARN: 'ROLE'", "dax.amazonaws.com")]
    [InlineData("AWS::GuardDuty::MalwareProtectionPlan", "Role: 'ROLE'", "malware-protection-plan.guardduty.amazonaws.com")]
    public void A_role_is_passed_to_the_service_that_uses_it(string type, string properties, string service)
    {
        var needs = Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', Properties: {{{properties.Replace("ROLE", Role, StringComparison.Ordinal)}}}}}").Needs.Where(n => n.Action == "iam:PassRole").ToArray();
        Assert.All(needs, n => Assert.Equal(Role, n.Resource));
        var condition = Assert.Single(Assert.Single(needs).Conditions);
        Assert.Equal(("StringEquals", "iam:PassedToService", service), (condition.Operator, condition.Key, Assert.Single(condition.Values)));

        Assert.Empty(Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', Properties: {{Description: none}}}}").On("iam:PassRole"));
    }

    [Fact]
    public void A_role_of_the_template_is_passed_by_the_name_that_it_gets() =>
        Assert.Equal(["arn:aws:iam::111111111111:role/orders-dev-Runner-*"], Lab.NeedsOf("""
            Resources:
              Runner: {Type: 'AWS::IAM::Role', Properties: {}}
              F: {Type: 'AWS::Lambda::Function', Properties: {Role: !GetAtt Runner.Arn}}
            """).On("iam:PassRole"));

    [Fact]
    public void A_role_that_only_the_deployment_knows_may_have_a_path_or_none() =>
        Assert.Equal(["arn:aws:iam::111111111111:role/*"], Lab.NeedsOf("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {Role: !ImportValue shared}}").On("iam:PassRole"));

    [Theory]
    [InlineData("AWS::ApiGatewayV2::DomainName", "DomainName: a.example", "ops.apigateway.amazonaws.com")]
    [InlineData("AWS::EFS::FileSystem", "Encrypted: true", "elasticfilesystem.amazonaws.com")]
    [InlineData("AWS::KMS::Key", "MultiRegion: true", "mrk.kms.amazonaws.com")]
    [InlineData("AWS::AmazonMQ::Broker", "BrokerName: b", "mq.amazonaws.com")]
    [InlineData("AWS::RUM::AppMonitor", "Name: m", "rum.amazonaws.com")]
    [InlineData("AWS::Cassandra::Keyspace", "ReplicationSpecification: {ReplicationStrategy: MULTI_REGION, RegionList: [eu-west-1, us-east-1]}", "replication.cassandra.amazonaws.com")]
    [InlineData("AWS::Cassandra::Table", "KeyspaceName: k, AutoScalingSpecifications: {ReadCapacityAutoScaling: {MinimumUnits: 1}}", "cassandra.application-autoscaling.amazonaws.com")]
    [InlineData("AWS::Redshift::Cluster", "NodeType: ra3.large", "redshift.amazonaws.com")]
    [InlineData("AWS::RedshiftServerless::Namespace", "NamespaceName: n", "redshift.amazonaws.com")]
    [InlineData("AWS::CloudTrail::Trail", "IsOrganizationTrail: true", "cloudtrail.amazonaws.com")]
    [InlineData("AWS::Config::ConformancePack", "ConformancePackName: p", "config-conforms.amazonaws.com")]
    [InlineData("AWS::Neptune::DBCluster", "StorageEncrypted: true", "rds.amazonaws.com")]
    [InlineData("AWS::DocDB::DBCluster", "StorageEncrypted: true", "rds.amazonaws.com")]
    [InlineData("AWS::DocDBElastic::Cluster", "ClusterName: c", "docdb-elastic.amazonaws.com")]
    [InlineData("AWS::MemoryDB::Cluster", "ClusterName: c", "memorydb.amazonaws.com")]
    [InlineData("AWS::DAX::Cluster", "ClusterName: c", "dax.amazonaws.com")]
    [InlineData("AWS::FSx::FileSystem", "FileSystemType: LUSTRE", "fsx.amazonaws.com")]
    [InlineData("AWS::FSx::DataRepositoryAssociation", "FileSystemId: f, DataRepositoryPath: 's3://b/p'", "s3.data-source.lustre.fsx.amazonaws.com")]
    [InlineData("AWS::GuardDuty::Detector", "Enable: true", "guardduty.amazonaws.com")]
    [InlineData("AWS::SecurityHub::Hub", "EnableDefaultStandards: true", "securityhub.amazonaws.com")]
    public void A_service_makes_its_own_role_the_first_time(string type, string properties, string service)
    {
        var need = Assert.Single(Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', Properties: {{{properties}}}}}").Needs, n => n.Action == "iam:CreateServiceLinkedRole");
        Assert.Equal($"arn:aws:iam::111111111111:role/aws-service-role/{service}/*", need.Resource);
        Assert.Equal(new NeedCondition("StringEquals", "iam:AWSServiceName", [service]), Assert.Single(need.Conditions));
    }

    [Theory]
    [InlineData("AWS::SQS::Queue", "QueueName: a")]
    [InlineData("AWS::KMS::Key", "MultiRegion: false")]
    [InlineData("AWS::S3::Bucket", "BucketName: a")]
    [InlineData("AWS::Cassandra::Keyspace", "KeyspaceName: k")]
    [InlineData("AWS::CloudTrail::Trail", "IsOrganizationTrail: false")]
    public void What_uses_no_role_of_the_service_makes_none(string type, string properties) =>
        Assert.Empty(Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', Properties: {{{properties}}}}}").On("iam:CreateServiceLinkedRole"));
}
