using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>"RollbackStack" and "CancelUpdateStack", AWS CloudFormation API Reference.</summary>
public sealed class RollbackStackTests : IDisposable
{
    private const string Queue = """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue","Properties":{"DelaySeconds":1}}}}""";
    private const string Failing = """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue","Properties":{"DelaySeconds":2}},"News":{"Type":"AWS::SNS::Topic"},"X":{"Type":"AWS::Nothing::Thing","DependsOn":["Jobs","News"]}}}""";

    private static readonly (string Name, string Value) Stay = ("DisableRollback", "true");

    private readonly StackSandbox _stacks = new();

    [Fact]
    public async Task An_update_that_was_left_as_it_failed_goes_back_to_the_last_stable_state()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue);
        Assert.Equal("UPDATE_FAILED", (await _stacks.UpdateAsync(_stacks.Admin, Failing, Stay)).Status);
        await _stacks.CallAsync(_stacks.Admin, "RollbackStack", ("StackName", "app"));
        Assert.Equal(("UPDATE_ROLLBACK_COMPLETE", "1"), (Find().Status, Assert.Single(Find().Resources).Properties.Find("DelaySeconds")!.Text));
        Assert.Equal("DELETE_COMPLETE", _stacks.Events("News")[^1]);
        Assert.Contains("app UPDATE_ROLLBACK_IN_PROGRESS", _stacks.Events());
        await _stacks.UpdateAsync(_stacks.Admin, Queue.Replace('1', '3'));
        Assert.Equal("UPDATE_COMPLETE", Find().Status);
    }

    [Fact]
    public async Task Two_updates_that_failed_in_a_row_go_back_to_what_was_before_both()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue);
        await _stacks.UpdateAsync(_stacks.Admin, Failing, Stay);
        await _stacks.UpdateAsync(_stacks.Admin, Failing.Replace("\"DelaySeconds\":2", "\"DelaySeconds\":3", StringComparison.Ordinal), Stay);
        await _stacks.CallAsync(_stacks.Admin, "RollbackStack", ("StackName", "app"));
        Assert.Equal(("UPDATE_ROLLBACK_COMPLETE", "1"), (Find().Status, Assert.Single(Find().Resources).Properties.Find("DelaySeconds")!.Text));
    }

    [Fact]
    public async Task A_creation_that_was_left_as_it_failed_is_taken_back()
    {
        Assert.Equal("CREATE_FAILED", (await _stacks.CreateAsync(_stacks.Admin, Failing, Stay)).Status);
        await _stacks.CallAsync(_stacks.Admin, "RollbackStack", ("StackName", "app"));
        Assert.Equal(("ROLLBACK_COMPLETE", 0), (Find().Status, Find().Resources.Length));
    }

    [Fact]
    public async Task Updates_that_failed_after_a_creation_that_failed_are_taken_back_with_it()
    {
        await _stacks.CreateAsync(_stacks.Admin, Failing, Stay);
        await _stacks.UpdateAsync(_stacks.Admin, Failing.Replace("\"DelaySeconds\":2", "\"DelaySeconds\":3", StringComparison.Ordinal), Stay);
        await _stacks.UpdateAsync(_stacks.Admin, Failing.Replace("\"DelaySeconds\":2", "\"DelaySeconds\":4", StringComparison.Ordinal), Stay);
        Assert.Equal("UPDATE_FAILED", Find().Status);
        await _stacks.CallAsync(_stacks.Admin, "RollbackStack", ("StackName", "app"));
        Assert.Equal(("ROLLBACK_COMPLETE", 0), (Find().Status, Find().Resources.Length));
    }

    [Fact]
    public async Task What_is_rolled_back_is_asked_for_as_the_caller()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue);
        await _stacks.UpdateAsync(_stacks.Admin, Failing, Stay);
        await _stacks.CallAsync(await _stacks.UserAsync("bare"), "RollbackStack", ("StackName", "app"));
        Assert.Equal("UPDATE_ROLLBACK_FAILED", Find().Status);
        await _stacks.CallAsync(_stacks.Admin, "ContinueUpdateRollback", ("StackName", "app"));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", Find().Status);
        var nobody = await _stacks.Iam.MakeUserAsync("nobody", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}""");
        Assert.Equal("AccessDenied", (await _stacks.RefusalAsync(nobody, "RollbackStack", ("StackName", "app"))).Code);
    }

    [Fact]
    public async Task What_did_not_fail_is_not_rolled_back_and_what_is_done_is_not_cancelled()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue);
        Assert.Equal("ValidationError", (await _stacks.RefusalAsync(_stacks.Admin, "RollbackStack", ("StackName", "app"))).Code);
        Assert.Equal(("ValidationError", "CancelUpdateStack cannot be called from current stack status"), await _stacks.RefusalAsync(_stacks.Admin, "CancelUpdateStack", ("StackName", "app")));
        Assert.Equal("ValidationError", (await _stacks.RefusalAsync(_stacks.Admin, "RollbackStack", ("StackName", "none"))).Code);
    }

    public void Dispose() => _stacks.Dispose();

    private Stack Find() => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name == "app");
}
