using Lanyard.Aws.Protocols;
using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>Stacks in stacks: whose permissions count, and what becomes of both.</summary>
public sealed class NestedStackTests : IDisposable
{
    private const string Inner = """
        {"Parameters":{"Name":{"Type":"String"}},"Resources":{"Jobs":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Ref":"Name"}}}},
         "Outputs":{"Arn":{"Value":{"Fn::GetAtt":["Jobs","Arn"]}}}}
        """;

    private const string Outer = """
        {"Resources":{"Inner":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"https://s3.eu-west-1.amazonaws.com/templates/inner.json","Parameters":{"Name":"jobs"}}},
          "Topic":{"Type":"AWS::SNS::Topic","Properties":{"DisplayName":{"Fn::GetAtt":["Inner","Outputs.Arn"]}}}},"Outputs":{"Inner":{"Value":{"Ref":"Inner"}}}}
        """;

    private const string Make = """{"Effect":"Allow","Action":["sqs:*","sns:*"],"Resource":"*"}""";
    private const string Read = """{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::templates/inner.json"}""";

    private readonly StackSandbox _stacks = new();

    public NestedStackTests() => _stacks.PutObject("templates", "inner.json", Inner);

    private IEnumerable<Stack> Stacks => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region);

    [Fact]
    public async Task A_nested_stack_gets_its_parameters_and_gives_its_outputs()
    {
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(await _stacks.UserAsync("maker", Make, Read), Outer));
        var nested = Assert.Single(Stacks, s => s.Name != "app");
        Assert.Matches("^app-Inner-[A-Z0-9]{12}$", nested.Name);
        var outer = Assert.Single(Stacks, s => s.Name == "app");
        Assert.Equal((outer.Id, outer.Id, "CREATE_COMPLETE"), (nested.ParentId, nested.RootId, nested.Status));
        Assert.Equal("jobs", nested.Find("Jobs")!.Properties.Find("QueueName")!.Text);
        Assert.Equal("arn:aws:sqs:eu-west-1:111111111111:jobs", outer.Find("Topic")!.Properties.Find("DisplayName")!.Text);
        Assert.Equal(nested.Id, outer.Outputs[0].Value);
        Assert.Contains(_stacks.Sandbox.Log, call => call is { Service: "cloudformation", Operation: "CreateStack", Decision: "allowed" } && call.Reason is not null);
        var told = await _stacks.CallAsync(_stacks.Admin, "DescribeStacks", ("StackName", nested.Name));
        Assert.Equal(outer.Id, QueryProtocol.Descendant(told, "RootId"));
    }

    [Fact]
    public async Task What_is_refused_in_it_fails_the_outer_stack_and_both_are_rolled_back()
    {
        var (status, failures) = await _stacks.CreateAsync(await _stacks.UserAsync("maker", Read, """{"Effect":"Allow","Action":["sns:*","sqs:DeleteQueue"],"Resource":"*"}"""), Outer);
        Assert.Equal("ROLLBACK_COMPLETE", status);
        var nested = Assert.Single(Stacks, s => s.Name != "app");
        Assert.Equal($"Inner: Embedded stack {nested.Id} was not successfully created: The following resource(s) failed to create: [Jobs]. ", Assert.Single(failures));
        Assert.Equal("DELETE_COMPLETE", nested.Status);
        Assert.Contains("sqs:CreateQueue", Assert.Single(nested.Events, e => e.LogicalId == "Jobs" && e.Status == "CREATE_FAILED").Reason, StringComparison.Ordinal);

        // CDK's tool (stack-event-poller.js) begins to show the nested stack's events where the outer stack's first name its id.
        var outer = Assert.Single(Stacks, s => s.Name == "app");
        Assert.Equal(["CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_FAILED"], outer.Events.Where(e => e.LogicalId == "Inner").Take(3).Select(e => e.Status));
        var begun = outer.Events.First(e => e.PhysicalId == nested.Id);
        Assert.All(nested.Events, e => Assert.True(e.Time > begun.Time));
        Assert.Equal(outer.Events.Concat(nested.Events).Count(), outer.Events.Concat(nested.Events).Select(e => e.Time).Distinct().Count());
    }

    [Theory]
    [InlineData("s3:GetObject on resource: arn:aws:s3:::templates/inner.json", Make)]
    [InlineData("cloudformation:CreateStack on resource: arn:aws:cloudformation:eu-west-1:111111111111:stack/app-Inner-", Make, Read, """{"Effect":"Deny","Action":"cloudformation:CreateStack","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"aws:CalledVia":"cloudformation.amazonaws.com"}}}""")]
    [InlineData("cloudformation:DescribeStacks on resource: arn:aws:cloudformation:eu-west-1:111111111111:stack/app-Inner-", Make, Read, """{"Effect":"Deny","Action":"cloudformation:DescribeStacks","Resource":"*"}""")]
    public async Task Its_template_and_the_stack_itself_are_asked_for(string missing, params string[] statements)
    {
        var (status, failures) = await _stacks.CreateAsync(await _stacks.UserAsync("maker", statements), Outer);
        Assert.Equal("ROLLBACK_COMPLETE", status);
        Assert.Contains(missing, Assert.Single(failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_reaches_into_it_and_goes_back_with_the_outer_stack()
    {
        await _stacks.CreateAsync(_stacks.Admin, Outer);
        var (status, _) = await _stacks.UpdateAsync(_stacks.Admin, Outer.Replace("\"Name\":\"jobs\"", "\"Name\":\"other\"", StringComparison.Ordinal));
        Assert.Equal("UPDATE_COMPLETE", status);
        Assert.Equal("other", Nested().Find("Jobs")!.Properties.Find("QueueName")!.Text);
        (status, _) = await _stacks.UpdateAsync(
            _stacks.Admin, Outer.Replace("\"Name\":\"jobs\"", "\"Name\":\"third\"", StringComparison.Ordinal).Replace("\"Topic\":{", "\"X\":{\"Type\":\"AWS::Nothing::Thing\",\"DependsOn\":\"Inner\"},\"Topic\":{", StringComparison.Ordinal));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", status);
        Assert.Equal("other", Nested().Find("Jobs")!.Properties.Find("QueueName")!.Text);

        Stack Nested() => Assert.Single(Stacks, s => s.Name != "app");
    }

    [Fact]
    public async Task It_goes_with_the_outer_stack()
    {
        await _stacks.CreateAsync(_stacks.Admin, Outer);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.All(Stacks, s => Assert.Equal("DELETE_COMPLETE", s.Status));
        Assert.Equal(2, Stacks.Count());
    }

    [Fact]
    public async Task What_it_makes_in_iam_takes_the_outer_stacks_capability()
    {
        _stacks.PutObject("templates", "inner.json", """{"Resources":{"R":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}}}},"Parameters":{"Name":{"Type":"String"}},"Outputs":{"Arn":{"Value":"x"}}}""");
        await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Outer));
        Assert.Equal("Inner: Requires capabilities : [CAPABILITY_IAM]", Assert.Single((await _stacks.StateAsync()).Failures));
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal("CREATE_COMPLETE", (await _stacks.CreateAsync(_stacks.Admin, Outer)).Status);
    }

    public void Dispose() => _stacks.Dispose();
}
