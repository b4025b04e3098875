using Lanyard.Policy.Generate;

namespace Lanyard.Tests.Policy.Generate;

/// <summary>What CloudFormation looks up for a template; each with a template that has it and one that hasn't.</summary>
public sealed class LookupTests
{
    private const string Plain = "Parameters: {Image: {Type: String, Default: /images/base}}\nResources:\n  Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}";

    [Theory]
    [InlineData("AWS::SSM::Parameter::Value<String>")]
    [InlineData("AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>")]
    public void A_parameter_that_is_kept_in_the_Parameter_Store_is_read(string type)
    {
        Assert.Equal(["arn:aws:ssm:eu-west-1:111111111111:parameter/images/base"], Lab.NeedsOf(Plain.Replace("Type: String", $"Type: '{type}'", StringComparison.Ordinal)).On("ssm:GetParameters"));
        Assert.Empty(Lab.NeedsOf(Plain).On("ssm:GetParameters"));
    }

    [Theory]
    [InlineData("{{resolve:ssm:/names/jobs}}", "ssm:GetParameters", "arn:aws:ssm:eu-west-1:111111111111:parameter/names/jobs")]
    [InlineData("{{resolve:ssm-secure:names:2}}", "ssm:GetParameters", "arn:aws:ssm:eu-west-1:111111111111:parameter/names")]
    [InlineData("{{resolve:secretsmanager:db:SecretString:user}}", "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-??????")]
    public void A_dynamic_reference_is_read(string reference, string action, string arn)
    {
        Assert.Equal([arn], Lab.NeedsOf(Plain.Replace("QueueName: jobs", $"QueueName: '{reference}'", StringComparison.Ordinal)).On(action));
        Assert.Empty(Lab.NeedsOf(Plain).On(action));
    }

    // "CloudFormation-supplied parameter types", User Guide: CloudFormation validates such a value against those that are in the account.
    [Theory]
    [InlineData("AWS::EC2::VPC::Id", "ec2:DescribeVpcs", "*")]
    [InlineData("List<AWS::EC2::Subnet::Id>", "ec2:DescribeSubnets", "*")]
    [InlineData("AWS::EC2::KeyPair::KeyName", "ec2:DescribeKeyPairs", "*")]
    [InlineData("AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", "ec2:DescribeImages", "*")]
    [InlineData("AWS::SSM::Parameter::Value<List<AWS::EC2::SecurityGroup::Id>>", "ec2:DescribeSecurityGroups", "*")]
    [InlineData("AWS::Route53::HostedZone::Id", "route53:GetHostedZone", "arn:aws:route53:::hostedzone/*")]
    [InlineData("AWS::SSM::Parameter::Name", "ssm:GetParameters", "arn:aws:ssm:eu-west-1:111111111111:parameter/*")]
    public void A_parameter_of_a_type_that_is_looked_up_needs_the_call_which_is_concluded(string type, string action, string resource)
    {
        var needs = Lab.NeedsOf(Plain.Replace("Type: String", $"Type: '{type}'", StringComparison.Ordinal));
        Assert.Equal([resource], needs.On(action));
        Assert.Equal(NeedEvidence.Inferred, needs.Needs.First(n => n.Action == action).Evidence);
        Assert.Empty(Lab.NeedsOf(Plain).On(action));
    }

    [Theory]
    [InlineData("arn:aws:secretsmanager:eu-west-1:111111111111:secret:db", "db-??????")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:111111111111:secret:app/db-AbC123", "app/db-AbC123 app/db-AbC123-??????")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:111111111111:secret:the-db-key", "the-db-key-??????")]
    public void The_ARN_of_a_secret_without_its_six_characters_is_completed(string arn, string names)
    {
        const string Prefix = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:";
        Assert.Equal(names.Split(' ').Select(name => Prefix + name), Lab.NeedsOf(Plain.Replace("QueueName: jobs", $"QueueName: '{{{{resolve:secretsmanager:{arn}:SecretString:user}}}}'", StringComparison.Ordinal)).On("secretsmanager:GetSecretValue"));
    }

    [Fact]
    public void A_macro_is_a_function_that_the_deployment_calls_and_AWSs_own_transforms_are_none()
    {
        Assert.Equal(["arn:aws:lambda:eu-west-1:111111111111:function:*"], Lab.NeedsOf("Transform: Shout\n" + Plain).On("lambda:InvokeFunction"));
        var own = Lab.NeedsOf("Transform: 'AWS::LanguageExtensions'\n" + Plain);
        Assert.Empty(own.On("lambda:InvokeFunction"));
        Assert.Equal(["arn:aws:cloudformation:eu-west-1:aws:transform/LanguageExtensions"], own.On("cloudformation:CreateChangeSet"));
        Assert.Empty(Lab.NeedsOf(Plain).On("cloudformation:CreateChangeSet"));
    }

    [Fact]
    public void Long_names_of_roles_are_cut_and_short_ones_not()
    {
        const string Stack = "orders-service-with-a-rather-long-name-dev";
        Assert.Equal(
            [$"arn:aws:iam::111111111111:role/{Stack[..24]}*"],
            Lab.NeedsOf("Resources:\n  OrdersFunctionExecutionRole: {Type: 'AWS::IAM::Role', Properties: {}}", Lab.Deployment with { StackName = Stack }).On("iam:CreateRole"));
        Assert.Equal(["arn:aws:iam::111111111111:role/orders-dev-R-*"], Lab.NeedsOf("Resources:\n  R: {Type: 'AWS::IAM::Role', Properties: {}}").On("iam:CreateRole"));
    }

    [Fact]
    public void Names_that_are_made_for_buckets_are_in_lower_case_and_others_not()
    {
        var facts = Lab.Deployment with { StackName = "Orders-Dev" };
        Assert.Equal(["arn:aws:s3:::orders-dev-files-*"], Lab.NeedsOf("Resources:\n  Files: {Type: 'AWS::S3::Bucket'}", facts).On("s3:CreateBucket"));
        Assert.Equal(["arn:aws:sqs:eu-west-1:111111111111:Orders-Dev-Files-*"], Lab.NeedsOf("Resources:\n  Files: {Type: 'AWS::SQS::Queue'}", facts).On("sqs:CreateQueue"));
    }

    [Fact]
    public void What_is_only_looked_at_has_no_rollback()
    {
        var needs = Lab.NeedsOf("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {}}").Needs;
        Assert.True(needs.Single(n => n.Action == "lambda:DeleteFunction").Phases.HasFlag(NeedPhases.Rollback));
        Assert.True(needs.Single(n => n.Action == "lambda:UpdateFunctionCode").Phases.HasFlag(NeedPhases.Rollback));
        Assert.False(needs.Single(n => n.Action == "lambda:CreateFunction").Phases.HasFlag(NeedPhases.Rollback));
    }
}
