using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>"Prevent updates to stack resources", AWS CloudFormation User Guide: once a stack has a policy, what it doesn't allow is denied, and a Deny counts before an Allow.</summary>
public sealed class StackPolicyTests : IDisposable
{
    private const string AllowAll = """{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"}""";

    private readonly StackSandbox _stacks = new();

    // The words are those of an event that a user shows: they name what the statement says.
    [Theory]
    [InlineData("""{"Effect":"Deny","Action":"Update:*","Principal":"*","Resource":"LogicalResourceId/Jobs"}""", "Statement [#2] does not allow [Update:*] for resource [LogicalResourceId/Jobs];")]
    [InlineData("""{"Effect":"Deny","Action":["Update:Replace","Update:Modify"],"Principal":"*","Resource":["LogicalResourceId/J*"]}""", "Statement [#2] does not allow [Update:Replace, Update:Modify] for resource [LogicalResourceId/J*];")]
    [InlineData("""{"Effect":"Deny","NotAction":"Update:Delete","Principal":"*","Resource":"*"}""", "Statement [#2] does not allow [Update:Modify] for resource [*];")]
    [InlineData("""{"Effect":"Deny","Action":"Update:*","Principal":"*","NotResource":"LogicalResourceId/News"}""", "Statement [#2] does not allow [Update:*] for resource [LogicalResourceId/Jobs];")]
    [InlineData("""{"Effect":"Deny","Action":"Update:*","Principal":"*","Resource":"*","Condition":{"StringEquals":{"ResourceType":["AWS::SQS::Queue"]}}}""", "Statement [#2] does not allow [Update:*] for resource [*];")]
    [InlineData("""{"Effect":"Deny","Action":"Update:*","Principal":"*","Resource":"*","Condition":{"StringLike":{"ResourceType":"AWS::SNS::*"}}}""", null)]
    [InlineData("""{"Effect":"Deny","Action":"Update:Delete","Principal":"*","Resource":"*"}""", null)]
    [InlineData("""{"Effect":"Deny","Action":"Update:*","Principal":"*","Resource":"LogicalResourceId/Other"}""", null)]
    public async Task A_change_is_stopped_by_a_statement_that_denies_it(string statement, string? problem)
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue("1"), ("StackPolicyBody", Policy(AllowAll, statement)));
        var (status, failures) = await _stacks.UpdateAsync(_stacks.Admin, Queue("2"));
        Assert.Equal(problem is not null ? "UPDATE_ROLLBACK_COMPLETE" : "UPDATE_COMPLETE", status);
        Assert.Equal(problem is not null ? [$"Jobs: Action denied by stack policy: {problem}"] : [], failures);
        Assert.Equal(problem is not null ? "1" : "2", Find().Find("Jobs")!.Properties.Find("DelaySeconds")!.Text);
        Assert.Equal(problem is not null, _stacks.Sandbox.Log.All(call => call.Operation != "SetQueueAttributes"));
    }

    [Fact]
    public async Task What_no_statement_allows_is_stopped()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue("1"));
        await _stacks.CallAsync(_stacks.Admin, "SetStackPolicy", ("StackName", "app"), ("StackPolicyBody", Policy("""{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"LogicalResourceId/Other"}""")));
        var (status, failures) = await _stacks.UpdateAsync(_stacks.Admin, Queue("2"));
        Assert.Equal(("UPDATE_ROLLBACK_COMPLETE", "Jobs: Action not allowed by stack policy"), (status, Assert.Single(failures)));
    }

    [Theory]
    [InlineData("Update:Replace", "UPDATE_ROLLBACK_COMPLETE")]
    [InlineData("Update:Modify", "UPDATE_COMPLETE")]
    public async Task A_replacement_has_an_action_of_its_own(string action, string status)
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue("1", "one"), ("StackPolicyBody", Policy(AllowAll, $$"""{"Effect":"Deny","Action":"{{action}}","Principal":"*","Resource":"*"}""")));
        Assert.Equal(status, (await _stacks.UpdateAsync(_stacks.Admin, Queue("1", "two"))).Status);
    }

    [Fact]
    public async Task A_resource_that_may_not_be_deleted_stays_in_the_stack()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue("1"), ("StackPolicyBody", Policy(AllowAll, """{"Effect":"Deny","Action":"Update:Delete","Principal":"*","Resource":"LogicalResourceId/Jobs"}""")));
        var (status, failures) = await _stacks.UpdateAsync(_stacks.Admin, """{"Resources":{"News":{"Type":"AWS::SNS::Topic"}}}""");
        Assert.Equal(("UPDATE_ROLLBACK_COMPLETE", "Jobs: Action denied by stack policy: Statement [#2] does not allow [Update:Delete] for resource [LogicalResourceId/Jobs];"), (status, Assert.Single(failures)));
        Assert.NotNull(Find().Find("Jobs"));

        // "A stack policy applies only during stack updates": a deletion of the stack isn't one.
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal("DELETE_COMPLETE", Find().Status);
    }

    [Fact]
    public async Task A_policy_during_an_update_counts_for_that_update_alone()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue("1"), ("StackPolicyBody", Policy(AllowAll, """{"Effect":"Deny","Action":"Update:*","Principal":"*","Resource":"*"}""")));
        Assert.Equal("UPDATE_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Queue("2"), ("StackPolicyDuringUpdateBody", Policy(AllowAll)))).Status);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Queue("3"))).Status);
    }

    // "To update protected resources, you must have permission to use the SetStackPolicy action": "Prevent updates to stack resources", AWS CloudFormation User Guide.
    [Theory]
    [InlineData("StackPolicyDuringUpdateBody")]
    [InlineData("StackPolicyBody")]
    public async Task Whoever_may_not_set_a_policy_cannot_go_around_it(string parameter)
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue("1"), ("StackPolicyBody", Policy("""{"Effect":"Deny","Action":"Update:*","Principal":"*","Resource":"*"}""")));
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":"sqs:*","Resource":"*"}""", """{"Effect":"Deny","Action":"cloudformation:SetStackPolicy","Resource":"*"}""");
        var (code, message) = await _stacks.RefusalAsync(user, "UpdateStack", ("StackName", "app"), ("TemplateBody", Queue("2")), (parameter, Policy(AllowAll)));
        Assert.Equal("AccessDenied", code);
        Assert.Contains("cloudformation:SetStackPolicy on resource: " + Find().Id, message, StringComparison.Ordinal);
    }

    // "Condition keys", Service Authorization Reference of AWS CloudFormation.
    [Theory]
    [InlineData("CreateStack")]
    [InlineData("UpdateStack")]
    [InlineData("SetStackPolicy")]
    public async Task The_address_of_a_policy_is_a_condition_key(string action)
    {
        _stacks.PutObject("templates", "policy.json", Policy(AllowAll));
        if (action != "CreateStack")
        {
            await _stacks.CreateAsync(_stacks.Admin, Queue("1"));
        }

        const string Url = "https://s3.eu-west-1.amazonaws.com/templates/policy.json";
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["sqs:*","s3:*"],"Resource":"*"}""", """{"Effect":"Deny","Action":"cloudformation:ACTION","Resource":"*","Condition":{"StringEquals":{"cloudformation:StackPolicyUrl":"URL"}}}""".Replace("ACTION", action, StringComparison.Ordinal).Replace("URL", Url, StringComparison.Ordinal));
        (string, string)[] template = action == "SetStackPolicy" ? [] : [("TemplateBody", Queue("2"))];
        Assert.Equal("AccessDenied", (await _stacks.RefusalAsync(user, action, [("StackName", "app"), ("StackPolicyURL", Url), .. template])).Code);
    }

    [Fact]
    public async Task A_change_set_is_stopped_too_when_it_is_executed()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue("1"), ("StackPolicyBody", Policy("""{"Effect":"Deny","Action":"Update:*","Principal":"*","Resource":"*"}""")));
        await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "next"), ("TemplateBody", Queue("2")));
        await _stacks.CallAsync(_stacks.Admin, "ExecuteChangeSet", ("StackName", "app"), ("ChangeSetName", "next"));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", Find().Status);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"Statement":"x"}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"sqs:*","Principal":"*","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":{"AWS":"111111111111"},"Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"arn:aws:sqs:*:*:*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Perhaps","Action":"Update:*","Principal":"*","Resource":"*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*","Condition":"x"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*","Condition":{}}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*","Condition":[1]}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*","Condition":{"StringEquals":"x"}}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*","Condition":{"StringEquals":{}}}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*","Condition":{"StringEquals":{"ResourceType":1}}}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*","Condition":{"StringEquals":{"ResourceType":[]}}}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*","Condition":{"StringLike":{"ResourceType":["a",1]}}}]}""")]
    public async Task A_policy_that_is_none_is_refused_and_nothing_is_changed(string policy)
    {
        Assert.Equal("ValidationError", (await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue("1")), ("StackPolicyBody", policy))).Code);
        await _stacks.CreateAsync(_stacks.Admin, Queue("1"));
        Assert.Equal("ValidationError", (await _stacks.RefusalAsync(_stacks.Admin, "SetStackPolicy", ("StackName", "app"), ("StackPolicyBody", policy))).Code);
        Assert.Null(Find().StackPolicy);
    }

    [Fact]
    public async Task A_policy_may_be_in_a_bucket_and_not_at_two_places()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue("1"));
        _stacks.PutObject("templates", "policy.json", Policy("""{"Effect":"Deny","Action":"Update:*","Principal":"*","Resource":"*"}"""));
        const string Url = "https://s3.eu-west-1.amazonaws.com/templates/policy.json";
        Assert.Equal("ValidationError", (await _stacks.RefusalAsync(_stacks.Admin, "SetStackPolicy", ("StackName", "app"), ("StackPolicyURL", Url), ("StackPolicyBody", Policy(AllowAll)))).Code);
        await _stacks.CallAsync(_stacks.Admin, "SetStackPolicy", ("StackName", "app"), ("StackPolicyURL", Url));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Queue("2"))).Status);
    }

    // "SetStackPolicy", AWS CloudFormation API Reference: a policy has 16 KB at most, wherever it is.
    [Theory]
    [InlineData("StackPolicy")]
    [InlineData("StackPolicyDuringUpdate")]
    public async Task The_address_of_a_policy_is_told_by_its_own_name_and_holds_no_more_than_a_body(string parameter)
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue("1"));
        var longest = Policy(AllowAll).PadRight(16_384);
        _stacks.PutObject("templates", "longest.json", longest);
        _stacks.PutObject("templates", "longer.json", longest + " ");
        Assert.Equal(("ValidationError", $"{parameter}URL must be a supported URL."), await AskAsync("nowhere"));
        Assert.Equal(("ValidationError", "Stack policy may not exceed 16384 bytes in size."), await AskAsync("https://s3.eu-west-1.amazonaws.com/templates/longer.json"));
        Assert.Equal("UPDATE_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Queue("2"), (parameter + "URL", "https://s3.eu-west-1.amazonaws.com/templates/longest.json"))).Status);

        Task<(string?, string?)> AskAsync(string url) => _stacks.RefusalAsync(_stacks.Admin, "UpdateStack", ("StackName", "app"), ("TemplateBody", Queue("2")), (parameter + "URL", url));
    }

    public void Dispose() => _stacks.Dispose();

    private static string Policy(params string[] statements) => $$"""{"Statement":[{{string.Join(',', statements)}}]}""";

    private static string Queue(string delay, string? name = null) =>
        $$"""{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue","Properties":{"DelaySeconds":{{delay}}{{(name is null ? "" : $",\"QueueName\":\"{name}\"")}} } } } }""";

    private Stack Find() => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name == "app");
}
