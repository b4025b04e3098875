using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>Exports that other stacks import stay as they are. The words are those that users report of AWS: aws-samples/iam-identity-center-team#474, aws/aws-cdk#604.</summary>
public sealed class ExportTests : IDisposable
{
    private const string Exporter = """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}},"Outputs":{"Out":{"Value":"one","Export":{"Name":"shared"}}}}""";
    private const string Importer = """{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"Tags":[{"Key":"k","Value":{"Fn::ImportValue":"shared"}}]}}}}""";
    private const string Outer = """{"Resources":{"Inner":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"https://s3.eu-west-1.amazonaws.com/templates/inner.json"}}}}""";

    private readonly StackSandbox _stacks = new();

    [Fact]
    public async Task A_stack_whose_export_is_in_use_is_what_it_was_after_DeleteStack_and_tells_why()
    {
        await _stacks.CreateAsync(_stacks.Admin, Exporter);
        await MakeAsync("first", Importer);
        await MakeAsync("second", Importer);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        var stack = Find("app");
        Assert.Equal(("CREATE_COMPLETE", "Delete canceled. Cannot delete export shared as it is in use by first and second."), (stack.Status, stack.Reason));
        Assert.Single(stack.Resources);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "first"));
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "second"));
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal("DELETE_COMPLETE", Find("app").Status);
    }

    [Fact]
    public async Task The_export_of_a_nested_stack_keeps_the_outer_one()
    {
        _stacks.PutObject("templates", "inner.json", Exporter);
        await _stacks.CreateAsync(_stacks.Admin, Outer);
        await MakeAsync("user", Importer);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        var nested = _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name.StartsWith("app-", StringComparison.Ordinal));
        Assert.Equal(("DELETE_FAILED", "CREATE_COMPLETE"), (Find("app").Status, nested.Status));
        Assert.Equal([$"Inner: Embedded stack {nested.Id} was not successfully deleted: Delete canceled. Cannot delete export shared as it is in use by user."], (await _stacks.StateAsync()).Failures);
    }

    [Fact]
    public async Task A_nested_stack_may_not_change_an_export_in_use()
    {
        _stacks.PutObject("templates", "inner.json", Exporter);
        await _stacks.CreateAsync(_stacks.Admin, Outer);
        await MakeAsync("user", Importer);
        _stacks.PutObject("templates", "inner.json", Exporter.Replace("\"one\"", "\"two\"", StringComparison.Ordinal));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Outer)).Status);
        Assert.Contains("Cannot update export shared as it is in use by user", Assert.Single((await _stacks.StateAsync()).Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nested_stack_that_leaves_its_outer_one_stays_while_its_export_is_in_use()
    {
        _stacks.PutObject("templates", "inner.json", Exporter);
        await _stacks.CreateAsync(_stacks.Admin, Outer);
        await MakeAsync("user", Importer);
        await _stacks.UpdateAsync(_stacks.Admin, """{"Resources":{"Other":{"Type":"AWS::SQS::Queue"}}}""");
        Assert.Contains(_stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region), s => s.Deleted is null && s.Outputs.Any(o => o.ExportName == "shared"));
    }

    [Fact]
    public async Task An_import_that_only_a_condition_would_make_does_not_count()
    {
        await _stacks.CreateAsync(_stacks.Admin, Exporter);
        await MakeAsync("off", """{"Conditions":{"Never":{"Fn::Equals":["a","b"]}},"Resources":{"P":{"Type":"AWS::SQS::Queue"},"Q":{"Type":"AWS::SQS::Queue","Condition":"Never","Properties":{"QueueName":{"Fn::ImportValue":"shared"}}}}}""");
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal("DELETE_COMPLETE", Find("app").Status);
    }

    public void Dispose() => _stacks.Dispose();

    private Task MakeAsync(string name, string template) => _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", name), ("TemplateBody", template));

    private Stack Find(string name) => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name == name);
}
