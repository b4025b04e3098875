using Lanyard.Policy.Generate;

namespace Lanyard.Tests.Policy.Generate.Types;

/// <summary>
/// Databases, file systems, brokers, canaries, and what watches an account: what only some properties need, and on what. From the schemas that AWS publishes, the service
/// authorization reference, and the services' guides.
/// </summary>
public sealed class DataAndAuditTypesTests
{
    private const string Key = "arn:aws:kms:eu-west-1:111111111111:key/1";
    private const string Rds = "arn:aws:rds:eu-west-1:111111111111:";

    // The property that brings the need, the action, and the resource it is on.
    [Theory]
    [InlineData("AWS::AmazonMQ::Broker", "BrokerName: b", "EncryptionOptions: {KmsKeyId: 'KEY'}", "kms:CreateGrant", Key)]
    [InlineData("AWS::AmazonMQ::Broker", "BrokerName: b", "ResourceShareArns: ['arn:aws:ram:eu-west-1:111111111111:resource-share/1']", "ram:AssociateResourceShare", "arn:aws:ram:eu-west-1:111111111111:resource-share/1")]
    [InlineData("AWS::Synthetics::Canary", "Name: c, ExecutionRoleArn: 'arn:aws:iam::111111111111:role/r'", "VPCConfig: {SubnetIds: [s]}", "ec2:DescribeSubnets", "*")]
    [InlineData("AWS::Synthetics::Canary", "Name: c, ExecutionRoleArn: 'arn:aws:iam::111111111111:role/r'", "Code: {S3Bucket: code, S3Key: k}", "s3:GetObject", "arn:aws:s3:::code/*")]
    [InlineData("AWS::RUM::AppMonitor", "Name: m", "CwLogEnabled: true", "logs:CreateLogGroup", "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/vendedlogs/RUMService_*")]
    [InlineData("AWS::Cassandra::Keyspace", "KeyspaceName: k", "ReplicationSpecification: {RegionList: [eu-west-1, us-east-1]}", "cassandra:CreateMultiRegionResource", "arn:aws:cassandra:us-east-1:111111111111:/keyspace/k/")]
    [InlineData("AWS::Cassandra::Table", "KeyspaceName: k, TableName: t", "EncryptionSpecification: {EncryptionType: CUSTOMER_MANAGED_KMS_KEY, KmsKeyIdentifier: 'KEY'}", "kms:Decrypt", Key)]
    [InlineData("AWS::Redshift::Cluster", "ClusterIdentifier: c", "ManageMasterPassword: true", "secretsmanager:CreateSecret", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:redshift!*")]
    [InlineData("AWS::Redshift::Cluster", "ClusterIdentifier: c", "LoggingProperties: {BucketName: b}", "redshift:EnableLogging", "arn:aws:redshift:eu-west-1:111111111111:cluster:c")]
    [InlineData("AWS::RedshiftServerless::Namespace", "NamespaceName: n", "KmsKeyId: 'KEY'", "kms:CreateGrant", Key)]
    [InlineData("AWS::RedshiftServerless::Workgroup", "WorkgroupName: w", "SnapshotName: s", "redshift-serverless:RestoreFromSnapshot", "arn:aws:redshift-serverless:eu-west-1:111111111111:snapshot/*")]
    [InlineData("AWS::Transfer::Server", "Domain: S3", "EndpointDetails: {VpcId: v}", "ec2:CreateVpcEndpoint", "arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint/*")]
    [InlineData("AWS::Transfer::Server", "Domain: S3", "StructuredLogDestinations: [g]", "logs:CreateLogDelivery", "*")]
    [InlineData("AWS::CloudTrail::Trail", "TrailName: t", "IsOrganizationTrail: true", "organizations:ListAWSServiceAccessForOrganization", "*")]
    [InlineData("AWS::CloudTrail::EventDataStore", "Name: s", "KmsKeyId: 'KEY'", "kms:GenerateDataKey", Key)]
    [InlineData("AWS::Config::ConfigurationAggregator", "ConfigurationAggregatorName: a", "OrganizationAggregationSource: {RoleArn: 'arn:aws:iam::111111111111:role/r'}", "organizations:EnableAWSServiceAccess", "*")]
    [InlineData("AWS::Config::ConformancePack", "ConformancePackName: p", "TemplateS3Uri: 's3://b/pack.yaml'", "s3:GetObject", "arn:aws:s3:::b/pack.yaml")]
    [InlineData("AWS::Neptune::DBCluster", "DBClusterIdentifier: c", "SnapshotIdentifier: s", "rds:RestoreDBClusterFromSnapshot", Rds + "cluster:c")]
    [InlineData("AWS::DocDB::DBCluster", "DBClusterIdentifier: c", "KmsKeyId: 'KEY'", "kms:CreateGrant", Key)]
    [InlineData("AWS::DocDBElastic::Cluster", "ClusterName: c", "AuthType: SECRET_ARN, AdminUserPassword: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf'", "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf")]
    [InlineData("AWS::MemoryDB::Cluster", "ClusterName: c", "SnapshotArns: ['arn:aws:s3:::b/dump.rdb']", "s3:GetObject", "arn:aws:s3:::b/dump.rdb")]
    [InlineData("AWS::MemoryDB::Cluster", "ClusterName: c", "FinalSnapshotName: last", "memorydb:CreateSnapshot", "arn:aws:memorydb:eu-west-1:111111111111:snapshot/last")]
    [InlineData("AWS::FSx::FileSystem", "FileSystemType: LUSTRE", "LustreConfiguration: {ImportPath: 's3://b/p'}", "s3:ListBucket", "arn:aws:s3:::b")]
    [InlineData("AWS::FSx::FileSystem", "FileSystemType: WINDOWS", "WindowsConfiguration: {ActiveDirectoryId: d-1}", "ds:DescribeDirectories", "*")]
    [InlineData("AWS::FSx::Volume", "Name: v", "BackupId: backup-1", "fsx:CreateVolumeFromBackup", "arn:aws:fsx:eu-west-1:111111111111:backup/backup-1")]
    [InlineData("AWS::SecurityHub::Standard", "StandardsArn: s", "DisabledStandardsControls: [{StandardsControlArn: c}]", "securityhub:UpdateStandardsControl", "arn:aws:securityhub:eu-west-1:111111111111:hub/default")]
    public void A_property_brings_its_need_and_without_it_there_is_none(string type, string always, string property, string action, string resource)
    {
        Assert.Contains(resource, Of(type, $"{always}, {property}").On(action));
        Assert.Empty(Of(type, always).On(action));
    }

    [Theory]
    [InlineData("AWS::AmazonMQ::Broker", "BrokerName: b", "mq:DeleteBroker", "arn:aws:mq:eu-west-1:111111111111:broker:b:*")]
    [InlineData("AWS::Synthetics::Canary", "Name: c", "synthetics:UpdateCanary", "arn:aws:synthetics:eu-west-1:111111111111:canary:c")]
    [InlineData("AWS::Synthetics::Canary", "Name: c", "lambda:CreateFunction", "arn:aws:lambda:eu-west-1:111111111111:function:cwsyn-c-*")]
    [InlineData("AWS::Cassandra::Table", "KeyspaceName: k, TableName: t", "cassandra:Create", "arn:aws:cassandra:eu-west-1:111111111111:/keyspace/k/table/t")]
    [InlineData("AWS::Cassandra::Type", "KeyspaceName: k, TypeName: t", "cassandra:Create", "arn:aws:cassandra:eu-west-1:111111111111:/keyspace/k/")]
    [InlineData("AWS::Redshift::Cluster", "ClusterIdentifier: Sales", "redshift:CreateCluster", "arn:aws:redshift:eu-west-1:111111111111:cluster:sales")]
    [InlineData("AWS::RedshiftServerless::Workgroup", "WorkgroupName: w", "redshift-serverless:CreateWorkgroup", "arn:aws:redshift-serverless:eu-west-1:111111111111:workgroup/*")]
    [InlineData("AWS::Transfer::User", "ServerId: s-1, UserName: u", "transfer:CreateUser", "arn:aws:transfer:eu-west-1:111111111111:server/s-1")]
    [InlineData("AWS::Transfer::User", "ServerId: s-1, UserName: u", "transfer:UpdateUser", "arn:aws:transfer:eu-west-1:111111111111:user/s-1/u")]
    [InlineData("AWS::CloudTrail::Trail", "TrailName: t", "cloudtrail:CreateTrail", "arn:aws:cloudtrail:eu-west-1:111111111111:trail/t")]
    [InlineData("AWS::Config::ConfigRule", "ConfigRuleName: r", "config:PutConfigRule", "arn:aws:config:eu-west-1:111111111111:config-rule/*")]
    [InlineData("AWS::Neptune::GlobalCluster", "GlobalClusterIdentifier: g", "rds:CreateGlobalCluster", "arn:aws:rds::111111111111:global-cluster:g")]
    [InlineData("AWS::MemoryDB::ACL", "ACLName: a, UserNames: [u]", "memorydb:CreateAcl", "arn:aws:memorydb:eu-west-1:111111111111:user/u")]
    [InlineData("AWS::DAX::Cluster", "ClusterName: c", "dax:CreateCluster", "arn:aws:dax:eu-west-1:111111111111:cache/c")]
    [InlineData("AWS::FSx::DataRepositoryAssociation", "FileSystemId: fs-1, DataRepositoryPath: 's3://b/p'", "fsx:CreateDataRepositoryAssociation", "arn:aws:fsx:eu-west-1:111111111111:file-system/fs-1")]
    [InlineData("AWS::GuardDuty::Filter", "DetectorId: d, Name: f", "guardduty:CreateFilter", "arn:aws:guardduty:eu-west-1:111111111111:detector/d/filter/f")]
    [InlineData("AWS::SecurityHub::DelegatedAdmin", "AdminAccountId: '222222222222'", "organizations:RegisterDelegatedAdministrator", "arn:aws:organizations::*:account/o-*/222222222222")]
    public void The_ARN_is_the_one_that_AWS_checks(string type, string properties, string action, string resource) => Assert.Contains(resource, Of(type, properties).On(action));

    // The service authorization reference has no resource type for these actions.
    [Theory]
    [InlineData("AWS::AmazonMQ::Broker", "mq:CreateBroker")]
    [InlineData("AWS::Synthetics::Canary", "synthetics:CreateCanary")]
    [InlineData("AWS::Transfer::Server", "transfer:CreateServer")]
    [InlineData("AWS::GuardDuty::Detector", "guardduty:CreateDetector")]
    [InlineData("AWS::MemoryDB::User", "memorydb:CreateUser")]
    public void What_has_no_ARN_yet_is_created_on_a_star(string type, string action) => Assert.Equal(["*"], Of(type, "Name: a").On(action));

    [Theory]
    [InlineData("AWS::Neptune::DBCluster", "rds:CreateDBClusterSnapshot", "cluster-snapshot:*")]
    [InlineData("AWS::Neptune::DBInstance", "rds:CreateDBSnapshot", "snapshot:*")]
    [InlineData("AWS::DocDB::DBCluster", "rds:CreateDBClusterSnapshot", "cluster-snapshot:*")]
    public void A_database_that_is_to_leave_a_snapshot_needs_to_make_one(string type, string action, string snapshot)
    {
        Assert.Contains(Rds + snapshot, Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', DeletionPolicy: Snapshot}}").On(action));
        Assert.Empty(Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}'}}").On(action));
    }

    [Fact]
    public void Groups_of_the_template_are_needed_by_the_names_that_they_get() =>
        Assert.Contains(Rds + "cluster-pg:orders-dev-group-*", Lab.NeedsOf("""
            Resources:
              Group: {Type: 'AWS::DocDB::DBClusterParameterGroup', Properties: {Family: docdb5.0}}
              Data: {Type: 'AWS::DocDB::DBCluster', Properties: {DBClusterParameterGroupName: !Ref Group}}
            """).On("rds:CreateDBCluster"));

    [Fact]
    public void A_planned_pause_needs_the_right_to_pause_that_cluster() =>
        Assert.Equal(["arn:aws:redshift:eu-west-1:111111111111:cluster:sales"], Lab.NeedsOf("""
            Resources:
              Sales: {Type: 'AWS::Redshift::Cluster', Properties: {ClusterIdentifier: sales}}
              Night: {Type: 'AWS::Redshift::ScheduledAction', Properties: {ScheduledActionName: night, TargetAction: {PauseCluster: {ClusterIdentifier: !Ref Sales}}}}
            """).On("redshift:PauseCluster"));

    [Fact]
    public void That_the_roles_in_a_conformance_pack_are_not_known_is_said() =>
        Assert.Contains(Of("AWS::Config::ConformancePack", "ConformancePackName: p, TemplateBody: '{}'").Notes, note => note.Contains("iam:PassRole", StringComparison.Ordinal));

    private static NeededAccess Of(string type, string properties) => Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', Properties: {{{properties.Replace("KEY", Key, StringComparison.Ordinal)}}}}}");
}
