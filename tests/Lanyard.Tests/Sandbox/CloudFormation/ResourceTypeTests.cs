using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lanyard.Sandbox.CloudFormation.Handlers;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>The types whose resources are recorded as made: what they are called, and that each can be made and taken away.</summary>
public sealed partial class ResourceTypeTests : IDisposable
{
    private readonly StackSandbox _stacks = new();

    public static TheoryData<string> Types => [.. HandlerTable.Embedded.Rules.Keys.Where(type => type != "AWS::CloudFormation::CustomResource" && !type.StartsWith("Custom::", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Each_type_can_be_made_gives_its_attributes_and_goes(string type)
    {
        var rule = HandlerTable.Embedded.Rules[type];
        var outputs = new JsonObject { ["Ref"] = new JsonObject { ["Value"] = new JsonObject { ["Ref"] = "It" } } };
        foreach (var (attribute, at) in rule.Attributes.Keys.Where(a => a != "*").Select((a, at) => (a, at)))
        {
            outputs[$"A{at}"] = new JsonObject { ["Value"] = new JsonObject { ["Fn::GetAtt"] = new JsonArray("It", attribute) } };
        }

        var template = new JsonObject { ["Resources"] = new JsonObject { ["It"] = new JsonObject { ["Type"] = type, ["Properties"] = PropertiesOf(rule) } }, ["Outputs"] = outputs };
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, template.ToJsonString()));
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal(("DELETE_COMPLETE", []), await _stacks.StateAsync());
    }

    [Theory]
    [InlineData("AWS::Cognito::UserPool", "{}", "^eu-west-1_[a-z0-9]{9}$", "ProviderName", "^cognito-idp.eu-west-1.amazonaws.com/eu-west-1_")]
    [InlineData("AWS::Cognito::IdentityPool", "{}", "^eu-west-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "Name", "^$")]
    [InlineData("AWS::AppSync::GraphQLApi", """{"Name":"orders"}""", "^arn:aws:appsync:eu-west-1:111111111111:apis/[a-z0-9]{26}$", "ApiId", "^[a-z0-9]{26}$")]
    [InlineData("AWS::Events::Rule", """{"EventBusName":"orders","Name":"one"}""", "^orders\\|one$", "Arn", "rule/orders/one$")]
    [InlineData("AWS::Events::Rule", """{"Name":"one"}""", "^one$", "Arn", "rule/one$")]
    [InlineData("AWS::CloudFront::Distribution", "{}", "^E[A-Z0-9]{13}$", "DomainName", "\\.cloudfront\\.net$")]
    [InlineData("AWS::RDS::DBInstance", "{}", "^app-it-[a-z0-9]{12}$", "DBInstanceArn", "^arn:aws:rds:eu-west-1:111111111111:db:app-it-")]
    [InlineData("AWS::ElasticLoadBalancingV2::TargetGroup", "{}", "targetgroup/app-It-[A-Z0-9]{12}/[0-9a-f]+$", "TargetGroupName", "^app-It-[A-Z0-9]{12}$")]
    [InlineData("AWS::StepFunctions::StateMachine", "{}", "stateMachine:It-[a-z0-9]{12}$", "Name", "^It-")]
    [InlineData("AWS::SecretsManager::Secret", "{}", "secret:It-[a-z0-9]{12}-[A-Za-z]{6}$", "Id", "secret:It-")]
    [InlineData("AWS::ECS::Service", """{"Cluster":"arn:aws:ecs:eu-west-1:111111111111:cluster/big"}""", "service/big/app-It-[A-Z0-9]{12}$", "Name", "^app-It-")]
    [InlineData("AWS::StepFunctions::StateMachineAlias", """{"Name":"live","RoutingConfiguration":[{"StateMachineVersionArn":"arn:aws:states:eu-west-1:111111111111:stateMachine:flow:3"}]}""", "^arn:aws:states:eu-west-1:111111111111:stateMachine:flow:live$", "Arn", "flow:live$")]
    public async Task Names_have_the_form_that_AWS_gives_them(string type, string properties, string id, string attribute, string value)
    {
        await _stacks.CreateAsync(_stacks.Admin, $$"""{"Resources":{"It":{"Type":"{{type}}","Properties":{{properties}} } } }""");
        var made = _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Find("It");
        Assert.NotNull(made);
        Assert.Matches(id, made.PhysicalId);
        Assert.Matches(value, made.Attributes[attribute]);
    }

    [Fact]
    public async Task Tags_of_another_name_are_tags_too()
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":"cognito-idp:*","Resource":"*","Condition":{"StringEquals":{"aws:RequestTag/team":"orders"}}}""");
        var (_, failures) = await _stacks.CreateAsync(user, """{"Resources":{"It":{"Type":"AWS::Cognito::UserPool","Properties":{"UserPoolTags":{"team":"orders"}}}}}""");
        Assert.Contains("cognito-idp:DescribeUserPool", failures[0], StringComparison.Ordinal);
    }

    public void Dispose() => _stacks.Dispose();

    // All that the rule's patterns and tests name, with some text as its value.
    private static JsonObject PropertiesOf(ResourceRule rule)
    {
        var properties = new JsonObject();
        IEnumerable<string> patterns =
        [
            .. rule.Ids.Select(id => id.Pattern), .. rule.Arns.Select(arn => arn.Pattern), .. rule.Attributes.Values, .. rule.NameProperty is { } name ? [$"${{{name}}}"] : Array.Empty<string>(),
            .. rule.Calls.SelectMany(call => call.Targets.Concat(call.Keys.Select(k => k.Value)).Concat(call.Tests.Select(t => $"${{{t.Split('=', '~', '!')[0].Replace("not ", "", StringComparison.Ordinal)}}}"))),
        ];
        foreach (var path in patterns.SelectMany(p => Variable().Matches(p)).Select(m => m.Groups[1].Value.Split('@')[0].TrimEnd('?', '#', '<')).Where(p => p.Length > 0 && char.IsUpper(p[0])))
        {
            if (path is not ("Partition" or "Region" or "Account" or "Suffix" or "Stack"))
            {
                Set(properties, path.Split('.'));
            }
        }

        return properties;
    }

    private static void Set(JsonObject at, string[] steps)
    {
        var (step, isList) = steps[0].EndsWith("[]", StringComparison.Ordinal) ? (steps[0][..^2], true) : (steps[0] == "*" ? "any" : steps[0], false);
        var last = steps.Length == 1;
        if (last)
        {
            at[step] ??= isList ? new JsonArray("x") : "x";
            return;
        }

        var inner = at[step] switch { JsonObject o => o, JsonArray { Count: 1 } list when list[0] is JsonObject o => o, _ => null };
        if (inner is null)
        {
            inner = new JsonObject();
            at[step] = isList ? new JsonArray(inner) : inner;
        }

        Set(inner, steps[1..]);
    }

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Variable();
}
