using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>A rollback that failed, and goes on once what stopped it is mended or skipped: "ContinueUpdateRollback", AWS CloudFormation API Reference.</summary>
public sealed class ContinuedRollbackTests : IDisposable
{
    private const string ReadOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    private const string Administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudformation.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private static readonly (string, string) App = ("StackName", "app");

    private readonly StackSandbox _stacks = new();

    private Stack Stack => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name == "app");

    private IReadOnlyCollection<string> Attached => _stacks.Sandbox.Server.State.Iam.Account(StackSandbox.Account).Roles.Find("worker")!.Attached;

    [Fact]
    public async Task Goes_on_with_the_permissions_of_who_asks_for_it()
    {
        await GetStuckAsync();
        Assert.Equal("The following resource(s) failed to update: [Worker]. ", Stack.Reason);
        Assert.Equal([ReadOnly, Administrator], Attached.Order(StringComparer.Ordinal).Reverse());
        var answer = await _stacks.CallAsync(_stacks.Admin, "ContinueUpdateRollback", App);
        Assert.Equal("ContinueUpdateRollbackResult", Assert.IsType<System.Xml.Linq.XElement>(answer.FirstNode).Name.LocalName);
        Assert.Equal(("UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE"), (Stack.Status, Stack.Find("Worker")!.Status));
        Assert.Equal([ReadOnly], Attached);
        Assert.Equal(
            ["UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"],
            _stacks.Events("app").TakeLast(5));
        Assert.Equal("UPDATE_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Template(Administrator))).Status);
    }

    [Fact]
    public async Task Fails_again_where_nothing_was_mended()
    {
        var user = await GetStuckAsync();
        await _stacks.CallAsync(user, "ContinueUpdateRollback", App);
        Assert.Equal("UPDATE_ROLLBACK_FAILED", Stack.Status);
        await _stacks.CallAsync(_stacks.Admin, "ContinueUpdateRollback", App);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", Stack.Status);
    }

    [Fact]
    public async Task Leaves_a_resource_that_is_skipped_as_it_is()
    {
        var user = await GetStuckAsync();
        var (code, message) = await _stacks.RefusalAsync(user, "ContinueUpdateRollback", App, ("ResourcesToSkip.member.1", "Jobs"));
        Assert.Equal(("ValidationError", "Resource [Jobs] can't be skipped: it isn't one whose rollback failed."), (code, message));
        await _stacks.CallAsync(user, "ContinueUpdateRollback", App, ("ResourcesToSkip.member.1", "Worker"));
        Assert.Equal(("UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE"), (Stack.Status, Stack.Find("Worker")!.Status));
        Assert.Equal(2, Attached.Count);
    }

    [Fact]
    public async Task Takes_a_role_that_must_be_passed_and_stays_with_the_stack()
    {
        var user = await GetStuckAsync();
        const string Arn = "arn:aws:iam::111111111111:role/cfn";
        await _stacks.Iam.DoAsync("CreateRole", ("RoleName", "cfn"), ("AssumeRolePolicyDocument", Trust));
        await _stacks.Iam.DoAsync("AttachRolePolicy", ("RoleName", "cfn"), ("PolicyArn", Administrator));
        var bare = await _stacks.UserAsync("bare");
        Assert.Contains("iam:PassRole", (await _stacks.RefusalAsync(bare, "ContinueUpdateRollback", App, ("RoleARN", Arn))).Message, StringComparison.Ordinal);
        await _stacks.CallAsync(user, "ContinueUpdateRollback", App, ("RoleARN", Arn));
        Assert.Equal(("UPDATE_ROLLBACK_COMPLETE", Arn), (Stack.Status, Stack.Plan!.RoleArn));
    }

    [Fact]
    public async Task Is_for_a_stack_whose_rollback_failed_alone()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template(ReadOnly));
        var (code, message) = await _stacks.RefusalAsync(_stacks.Admin, "ContinueUpdateRollback", App);
        Assert.Equal(("ValidationError", $"Stack:{Stack.Id} is in CREATE_COMPLETE state and can not continue the rollback of an update."), (code, message));
    }

    [Fact]
    public async Task A_stack_that_is_deleted_instead_takes_along_what_an_update_had_replaced()
    {
        var user = await GetStuckAsync();
        Assert.Equal("jobs2", Stack.Find("Jobs")!.PhysicalId.Split('/')[^1]);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", App);
        Assert.Equal("DELETE_COMPLETE", Stack.Status);
        Assert.Equal(
            ["https://sqs.eu-west-1.amazonaws.com/111111111111/jobs1", "https://sqs.eu-west-1.amazonaws.com/111111111111/jobs2"],
            Stack.Events.Where(e => e is { LogicalId: "Jobs", Status: "DELETE_COMPLETE" }).Select(e => e.PhysicalId).Order(StringComparer.Ordinal));
        Assert.NotNull(user);
    }

    [Fact]
    public async Task What_it_was_made_with_of_other_stacks_stays_in_use()
    {
        await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "exporter"), ("TemplateBody", """{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}},"Outputs":{"Out":{"Value":"worker","Export":{"Name":"shared"}}}}"""));
        await GetStuckAsync("""{"Fn::ImportValue":"shared"}""");
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "exporter"));
        var exporter = _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name == "exporter");
        Assert.Equal(("CREATE_COMPLETE", "Delete canceled. Cannot delete export shared as it is in use by app."), (exporter.Status, exporter.Reason));
    }

    public void Dispose() => _stacks.Dispose();

    // The update gives the role another policy, and replaces the queue; taking the old policy off fails, and so does taking off the new one.
    private async Task<Lanyard.Aws.Signing.AwsCredentials> GetStuckAsync(string name = "\"worker\"")
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["iam:*","sqs:*"],"Resource":"*"}""", """{"Effect":"Deny","Action":"iam:DetachRolePolicy","Resource":"*"}""");
        await _stacks.CreateAsync(user, Template(ReadOnly, name: name));
        Assert.Equal("UPDATE_ROLLBACK_FAILED", (await _stacks.UpdateAsync(user, Template(Administrator, "jobs2"))).Status);
        return user;
    }

    private static string Template(string policy, string queue = "jobs1", string name = "\"worker\"") => $$"""
        {"Resources":{"Jobs":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"{{queue}}"} },
          "Worker":{"Type":"AWS::IAM::Role","DependsOn":"Jobs","Properties":{"RoleName":{{name}},"AssumeRolePolicyDocument":{{Trust}},"ManagedPolicyArns":["{{policy}}"]} } } }
        """;
}
