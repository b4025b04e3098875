using Lanyard.Aws.Protocols;
using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>"ClientRequestToken", AWS CloudFormation API Reference: a request that is sent again is the same request, and its token is no other's.</summary>
public sealed class RequestTokenTests : IDisposable
{
    private const string Queue = """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""";
    private const string Topic = """{"Resources":{"News":{"Type":"AWS::SNS::Topic"}}}""";

    private static readonly (string Name, string Value) Token = ("ClientRequestToken", "once");

    private readonly StackSandbox _stacks = new();

    [Fact]
    public async Task A_stack_is_made_once_however_often_the_request_comes()
    {
        var first = await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), Token);
        var events = _stacks.Events().Length;
        var second = await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), Token);
        Assert.Equal(QueryProtocol.Descendant(first, "StackId"), QueryProtocol.Descendant(second, "StackId"));
        Assert.Equal(events, _stacks.Events().Length);
        Assert.Equal("AlreadyExistsException", (await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), ("ClientRequestToken", "other"))).Code);
    }

    [Fact]
    public async Task An_update_a_deletion_and_an_execution_are_done_once()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue);
        await TwiceAsync("UpdateStack", ("TemplateBody", Topic), Token);
        Assert.Equal("UPDATE_COMPLETE", _stacks.Events("app")[^1]);
        await TwiceAsync("CreateChangeSet", ("ChangeSetName", "next"), ("TemplateBody", Queue), ("ClientToken", "set"));
        Assert.Single(_stacks.Sandbox.Server.State.Stacks.ChangeSetsOf(Find().Id));
        await TwiceAsync("ExecuteChangeSet", ("ChangeSetName", "next"), ("ClientRequestToken", "run"));
        Assert.Equal(2, _stacks.Events("app").Count(status => status == "UPDATE_COMPLETE"));
        await TwiceAsync("DeleteStack", ("ClientRequestToken", "end"));
        Assert.Equal("DELETE_COMPLETE", _stacks.Events("app")[^1]);
    }

    [Fact]
    public async Task A_stack_takes_its_tokens_along_when_it_is_deleted()
    {
        await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), Token);
        var first = Find().Id;
        await TwiceAsync("DeleteStack", ("ClientRequestToken", "end"));
        var second = await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), Token);
        Assert.NotEqual(first, QueryProtocol.Descendant(second, "StackId"));
        Assert.Equal("CREATE_COMPLETE", Find().Status);
        await TwiceAsync("DeleteStack", ("ClientRequestToken", "end"));
        Assert.Equal("DELETE_COMPLETE", Find().Status);
    }

    [Fact]
    public async Task A_creation_that_took_its_stack_away_again_can_be_tried_once_more()
    {
        (string, string)[] request = [("StackName", "app"), ("TemplateBody", """{"Resources":{"X":{"Type":"AWS::Nothing::Thing"}}}"""), ("OnFailure", "DELETE"), Token];
        var first = await _stacks.CallAsync(_stacks.Admin, "CreateStack", request);
        var second = await _stacks.CallAsync(_stacks.Admin, "CreateStack", request);
        Assert.NotEqual(QueryProtocol.Descendant(first, "StackId"), QueryProtocol.Descendant(second, "StackId"));
    }

    [Fact]
    public async Task A_token_that_another_request_had_is_refused()
    {
        await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), Token);
        Assert.Equal("TokenAlreadyExistsException", (await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Topic), Token)).Code);
        Assert.Equal("TokenAlreadyExistsException", (await _stacks.RefusalAsync(_stacks.Admin, "UpdateStack", ("StackName", "app"), ("TemplateBody", Topic), Token)).Code);
        Assert.Equal("TokenAlreadyExistsException", (await _stacks.RefusalAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"), Token)).Code);
    }

    [Fact]
    public async Task Whoever_may_not_do_it_learns_nothing_by_a_token()
    {
        await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), Token);
        var nobody = await _stacks.Iam.MakeUserAsync("nobody", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}""");
        Assert.Equal("AccessDenied", (await _stacks.RefusalAsync(nobody, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), Token)).Code);
    }

    [Theory]
    [InlineData("-begins-with-a-dash")]
    [InlineData("has space")]
    public async Task A_token_has_the_form_that_the_service_model_states(string token) =>
        Assert.Equal("ValidationError", (await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), ("ClientRequestToken", token))).Code);

    public void Dispose() => _stacks.Dispose();

    private Stack Find() => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name == "app");

    private async Task TwiceAsync(string action, params (string Name, string Value)[] parameters)
    {
        await _stacks.CallAsync(_stacks.Admin, action, [("StackName", "app"), .. parameters]);
        var events = _stacks.Events().Length;
        await _stacks.CallAsync(_stacks.Admin, action, [("StackName", "app"), .. parameters]);
        Assert.Equal(events, _stacks.Events().Length);
    }
}
