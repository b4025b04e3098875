using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>What is left of an operation on a stack that failed.</summary>
public sealed class RollbackTests : IDisposable
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    private const string ReadOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    private const string Administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
    private const string Missing = "arn:aws:iam::111111111111:policy/missing";
    private const string Nothing = "\"X\":{\"Type\":\"AWS::Nothing::Thing\",\"DependsOn\":\"Worker\"}";

    private readonly StackSandbox _stacks = new();

    private IamAccount Account => _stacks.Sandbox.Server.State.Iam.Account(StackSandbox.Account);

    private Stack Stack => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name == "app");

    [Fact]
    public async Task A_role_that_an_update_began_is_gone_after_its_rollback_and_can_be_made_again()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template(Role("Worker", "worker", ReadOnly)));
        var (status, _) = await _stacks.UpdateAsync(_stacks.Admin, Template(Role("Worker", "worker", ReadOnly), Role("Other", "other", Missing)));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", status);
        Assert.Equal(["CREATE_IN_PROGRESS", "CREATE_FAILED", "DELETE_IN_PROGRESS", "DELETE_COMPLETE"], _stacks.Events("Other"));
        Assert.Null(Account.Roles.Find("other"));
        Assert.Equal("UPDATE_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Template(Role("Worker", "worker", ReadOnly), Role("Other", "other", Administrator)))).Status);
    }

    [Fact]
    public async Task A_replacement_whose_making_fails_half_way_is_taken_away_and_the_one_of_before_stays()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template(Role("Worker", "worker", ReadOnly)));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Template(Role("Worker", "renamed", Missing)))).Status);
        Assert.Null(Account.Roles.Find("renamed"));
        Assert.NotNull(Account.Roles.Find("worker"));
        Assert.Equal(("worker", "CREATE_COMPLETE"), (Assert.Single(Stack.Resources).PhysicalId, Stack.Resources[0].Status));
    }

    [Theory]
    [InlineData("AWS::IAM::Policy", "\"Roles\":[\"worker\",\"absent\"]", "DELETE_COMPLETE")]
    [InlineData("AWS::IAM::RolePolicy", "\"RoleName\":\"worker\"", "DELETE_FAILED")]
    public async Task An_inline_policy_that_was_put_before_its_making_failed_is_to_be_taken_away(string type, string holders, string last)
    {
        await _stacks.Iam.DoAsync("CreateRole", ("RoleName", "worker"), ("AssumeRolePolicyDocument", Trust));
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["iam:PutRolePolicy","iam:DeleteRolePolicy"],"Resource":"*"}""");
        await _stacks.CreateAsync(user, $$"""{"Resources":{"Own":{"Type":"{{type}}","Properties":{"PolicyName":"own",{{holders}},"PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]} } } } }""");
        Assert.Equal(["CREATE_IN_PROGRESS", "CREATE_FAILED", "DELETE_IN_PROGRESS", last], _stacks.Events("Own"));
        Assert.Equal(last == "DELETE_FAILED", Account.Roles.Find("worker")!.Inline.ContainsKey("own"));
    }

    [Fact]
    public async Task A_change_that_was_half_done_is_undone_under_the_same_policies()
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":"iam:*","Resource":"*"}""", """{"Effect":"Deny","Action":"iam:DetachRolePolicy","Resource":"*"}""");
        await _stacks.CreateAsync(user, Template(Role("Worker", "worker", ReadOnly)));
        Assert.Equal("UPDATE_ROLLBACK_FAILED", (await _stacks.UpdateAsync(user, Template(Role("Worker", "worker", Administrator)))).Status);
        Assert.Equal(2, _stacks.Sandbox.Log.Count(call => call is { Operation: "DetachRolePolicy", Status: 403 }));
        Assert.StartsWith("Worker: Resource handler returned message: ", (await _stacks.StateAsync()).Failures[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_failed_change_did_is_taken_back_and_what_it_did_not_do_is_let_be()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template(Role("Worker", "worker", ReadOnly)));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Template(Role("Worker", "worker", Administrator, Missing)))).Status);
        Assert.Equal([ReadOnly], Account.Roles.Find("worker")!.Attached);
    }

    [Fact]
    public async Task A_rollback_gives_the_stacks_tags_of_before_back()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template(Role("Worker", "worker", ReadOnly)), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "old"));
        var (status, _) = await _stacks.UpdateAsync(_stacks.Admin, Template(Role("Worker", "worker", ReadOnly), Nothing), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "new"));
        Assert.Equal(("UPDATE_ROLLBACK_COMPLETE", "old"), (status, Account.Roles.Find("worker")!.Tags["team"]));
    }

    [Theory]
    [InlineData("Retain", false, "DELETE_SKIPPED")]
    [InlineData("Retain", true, "DELETE_COMPLETE")]
    [InlineData("RetainExceptOnCreate", false, "DELETE_COMPLETE")]
    public async Task A_creation_that_is_rolled_back_keeps_what_the_deletion_policy_retains(string policy, bool takesRetained, string last)
    {
        var kept = Role("Worker", "worker", ReadOnly).Replace("\"AWS::IAM::Role\",", $"\"AWS::IAM::Role\",\"DeletionPolicy\":\"{policy}\",", StringComparison.Ordinal);
        var (status, _) = await _stacks.CreateAsync(_stacks.Admin, Template(kept, Nothing), ("RetainExceptOnCreate", takesRetained ? "true" : "false"));
        Assert.Equal(("ROLLBACK_COMPLETE", last, last == "DELETE_SKIPPED"), (status, _stacks.Events("Worker")[^1], Account.Roles.Find("worker") is not null));
    }

    [Fact]
    public async Task An_update_that_shall_not_be_rolled_back_stays_failed_until_one_of_its_kind_mends_it()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template(Role("Worker", "worker", ReadOnly)));
        Assert.Equal("UPDATE_FAILED", (await _stacks.UpdateAsync(_stacks.Admin, Template(Role("Worker", "worker", Administrator), Role("Other", "other", Missing)), ("DisableRollback", "true"))).Status);
        Assert.Equal([Administrator], Account.Roles.Find("worker")!.Attached);
        var mended = Template(Role("Worker", "worker", Administrator), Role("Other", "other", ReadOnly));
        Assert.StartsWith(
            "This stack is currently in a non-terminal [UPDATE_FAILED] state.",
            (await _stacks.RefusalAsync(_stacks.Admin, "UpdateStack", ("StackName", "app"), ("TemplateBody", mended), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"))).Message, StringComparison.Ordinal);
        Assert.Equal("UPDATE_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, mended, ("DisableRollback", "true"))).Status);
        Assert.Equal([ReadOnly], Account.Roles.Find("other")!.Attached);
    }

    [Fact]
    public async Task A_change_set_tells_what_is_done_where_its_execution_fails_and_does_it()
    {
        await _stacks.CallAsync(
            _stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "first"), ("ChangeSetType", "CREATE"), ("OnStackFailure", "DELETE"), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
            ("TemplateBody", Template(Role("Worker", "worker", ReadOnly), Nothing)));
        Assert.Contains("<OnStackFailure>DELETE</OnStackFailure>", (await _stacks.CallAsync(_stacks.Admin, "DescribeChangeSet", ("StackName", "app"), ("ChangeSetName", "first"))).ToString(), StringComparison.Ordinal);
        await _stacks.CallAsync(_stacks.Admin, "ExecuteChangeSet", ("StackName", "app"), ("ChangeSetName", "first"));
        Assert.Equal("DELETE_COMPLETE", Stack.Status);
    }

    public void Dispose() => _stacks.Dispose();

    private static string Template(params string[] resources) => "{\"Resources\":{" + string.Join(',', resources) + "}}";

    private static string Role(string id, string name, params string[] policies) =>
        $"\"{id}\":{{\"Type\":\"AWS::IAM::Role\",\"Properties\":{{\"RoleName\":\"{name}\",\"AssumeRolePolicyDocument\":{Trust},\"ManagedPolicyArns\":[{string.Join(',', policies.Select(p => $"\"{p}\""))}]}}}}";
}
