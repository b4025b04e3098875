namespace Lanyard.Tests.Policy.Generate;

/// <summary>How a property's value becomes the ARN that AWS checks.</summary>
public sealed class ValueTests
{
    private const string Here = "eu-west-1:111111111111:";

    [Theory]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/111111111111/orders", "orders")]
    [InlineData("orders", "orders")]
    public void A_queue_is_known_by_its_URL_as_by_its_name(string queue, string name) =>
        Assert.Equal([$"arn:aws:sqs:{Here}{name}"], Lab.NeedsOf($"Resources:\n  P: {{Type: 'AWS::SQS::QueuePolicy', Properties: {{Queues: ['{queue}']}}}}").On("sqs:SetQueueAttributes"));

    [Theory]
    [InlineData("jobs")]
    [InlineData("/jobs")]
    public void A_parameters_ARN_has_one_slash_before_its_name(string name) =>
        Assert.Equal([$"arn:aws:ssm:{Here}parameter/jobs"], Lab.NeedsOf($"Resources:\n  P: {{Type: 'AWS::SSM::Parameter', Properties: {{Name: {name}, Type: String, Value: x}}}}").On("ssm:PutParameter"));

    [Theory]
    [InlineData("alias/orders", "arn:aws:kms:eu-west-1:111111111111:key/*")]
    [InlineData("arn:aws:kms:eu-west-1:222222222222:alias/orders", "arn:aws:kms:eu-west-1:222222222222:key/*")]
    [InlineData("0d1f", "arn:aws:kms:eu-west-1:111111111111:key/0d1f")]
    public void An_alias_is_authorized_as_its_key(string key, string arn) =>
        Assert.Equal([arn], Lab.NeedsOf($"Resources:\n  F: {{Type: 'AWS::Lambda::Function', Properties: {{KmsKeyArn: '{key}'}}}}").On("kms:CreateGrant"));

    [Fact]
    public void An_alias_of_the_template_is_its_key() =>
        Assert.Equal(["arn:aws:kms:eu-west-1:111111111111:key/0d1f"], Lab.NeedsOf("""
            Resources:
              A: {Type: 'AWS::KMS::Alias', Properties: {AliasName: alias/orders, TargetKeyId: 0d1f}}
              F: {Type: 'AWS::Lambda::Function', Properties: {KmsKeyArn: !Ref A}}
            """).On("kms:CreateGrant"));

    [Theory]
    [InlineData("AWS::SecretsManager::Secret", "secretsmanager:DescribeSecret", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:It-*-??????")]
    [InlineData("AWS::StepFunctions::StateMachine", "states:UpdateStateMachine", "arn:aws:states:eu-west-1:111111111111:stateMachine:It-*")]
    [InlineData("AWS::CodeBuild::Project", "codebuild:UpdateProject", "arn:aws:codebuild:eu-west-1:111111111111:project/It-*")]
    [InlineData("AWS::SSM::Parameter", "ssm:PutParameter", "arn:aws:ssm:eu-west-1:111111111111:parameter/CFN-It-*")]
    [InlineData("AWS::Lambda::LayerVersion", "lambda:PublishLayerVersion", "arn:aws:lambda:eu-west-1:111111111111:layer:It")]
    [InlineData("AWS::SQS::Queue", "sqs:CreateQueue", "arn:aws:sqs:eu-west-1:111111111111:orders-dev-It-*")]
    public void Some_names_are_made_without_the_stacks(string type, string action, string arn) =>
        Assert.Equal([arn], Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', Properties: {{}}}}").On(action));

    [Fact]
    public void A_connections_name_is_made_without_the_stacks() =>
        Assert.Equal(
            ["arn:aws:events:eu-west-1:111111111111:connection/It-*", "arn:aws:events:eu-west-1:111111111111:connection/It-*/*"],
            Lab.NeedsOf("Resources:\n  It: {Type: 'AWS::Events::Connection'}").On("events:UpdateConnection"));

    [Theory]
    [InlineData("AWS::RDS::DBInstance", "DBInstanceIdentifier", "rds:DeleteDBInstance", "arn:aws:rds:eu-west-1:111111111111:db:orders")]
    [InlineData("AWS::ElastiCache::CacheCluster", "ClusterName", "elasticache:DeleteCacheCluster", "arn:aws:elasticache:eu-west-1:111111111111:cluster:orders")]
    public void Databases_keep_given_names_in_lower_case(string type, string property, string action, string arn) =>
        Assert.Equal([arn], Lab.NeedsOf($"Resources:\n  It: {{Type: '{type}', Properties: {{{property}: Orders}}}}").On(action));

    [Theory]
    [InlineData("Path: /service/orders/, ", "service/orders/")]
    [InlineData("Path: /, ", "")]
    [InlineData("", "")]
    public void A_path_is_part_of_the_ARN(string path, string inside)
    {
        Assert.Equal([$"arn:aws:iam::111111111111:role/{inside}mine"], Lab.NeedsOf($"Resources:\n  R: {{Type: 'AWS::IAM::Role', Properties: {{{path}RoleName: mine}}}}").On("iam:CreateRole"));
        Assert.Equal([$"arn:aws:iam::111111111111:policy/{inside}mine"], Lab.NeedsOf($"Resources:\n  P: {{Type: 'AWS::IAM::ManagedPolicy', Properties: {{{path}ManagedPolicyName: mine}}}}").On("iam:CreatePolicy"));
    }

    [Fact]
    public void A_path_that_is_not_known_may_be_any_or_none() =>
        Assert.Equal(["arn:aws:iam::111111111111:role/*/mine", "arn:aws:iam::111111111111:role/mine"], Lab.NeedsOf("""
            Parameters: {Where: {Type: String}}
            Resources:
              R: {Type: 'AWS::IAM::Role', Properties: {Path: !Ref Where, RoleName: mine}}
            """).On("iam:CreateRole"));

    [Fact]
    public void A_role_of_the_template_that_is_named_has_its_path() =>
        Assert.Equal(["arn:aws:iam::111111111111:role/service/mine"], Lab.NeedsOf("""
            Resources:
              R: {Type: 'AWS::IAM::Role', Properties: {Path: /service/, RoleName: mine}}
              P: {Type: 'AWS::IAM::InstanceProfile', Properties: {Roles: [!Ref R]}}
            """).On("iam:PassRole"));

    [Theory]
    [InlineData("s3://trust/store/ca.pem")]
    [InlineData("https://trust.s3.eu-west-1.amazonaws.com/store/ca.pem")]
    [InlineData("https://s3.eu-west-1.amazonaws.com/trust/store/ca.pem?versionId=1")]
    [InlineData("https://s3-eu-west-1.amazonaws.com/trust/store/ca.pem")]
    public void An_object_is_known_by_its_address(string address) =>
        Assert.Equal(["arn:aws:s3:::trust/store/ca.pem"], Lab.NeedsOf($"Resources:\n  D: {{Type: 'AWS::ApiGatewayV2::DomainName', Properties: {{DomainName: a.example, MutualTlsAuthentication: {{TruststoreUri: '{address}'}}}}}}").On("s3:GetObject"));

    [Theory]
    [InlineData("!Sub 'https://s3.${AWS::Region}.${AWS::URLSuffix}/assets/0a1b.json'", "arn:aws:s3:::assets/*")]
    [InlineData("!Ref Where", "arn:aws:s3:::*/*")]
    public void A_nested_stacks_template_is_read_from_its_bucket(string url, string arn) =>
        Assert.Equal([arn], Lab.NeedsOf($"Parameters: {{Where: {{Type: String}}}}\nResources:\n  N: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: {url}}}}}").On("s3:GetObject"));

    [Theory]
    [InlineData("'222222222222.dkr.ecr.us-east-1.amazonaws.com/team/web:3'", "arn:aws:ecr:us-east-1:222222222222:repository/team/web")]
    [InlineData("'222222222222.dkr.ecr.us-east-1.amazonaws.com/web@sha256:0a1b'", "arn:aws:ecr:us-east-1:222222222222:repository/web")]
    [InlineData("!Sub '${Web.RepositoryUri}:latest'", "arn:aws:ecr:eu-west-1:111111111111:repository/web")]
    [InlineData("!Sub '${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/web:${Tag}'", "arn:aws:ecr:eu-west-1:111111111111:repository/web")]
    [InlineData("!Ref Tag", "arn:aws:ecr:eu-west-1:*:repository/*")]
    public void An_image_is_read_from_its_repository(string image, string arn) =>
        Assert.Equal([arn], Lab.NeedsOf($$$"""
            Parameters: {Tag: {Type: String}}
            Resources:
              Web: {Type: 'AWS::ECR::Repository', Properties: {RepositoryName: web}}
              F: {Type: 'AWS::Lambda::Function', Properties: {PackageType: Image, Code: {ImageUri: {{{image}}} } } }
            """).On("ecr:SetRepositoryPolicy"));
}
