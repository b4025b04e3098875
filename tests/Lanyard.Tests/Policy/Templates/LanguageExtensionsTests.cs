using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Templates;
using Lanyard.Projects.Yaml;
using Lanyard.Tests.Policy.Generate;

namespace Lanyard.Tests.Policy.Templates;

/// <summary>As "AWS::LanguageExtensions transform" and "Fn::ForEach" of the AWS CloudFormation Template Reference tell it.</summary>
public sealed class LanguageExtensionsTests
{
    private const string Head = "Transform: AWS::LanguageExtensions\n";

    private const string Topics = Head + """
        Parameters: { Names: { Type: CommaDelimitedList } }
        Resources:
          Fn::ForEach::Topics:
            - Topic
            - !Ref Names
            - Topic&{Topic}:
                Type: AWS::SNS::Topic
                Properties: { TopicName: !Sub "orders-${Topic}.fifo", DisplayName: !Ref Topic }
        """;

    [Fact]
    public void A_loop_writes_its_part_for_each_item()
    {
        var resources = Expand(Head + """
            Resources:
              Fn::ForEach::Queues:
                - Name
                - [in, out]
                - "Queue${Name}": { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Name, Tags: [{ Key: a, Value: !Sub "x-${Name}" }] } }
              Other: { Type: AWS::SQS::Queue }
            """).Find("Resources")!;
        Assert.Equal(["Queuein", "Queueout", "Other"], resources.Members.Select(m => m.Name.Value));
        Assert.Equal("out", resources.Find("Queueout")!.Find("Properties")!.Find("QueueName")!.Text);
    }

    [Fact]
    public void Numbers_of_a_list_are_texts_to_a_loop() => Assert.Equal(
        ["Queue1", "Queue2", "Queuetrue"],
        Expand(Head + "Resources:\n  Fn::ForEach::Queues: [Name, [1, 2, true], { 'Queue${Name}': { Type: AWS::SQS::Queue } }]\n").Find("Resources")!.Members.Select(m => m.Name.Value));

    [Fact]
    public void Loops_may_stand_in_loops_and_in_properties()
    {
        var resources = Expand(Head + """
            Resources:
              Fn::ForEach::Outer:
                - A
                - [x, y]
                - Fn::ForEach::Inner:
                    - B
                    - ["1", "2"]
                    - "R${A}${B}": { Type: AWS::SSM::Parameter, Properties: { Fn::ForEach::P: [C, [Name, Value], { "${C}": "${A}${B}" }] } }
            """).Find("Resources")!;
        Assert.Equal(["Rx1", "Rx2", "Ry1", "Ry2"], resources.Members.Select(m => m.Name.Value));
        Assert.Equal("y2", resources.Find("Ry2")!.Find("Properties")!.Find("Name")!.Text);
    }

    [Fact]
    public void A_parameter_that_is_given_is_the_list() => Assert.Equal(
        ["arn:aws:sns:eu-west-1:111111111111:orders-eu-1.fifo", "arn:aws:sns:eu-west-1:111111111111:orders-us.fifo"], On(Topics, "sns:CreateTopic", ("Names", "eu-1,us")));

    [Fact]
    public void A_list_that_is_not_known_becomes_stars() => Assert.Equal(["arn:aws:sns:eu-west-1:111111111111:orders-*.fifo"], On(Topics, "sns:CreateTopic"));

    [Fact]
    public void Length_default_of_a_map_and_JSON_are_computed() => Assert.Equal(
        ["arn:aws:sqs:eu-west-1:111111111111:q-2-none-{\"a\":[\"b\"]}"],
        On(Head + """
            Mappings: { M: { a: { b: c } } }
            Resources:
              Q:
                Type: AWS::SQS::Queue
                Properties:
                  QueueName: !Join ["-", [q, { "Fn::Length": [1, 2] }, { "Fn::FindInMap": [M, a, z, { DefaultValue: none }] }, { "Fn::ToJsonString": { a: [b] } }]]
            """, "sqs:CreateQueue"));

    [Fact]
    public void What_decides_over_deletion_may_be_a_function()
    {
        const string Table = """
            Parameters: { Keep: { Type: String } }
            Conditions: { Keeps: !Equals [!Ref Keep, "yes"] }
            Resources:
              T: { Type: AWS::DynamoDB::Table, DeletionPolicy: !If [Keeps, Retain, Delete], UpdateReplacePolicy: !If [Keeps, Retain, Delete], Properties: { TableName: t } }
            """;
        Assert.Contains(Of(Head + Table, ("Keep", "no")).Needs, n => n.Action == "dynamodb:DeleteTable" && n.Phases.HasFlag(NeedPhases.Delete));
        Assert.DoesNotContain(Of(Head + Table, ("Keep", "yes")).Needs, n => n.Action == "dynamodb:DeleteTable" && n.Phases.HasFlag(NeedPhases.Delete));
    }

    [Fact]
    public void Loops_that_make_too_much_end()
    {
        var list = string.Join(',', Enumerable.Range(0, 100).Select(i => $"a{i}"));
        var loop = "{ \"K${A}${B}${C}${D}\": x }";
        foreach (var name in "DCBA")
        {
            loop = $"{{ 'Fn::ForEach::L{name}': [{name}, [{list}], {loop}] }}";
        }

        Assert.InRange(Expand(Head + "Resources: " + loop).Find("Resources")!.Members.Length, 1, 2_000);
    }

    [Fact]
    public void A_loop_over_nothing_makes_nothing_after_loops_that_make_too_much_too()
    {
        var list = string.Join(',', Enumerable.Range(0, 2_000));
        var resources = Expand(Head + $$"""
            Resources:
              Fn::ForEach::Many: [A, [{{list}}], { "Q${A}": { Type: AWS::SQS::Queue } }]
              Fn::ForEach::None: [B, [], { "R${B}": { Type: AWS::SQS::Queue } }]
            """).Find("Resources")!;
        Assert.Equal(["Q*"], resources.Members.Select(m => m.Name.Value.Replace(Placeholder.Mark, '*')));
    }

    [Fact]
    public void As_many_resources_as_a_stack_may_have_are_written_out_with_loops_in_their_properties()
    {
        var list = string.Join(',', Enumerable.Range(0, 480));
        var resources = Expand(Head + $$"""
            Resources:
              Fn::ForEach::Functions:
                - A
                - [{{list}}]
                - "F${A}": { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { Fn::ForEach::V: [B, [a, b, c, d, e, f, g], { "${B}": "${A}${B}" }] } } } }
            """).Find("Resources")!;
        Assert.Equal(480, resources.Members.Length);
        Assert.Equal("479g", resources.Find("F479")!.Find("Properties")!.Find("Environment")!.Find("Variables")!.Find("g")!.Text);
    }

    [Fact]
    public void Without_the_transform_there_are_no_loops() => Assert.False(LanguageExtensions.IsIn(YamlJson.Read("Resources: {}", "t.yaml")));

    private static JsonNode Expand(string yaml) => new LanguageExtensions(_ => null).Expand(YamlJson.Read(yaml, "t.yaml"));

    private static string[] On(string yaml, string action, params (string Name, string Value)[] parameters) => Of(yaml, parameters).On(action);

    private static NeededAccess Of(string yaml, params (string Name, string Value)[] parameters)
    {
        var facts = Lab.Deployment with { Parameters = Lab.Deployment.Parameters.AddRange(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value))) };
        return TemplateNeeds.Of(new DeployedTemplate(new LanguageExtensions(facts.Parameters.GetValueOrDefault).Expand(YamlJson.Read(yaml, "t.yaml")), facts));
    }
}
