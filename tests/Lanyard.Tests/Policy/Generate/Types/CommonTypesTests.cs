using System.Text.RegularExpressions;
using Lanyard.Policy.Generate.Types;

namespace Lanyard.Tests.Policy.Generate.Types;

/// <summary>The types that the five frameworks make have chapters of their own: none is concluded from the names of actions.</summary>
public sealed partial class CommonTypesTests
{
    [Theory]
    [InlineData("Serverless 3 and osls: functions and their events",
        "Lambda: Function Version Alias Permission EventSourceMapping EventInvokeConfig LayerVersion LayerVersionPermission Url; Logs: LogGroup SubscriptionFilter; IAM: Role; S3: Bucket BucketPolicy; "
        + "ApiGateway: RestApi Resource Method Deployment Stage Account ApiKey UsagePlan UsagePlanKey Authorizer RequestValidator Model; ApiGatewayV2: Api Stage Route Integration Authorizer; "
        + "Events: Rule EventBus EventBusPolicy; Scheduler: Schedule; SNS: Topic Subscription; SQS: Queue; IoT: TopicRule; Kinesis: StreamConsumer; Cognito: UserPool; "
        + "CloudFront: Distribution CachePolicy; ElasticLoadBalancingV2: TargetGroup ListenerRule")]
    [InlineData("SAM: what its transform makes",
        "Lambda: Function Version Alias Permission EventSourceMapping EventInvokeConfig LayerVersion Url; IAM: Role ManagedPolicy; ApiGateway: RestApi Deployment Stage DomainName BasePathMapping ApiKey UsagePlan UsagePlanKey; "
        + "ApiGatewayV2: Api Stage DomainName ApiMapping; Route53: RecordSetGroup; DynamoDB: Table; StepFunctions: StateMachine StateMachineVersion StateMachineAlias; Events: Rule; Scheduler: Schedule; "
        + "SNS: Subscription; SQS: Queue QueuePolicy; IoT: TopicRule; Logs: SubscriptionFilter; CodeDeploy: Application DeploymentGroup; CloudFormation: Stack; Cognito: UserPool")]
    [InlineData("SST 2 and CDK: their constructs",
        "Lambda: Function Version Permission EventSourceMapping LayerVersion Url EventInvokeConfig; Logs: LogGroup; IAM: Role Policy ManagedPolicy User Group AccessKey; S3: Bucket BucketPolicy; SQS: Queue QueuePolicy; SNS: Topic TopicPolicy Subscription; "
        + "ApiGatewayV2: Api Stage Route Integration Authorizer DomainName ApiMapping; CertificateManager: Certificate; Route53: RecordSet HostedZone; CloudFront: Distribution Function CachePolicy OriginRequestPolicy ResponseHeadersPolicy OriginAccessControl CloudFrontOriginAccessIdentity KeyGroup PublicKey; "
        + "SSM: Parameter; SecretsManager: Secret SecretTargetAttachment RotationSchedule; KMS: Key Alias; DynamoDB: Table GlobalTable; RDS: DBCluster DBInstance DBSubnetGroup DBProxy DBProxyTargetGroup; Events: Rule EventBus Archive Connection ApiDestination; "
        + "Kinesis: Stream; KinesisFirehose: DeliveryStream; Cognito: UserPool UserPoolClient UserPoolDomain UserPoolGroup UserPoolIdentityProvider UserPoolResourceServer IdentityPool IdentityPoolRoleAttachment; AppSync: GraphQLApi GraphQLSchema DataSource Resolver FunctionConfiguration ApiKey; "
        + "StepFunctions: StateMachine Activity; EC2: VPC Subnet RouteTable Route SubnetRouteTableAssociation InternetGateway VPCGatewayAttachment EIP NatGateway SecurityGroup SecurityGroupIngress SecurityGroupEgress VPCEndpoint Instance FlowLog LaunchTemplate Volume; "
        + "ECS: Cluster Service TaskDefinition; ECR: Repository; ElasticLoadBalancingV2: LoadBalancer Listener ListenerRule TargetGroup; EFS: FileSystem AccessPoint MountTarget; CloudWatch: Alarm CompositeAlarm Dashboard; CloudFormation: Stack CustomResource WaitCondition WaitConditionHandle; "
        + "ApplicationAutoScaling: ScalableTarget ScalingPolicy; AutoScaling: AutoScalingGroup; CodeBuild: Project; CodePipeline: Pipeline; WAFv2: WebACL WebACLAssociation; Glue: Database Table; ElastiCache: CacheCluster ReplicationGroup SubnetGroup; OpenSearchService: Domain")]
    [InlineData("Amplify: its categories",
        "Cognito: UserPool UserPoolClient UserPoolGroup UserPoolDomain IdentityPool IdentityPoolRoleAttachment; AppSync: GraphQLApi GraphQLSchema DataSource Resolver FunctionConfiguration ApiKey; DynamoDB: Table; S3: Bucket BucketPolicy; Lambda: Function Permission EventSourceMapping LayerVersion; IAM: Role Policy; "
        + "ApiGateway: RestApi Deployment; CloudFront: Distribution CloudFrontOriginAccessIdentity; Kinesis: Stream; Pinpoint: App; Events: Rule; SSM: Parameter; CloudFormation: Stack CustomResource; Location: Map PlaceIndex; OpenSearchService: Domain; Amplify: App Branch Domain")]
    [InlineData("what plugins and constructs add beside",
        "AppConfig: Application Environment ConfigurationProfile HostedConfigurationVersion Deployment DeploymentStrategy Extension ExtensionAssociation; Batch: ComputeEnvironment JobQueue JobDefinition SchedulingPolicy; "
        + "EKS: Cluster Nodegroup FargateProfile Addon AccessEntry PodIdentityAssociation IdentityProviderConfig; MSK: Cluster Configuration ServerlessCluster BatchScramSecret ClusterPolicy; "
        + "OpenSearchServerless: Collection AccessPolicy SecurityPolicy LifecyclePolicy SecurityConfig VpcEndpoint; Glue: Crawler Job Trigger Registry Schema; Athena: WorkGroup NamedQuery PreparedStatement; "
        + "IoT: Thing Policy TopicRule Certificate ThingType ThingGroup RoleAlias Authorizer ProvisioningTemplate TopicRuleDestination; Location: Tracker TrackerConsumer RouteCalculator APIKey GeofenceCollection; "
        + "SES: EmailIdentity ConfigurationSet ContactList DedicatedIpPool VdmAttributes ReceiptRule; CodeConnections: Connection; CodeStarConnections: Connection; CodeStarNotifications: NotificationRule; Chatbot: SlackChannelConfiguration; "
        + "CodeArtifact: Domain Repository; EventSchemas: Registry Schema; VerifiedPermissions: PolicyStore Policy PolicyTemplate; Budgets: Budget BudgetsAction; Backup: BackupPlan BackupVault BackupSelection; Timestream: Database Table; "
        + "AppRunner: Service VpcConnector AutoScalingConfiguration; ECR: PublicRepository; Bedrock: DataSource ApplicationInferenceProfile GuardrailVersion; S3Vectors: VectorBucket Index; WAFv2: RegexPatternSet; CloudFront: VpcOrigin")]
    public void What_a_tool_makes_has_a_chapter(string tool, string types)
    {
        var missing = from service in types.Split("; ")
                      let parts = service.Split(": ")
                      from name in parts[1].Split(' ')
                      let type = $"AWS::{parts[0]}::{name}"
                      where TypeTable.Find(type) is null
                      select type;
        Assert.True(!missing.Any(), $"{tool}: {string.Join(", ", missing)}");
    }

    [Fact]
    public void Every_type_of_the_tools_own_templates_has_a_chapter()
    {
        var templates = Path.GetDirectoryName(Conformance.File("../templates/cdk"))!;
        var types = Directory.EnumerateFiles(templates, "*.json", SearchOption.AllDirectories)
            .SelectMany(file => Types().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.InRange(types.Length, 40, int.MaxValue);
        Assert.All(types, type => Assert.True(TypeTable.Find(type) is not null || type == "AWS::CDK::Metadata", type));
    }

    [Fact]
    public void There_are_more_than_a_hundred_and_fifty() => Assert.InRange(TypeTable.Files.Sum(file => TypeTable.Of(file).Count), 151, int.MaxValue);

    [GeneratedRegex("\"Type\": *\"(AWS::[A-Za-z0-9]+::[A-Za-z0-9]+)\"")]
    private static partial Regex Types();
}
