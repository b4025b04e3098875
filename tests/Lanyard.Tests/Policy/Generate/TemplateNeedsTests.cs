using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Generate.Types;

namespace Lanyard.Tests.Policy.Generate;

public sealed class TemplateNeedsTests
{
    [Fact]
    public void A_name_that_the_template_gives_stands_in_the_ARN()
    {
        var access = Lab.NeedsOf("Resources:\n  Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Sub '${AWS::StackName}-${AWS::Region}-jobs'}}");
        Assert.Equal(["arn:aws:sqs:eu-west-1:111111111111:orders-dev-eu-west-1-jobs"], access.On("sqs:CreateQueue"));
    }

    [Fact]
    public void A_name_that_CloudFormation_makes_starts_with_stack_and_resource()
    {
        var access = Lab.NeedsOf("Resources:\n  Jobs: {Type: 'AWS::SQS::Queue'}");
        Assert.Equal(["arn:aws:sqs:eu-west-1:111111111111:orders-dev-Jobs-*"], access.On("sqs:CreateQueue"));
    }

    [Theory]
    [InlineData("true", "arn:aws:sqs:eu-west-1:111111111111:orders-dev-Jobs-*.fifo")]
    [InlineData("false", "arn:aws:sqs:eu-west-1:111111111111:orders-dev-Jobs-*")]
    public void A_FIFO_queue_has_its_ending(string fifo, string arn) =>
        Assert.Equal([arn], Lab.NeedsOf($"Resources:\n  Jobs: {{Type: 'AWS::SQS::Queue', Properties: {{FifoQueue: {fifo}}}}}").On("sqs:CreateQueue"));

    [Fact]
    public void A_name_that_is_cut_keeps_what_surely_stays()
    {
        var long41 = new string('s', 41);
        var access = Lab.NeedsOf($"Resources:\n  {new string('L', 60)}: {{Type: 'AWS::SQS::Queue'}}", Lab.Deployment with { StackName = long41 });
        Assert.Equal([$"arn:aws:sqs:eu-west-1:111111111111:{long41[..32]}*"], access.On("sqs:CreateQueue"));
    }

    [Fact]
    public void Tag_actions_are_needed_where_the_resource_or_the_stack_has_tags()
    {
        const string Plain = "Resources:\n  Jobs: {Type: 'AWS::SQS::Queue'}";
        Assert.Empty(Lab.NeedsOf(Plain).On("sqs:TagQueue"));
        Assert.NotEmpty(Lab.NeedsOf(Plain, Lab.Deployment with { HasStackTags = true }).On("sqs:TagQueue"));
        Assert.NotEmpty(Lab.NeedsOf("Resources:\n  Jobs: {Type: 'AWS::SQS::Queue', Properties: {Tags: [{Key: a, Value: b}]}}").On("sqs:TagQueue"));
    }

    [Fact]
    public void Both_branches_of_a_condition_count_unless_a_parameter_decides()
    {
        const string Yaml = """
            Parameters: {Stage: {Type: String, Default: dev}}
            Conditions: {IsProd: !Equals [!Ref Stage, prod]}
            Resources:
              Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !If [IsProd, jobs, !Sub 'jobs-${Stage}']}}
              Extra: {Type: 'AWS::SQS::Queue', Condition: IsProd, Properties: {QueueName: extra}}
            """;
        const string Here = "arn:aws:sqs:eu-west-1:111111111111:";
        Assert.Equal([Here + "extra", Here + "jobs", Here + "jobs-*"], Lab.NeedsOf(Yaml).On("sqs:CreateQueue"));
        Assert.Equal([Here + "jobs-dev"], Lab.NeedsOf(Yaml, Given("dev")).On("sqs:CreateQueue"));
        Assert.Equal([Here + "extra", Here + "jobs"], Lab.NeedsOf(Yaml, Given("prod")).On("sqs:CreateQueue"));

        static Lanyard.Policy.Templates.DeploymentFacts Given(string stage) => Lab.Deployment with { Parameters = Lab.Deployment.Parameters.Add("Stage", stage) };
    }

    [Fact]
    public void A_resource_that_is_kept_is_never_deleted()
    {
        Assert.NotEmpty(Lab.NeedsOf("Resources:\n  Jobs: {Type: 'AWS::SQS::Queue', DeletionPolicy: Retain}").On("sqs:DeleteQueue"));
        Assert.Empty(Lab.NeedsOf("Resources:\n  Jobs: {Type: 'AWS::SQS::Queue', DeletionPolicy: Retain, UpdateReplacePolicy: Retain}").On("sqs:DeleteQueue"));
    }

    [Fact]
    public void Rollback_deletes_what_was_made_and_undoes_what_was_changed()
    {
        var access = Lab.NeedsOf("Resources:\n  Jobs: {Type: 'AWS::SQS::Queue'}");
        Assert.Equal(NeedPhases.Delete | NeedPhases.Rollback, access.Needs.Single(n => n.Action == "sqs:DeleteQueue").Phases);
        Assert.Equal(NeedPhases.Update | NeedPhases.Rollback, access.Needs.Single(n => n.Action == "sqs:SetQueueAttributes").Phases);
        Assert.Equal(NeedPhases.Create, access.Needs.Single(n => n.Action == "sqs:CreateQueue").Phases);
    }

    [Fact]
    public void Stored_parameters_dynamic_references_and_macros_are_looked_up_with_the_deployments_rights()
    {
        var access = Lab.NeedsOf("""
            Transform: [AWS::Serverless-2016-10-31, Shout]
            Parameters: {Image: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /images/base}}
            Resources:
              Jobs:
                Type: AWS::SQS::Queue
                Properties: {QueueName: !Sub 'jobs-{{resolve:ssm:/names/${AWS::Region}:3}}', Tags: [{Key: k, Value: '{{resolve:secretsmanager:db:SecretString:user}}'}]}
            """);
        Assert.Equal(["arn:aws:ssm:eu-west-1:111111111111:parameter/images/base", "arn:aws:ssm:eu-west-1:111111111111:parameter/names/*"], access.On("ssm:GetParameters"));
        Assert.Equal(["arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-??????"], access.On("secretsmanager:GetSecretValue"));
        Assert.Equal(["arn:aws:cloudformation:eu-west-1:111111111111:transform/Shout", "arn:aws:cloudformation:eu-west-1:aws:transform/Serverless-2016-10-31"], access.On("cloudformation:CreateChangeSet"));
        Assert.Equal(["arn:aws:sqs:eu-west-1:111111111111:jobs-*"], access.On("sqs:CreateQueue"));
    }

    [Fact]
    public void A_type_without_a_table_is_concluded_from_the_catalogue_and_one_without_actions_is_told()
    {
        var access = Lab.NeedsOf("Resources:\n  A: {Type: 'AWS::Evidently::Project'}\n  B: {Type: 'AWS::NoSuch::Thing'}\n  C: {Type: 'Acme::Own::Thing'}");
        Assert.Equal(["AWS::Evidently::Project"], access.Inferred);
        Assert.Equal(["AWS::NoSuch::Thing", "Acme::Own::Thing"], access.Unknown);
        Assert.All(access.Needs, n => Assert.Equal(NeedEvidence.Inferred, n.Evidence));
        Assert.Contains(access.Needs, n => n.Action == "evidently:CreateProject");
    }

    [Fact]
    public void A_template_that_refers_to_itself_in_a_circle_ends()
    {
        var access = Lab.NeedsOf("Resources:\n  A: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !GetAtt B.QueueName}}\n  B: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !GetAtt A.QueueName}}");
        Assert.Equal(["arn:aws:sqs:eu-west-1:111111111111:*"], access.On("sqs:CreateQueue"));
    }

    [Fact]
    public void A_condition_whose_property_is_left_out_is_none()
    {
        const string Mapping = "Resources:\n  M: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {EventSourceArn: x";
        Assert.Empty(Lab.NeedsOf(Mapping + "}}").Needs.Single(n => n.Action == "lambda:CreateEventSourceMapping").Conditions);
        Assert.Equal(
            ["arn:aws:lambda:eu-west-1:111111111111:function:f", "arn:aws:lambda:eu-west-1:111111111111:function:f:*"],
            Assert.Single(Lab.NeedsOf(Mapping + ", FunctionName: f}}").Needs.Single(n => n.Action == "lambda:CreateEventSourceMapping").Conditions).Values);
    }

    [Fact]
    public void Resources_of_all_types_at_once_are_consistent()
    {
        var types = TypeTable.Files.SelectMany(file => TypeTable.Of(file).Keys).Order(StringComparer.Ordinal).ToArray();
        var yaml = "Resources:\n" + string.Concat(types.Select((type, i) => $"  R{i}: {{Type: '{type}', Properties: {{Name: n{i}, RoleArn: !GetAtt R{i * 7 % types.Length}.Arn}}}}\n"));
        var access = Lab.NeedsOf(yaml, Lab.Deployment with { HasStackTags = true });
        var check = NeedCheck.Of(access.Needs, [NeededPolicy.Of(access.Needs)], AccessPolicies.None);
        Assert.Empty(access.Unknown);
        Assert.Empty(check.Denied);
        Assert.Empty(check.Allowed);
    }
}
