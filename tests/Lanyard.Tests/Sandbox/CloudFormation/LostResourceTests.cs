namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>What a call of its own service takes away of a stack, and how tags that may not be set are told.</summary>
public sealed class LostResourceTests : IDisposable
{
    private const string Group = """{"Resources":{"Group":{"Type":"AWS::Logs::LogGroup","Properties":{"LogGroupName":"/app","RetentionInDays":7}}}}""";

    private readonly StackSandbox _stacks = new();

    [Fact]
    public async Task Is_not_there_to_be_changed_and_does_not_keep_the_stack_from_going()
    {
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Group));
        var state = _stacks.Sandbox.Server.State.Stacks;
        var (stack, group) = Assert.Single(state.Made(StackSandbox.Account, StackSandbox.Region, "AWS::Logs::LogGroup"));
        state.Lose(stack, group);
        Assert.Empty(state.Resources(StackSandbox.Account, StackSandbox.Region, "AWS::Logs::LogGroup"));

        var (status, failures) = await _stacks.UpdateAsync(_stacks.Admin, Group.Replace("7", "14", StringComparison.Ordinal));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", status);
        Assert.Contains("HandlerErrorCode: NotFound", Assert.Single(failures), StringComparison.Ordinal);

        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal("DELETE_COMPLETE", (await _stacks.StateAsync()).Status);
    }

    // As users report it: brefphp/bref#2028.
    [Fact]
    public async Task Tags_that_may_not_be_set_are_told_in_words_of_their_own()
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:DescribeLogGroups","logs:PutRetentionPolicy","logs:DeleteLogGroup"],"Resource":"*"}""");
        var (_, failures) = await _stacks.CreateAsync(user, Group, ("Tags.member.1.Key", "app"), ("Tags.member.1.Value", "orders"));
        Assert.StartsWith(
            "Group: Resource handler returned message: \"Encountered a permissions error performing a tagging operation, please add required tag permissions. See https://repost.aws/knowledge-center/cloudformation-tagging-permission-error for how to resolve. "
                + "Resource handler returned message: \"User: arn:aws:iam::111111111111:user/maker is not authorized to perform: logs:TagResource on resource: ",
            Assert.Single(failures), StringComparison.Ordinal);
    }

    public void Dispose() => _stacks.Dispose();
}
