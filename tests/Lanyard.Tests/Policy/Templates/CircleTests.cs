using System.Globalization;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Templates;
using Lanyard.Tests.Policy.Generate;

namespace Lanyard.Tests.Policy.Templates;

/// <summary>Templates that refer to themselves: CloudFormation refuses them, and they end here in what isn't known, in a time that grows with their length alone.</summary>
public sealed class CircleTests
{
    private const string Queues = "arn:aws:sqs:eu-west-1:111111111111:";

    [Theory]
    [InlineData("{ M: { a: { b: !FindInMap [M, a, b] } } }", "!FindInMap [M, a, b]")]
    [InlineData("{ M: { a: { b: !FindInMap [M, a, c], c: !Sub ['x-${y}', { y: !FindInMap [M, a, b] }] } } }", "!FindInMap [M, a, b]")]
    [InlineData("{ M: { a: { b: !FindInMap [M, !FindInMap [M, a, b], b] } } }", "!FindInMap [M, a, b]")]
    [InlineData("{ M: { a: { c: !FindInMap [M, a, z, { DefaultValue: !FindInMap [M, a, c] }] } } }", "!FindInMap [M, a, z, { DefaultValue: !FindInMap [M, a, c] }]")]
    public void A_mapping_that_looks_itself_up_is_not_known(string mappings, string name) =>
        Assert.Equal([Queues + "*"], Lab.NeedsOf($"Mappings: {mappings}\nResources:\n  Q: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: {name} }} }}").On("sqs:CreateQueue"));

    [Theory]
    [InlineData("C: { Fn::Equals: [!If [C, a, b], a] }")]
    [InlineData("C: { Fn::Equals: [!If [D, a, b], a] }, D: { Fn::Not: [{ Condition: C }] }")]
    [InlineData("C: { Condition: C }")]
    public void A_condition_that_uses_itself_is_not_decided(string conditions) => Assert.Equal(
        [Queues + "a", Queues + "b"],
        Lab.NeedsOf($"Conditions: {{ {conditions} }}\nResources:\n  Q: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: !If [C, a, b] }} }}").On("sqs:CreateQueue"));

    [Theory]
    [InlineData("C60: { Fn::Equals: [a, !Ref P] }", "a,b")]
    [InlineData("C60: { Fn::Equals: [a, a] }", "a")]
    [InlineData("C60: { Condition: C0 }", "a,b")]
    public void Conditions_that_name_each_other_twice_take_no_longer(string last, string names)
    {
        var conditions = string.Concat(Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"  C{i}: {{ Fn::And: [{{ Condition: C{i + 1} }}, {{ Condition: C{i + 1} }}] }}\n")));
        var needs = InTime(() => Lab.NeedsOf($"Conditions:\n{conditions}  {last}\nResources:\n  Q: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: !If [C0, a, b] }} }}"));
        Assert.Equal(names.Split(',').Select(name => Queues + name), needs.On("sqs:CreateQueue"));
    }

    [Fact]
    public void A_long_chain_of_conditions_is_decided()
    {
        var conditions = string.Concat(Enumerable.Range(0, 3000).Select(i => string.Create(CultureInfo.InvariantCulture, $"  C{i}: {{ Condition: C{i + 1} }}\n")));
        Assert.Equal(
            [Queues + "b"],
            InTime(() => Lab.NeedsOf($"Conditions:\n{conditions}  C3000: {{ Fn::Equals: [a, b] }}\nResources:\n  Q: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: !If [C0, a, b] }} }}")).On("sqs:CreateQueue"));
    }

    [Fact]
    public void Resources_that_are_named_after_each_other_in_a_circle_are_not_known()
    {
        var resources = string.Concat(Enumerable.Range(0, 60).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"  R{i}: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: !Sub '${{R{(i + 1) % 60}.QueueName}}${{R{(i + 2) % 60}.QueueName}}', KmsMasterKeyId: !GetAtt R{(i + 3) % 60}.Arn }} }}\n")));
        Assert.Equal([Queues + "*"], InTime(() => Lab.NeedsOf("Resources:\n" + resources)).On("sqs:CreateQueue"));
    }

    [Fact]
    public void A_name_that_doubles_with_each_resource_is_not_made()
    {
        var resources = string.Concat(Enumerable.Range(0, 40).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"  R{i}: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: !Sub '${{R{i + 1}.QueueName}}${{R{i + 1}.QueueName}}' }} }}\n")));
        var needs = InTime(() => Lab.NeedsOf($"Resources:\n{resources}  R40: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: x }} }}\n"));
        Assert.All(needs.On("sqs:CreateQueue"), arn => Assert.InRange(arn.Length, 1, 10_000));
        Assert.Contains(Queues + "xxxx", needs.On("sqs:CreateQueue"));
    }

    [Fact]
    public void A_long_chain_of_names_is_followed_to_its_end()
    {
        var resources = string.Concat(Enumerable.Range(0, 100).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"  R{i}: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: !GetAtt R{i + 1}.QueueName }} }}\n")));
        Assert.Equal([Queues + "x"], InTime(() => Lab.NeedsOf($"Resources:\n{resources}  R100: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: x }} }}\n")).On("sqs:CreateQueue"));
    }

    [Fact]
    public void A_circle_of_conditions_is_named_with_its_place()
    {
        var notes = ConditionCircles.In(Lab.TemplateOf("""
            Conditions:
              Own: { Condition: Own }
              Fine: { Fn::Equals: [!Ref Stage, prod] }
              One: { Fn::And: [{ Condition: Fine }, { Condition: Two }] }
              Two: { Fn::Equals: [!If [One, a, b], a] }
              Outside: { Condition: One }
            Resources: {}
            """).Root, "t.yaml").ToArray();
        Assert.Equal(2, notes.Length);
        Assert.StartsWith("t.yaml:2: the condition Own uses itself", notes[0], StringComparison.Ordinal);
        Assert.StartsWith("t.yaml:4: the conditions One, Two use each other in a circle", notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_circle_that_a_condition_leads_to_is_named()
    {
        var notes = ConditionCircles.In(Lab.TemplateOf("""
            Conditions:
              A: { Fn::And: [{ Condition: B }, { Condition: C }] }
              B: { Condition: B2 }
              B2: { Condition: B }
              C: { Condition: C2 }
              C2: { Fn::Or: [{ Condition: C }, { Condition: B }] }
            Resources: {}
            """).Root, "t.yaml").ToArray();
        Assert.Equal(2, notes.Length);
        Assert.StartsWith("t.yaml:3: the conditions B, B2 use each other in a circle", notes[0], StringComparison.Ordinal);
        Assert.StartsWith("t.yaml:5: the conditions C, C2 use each other in a circle", notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Conditions_of_circles_that_meet_are_named_together() => Assert.StartsWith(
        "t.yaml:2: the conditions A, B, C use each other in a circle",
        Assert.Single(ConditionCircles.In(Lab.TemplateOf("Conditions:\n  A: { Condition: B }\n  B: { Fn::And: [{ Condition: A }, { Condition: C }] }\n  C: { Condition: B }\nResources: {}\n").Root, "t.yaml")),
        StringComparison.Ordinal);

    private static NeededAccess InTime(Func<NeededAccess> work)
    {
        var task = Task.Run(work, TestContext.Current.CancellationToken);
        Assert.True(task.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), "it takes too long");
        return task.GetAwaiter().GetResult();
    }
}
