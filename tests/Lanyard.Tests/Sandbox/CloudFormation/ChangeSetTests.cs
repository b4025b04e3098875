using Lanyard.Aws.Protocols;
using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>What counts as a change, for change sets and updates, and what is left of a change set once it was executed.</summary>
public sealed class ChangeSetTests : IDisposable
{
    private const string Queue = """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"EXTRA}}OUTPUTS}""";
    private const string Outer = """{"Resources":{"Inner":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"https://s3.eu-west-1.amazonaws.com/templates/inner.json"}}}}""";

    private readonly StackSandbox _stacks = new();

    // "ResourceChange", AWS CloudFormation API Reference: Scope is Properties, Metadata, CreationPolicy, UpdatePolicy, DeletionPolicy, UpdateReplacePolicy or Tags.
    [Theory]
    [InlineData("DeletionPolicy", "\"Retain\"")]
    [InlineData("UpdateReplacePolicy", "\"Retain\"")]
    [InlineData("Metadata", "{\"a\":\"b\"}")]
    public async Task An_attribute_of_a_resource_is_a_change_of_its_own(string attribute, string value)
    {
        await _stacks.CreateAsync(_stacks.Admin, Template());
        await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "next"), ("TemplateBody", Template(extra: $",\"{attribute}\":{value}")));
        var told = await _stacks.CallAsync(_stacks.Admin, "DescribeChangeSet", ("StackName", "app"), ("ChangeSetName", "next"));
        Assert.Equal(("CREATE_COMPLETE", "AVAILABLE"), (QueryProtocol.Descendant(told, "Status"), QueryProtocol.Descendant(told, "ExecutionStatus")));
        Assert.Equal(("Modify", "False", attribute), (QueryProtocol.Descendant(told, "Action"), QueryProtocol.Descendant(told, "Replacement"), QueryProtocol.Descendant(told, "Scope")));
        await _stacks.CallAsync(_stacks.Admin, "ExecuteChangeSet", ("StackName", "app"), ("ChangeSetName", "next"));
        Assert.Equal("UPDATE_COMPLETE", (await _stacks.StateAsync()).Status);
        if (attribute == "DeletionPolicy")
        {
            await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
            Assert.Equal("DELETE_SKIPPED", _stacks.Events("Jobs")[^1]);
        }
    }

    [Fact]
    public async Task Outputs_alone_are_a_change_that_touches_no_resource()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template());
        await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "next"), ("TemplateBody", Template(outputs: ""","Outputs":{"Url":{"Value":{"Ref":"Jobs"}}}""")));
        var told = await _stacks.CallAsync(_stacks.Admin, "DescribeChangeSet", ("StackName", "app"), ("ChangeSetName", "next"));
        Assert.Equal(("CREATE_COMPLETE", null), (QueryProtocol.Descendant(told, "Status"), QueryProtocol.Descendant(told, "Action")));
        await _stacks.CallAsync(_stacks.Admin, "ExecuteChangeSet", ("StackName", "app"), ("ChangeSetName", "next"));
        Assert.Single(Find("app").Outputs);
    }

    // "You can't update conditions by themselves", and so of mappings and metadata: "Conditions" and its like, AWS CloudFormation User Guide.
    [Fact]
    public async Task What_changes_nothing_that_is_made_is_no_update()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template());
        foreach (var template in new[] { Template() + "\n", Template(outputs: ""","Mappings":{"M":{"a":{"b":"c"}}}"""), Template(outputs: ""","Metadata":{"a":"b"}""") })
        {
            Assert.Equal(("ValidationError", "No updates are to be performed."), await _stacks.RefusalAsync(_stacks.Admin, "UpdateStack", ("StackName", "app"), ("TemplateBody", template)));
        }
    }

    // "ExecutionStatus" of "DescribeChangeSet", AWS CloudFormation API Reference.
    [Fact]
    public async Task An_executed_change_set_can_still_be_described_and_not_executed_again()
    {
        var made = await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "first"), ("ChangeSetType", "CREATE"), ("TemplateBody", Template()));
        var id = QueryProtocol.Descendant(made, "Id")!;
        await _stacks.CallAsync(_stacks.Admin, "ExecuteChangeSet", ("ChangeSetName", id));
        var told = await _stacks.CallAsync(_stacks.Admin, "DescribeChangeSet", ("ChangeSetName", id));
        Assert.Equal(("CREATE_COMPLETE", "EXECUTE_COMPLETE"), (QueryProtocol.Descendant(told, "Status"), QueryProtocol.Descendant(told, "ExecutionStatus")));
        var (code, message) = await _stacks.RefusalAsync(_stacks.Admin, "ExecuteChangeSet", ("ChangeSetName", id));
        Assert.Equal(("InvalidChangeSetStatus", $"ChangeSet [{id}] cannot be executed in its current execution status of [EXECUTE_COMPLETE]"), (code, message));

        // Its name is free again, for tools that give each deployment's the same.
        await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "first"), ("TemplateBody", Template(extra: ""","DeletionPolicy":"Retain" """)));
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal("ChangeSetNotFound", (await _stacks.RefusalAsync(_stacks.Admin, "DescribeChangeSet", ("ChangeSetName", id))).Code);
    }

    [Fact]
    public async Task An_execution_that_fails_is_told_by_its_change_set()
    {
        await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "first"), ("ChangeSetType", "CREATE"), ("TemplateBody", """{"Resources":{"X":{"Type":"AWS::Nothing::Thing"}}}"""));
        await _stacks.CallAsync(_stacks.Admin, "ExecuteChangeSet", ("StackName", "app"), ("ChangeSetName", "first"));
        Assert.Equal("EXECUTE_FAILED", QueryProtocol.Descendant(await _stacks.CallAsync(_stacks.Admin, "DescribeChangeSet", ("StackName", "app"), ("ChangeSetName", "first")), "ExecutionStatus"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_nested_stack_whose_template_changed_under_its_address_is_updated_with_an_outer_one_that_did_not(bool byChangeSet)
    {
        _stacks.PutObject("templates", "inner.json", Template());
        await _stacks.CreateAsync(_stacks.Admin, Outer);
        _stacks.PutObject("templates", "inner.json", """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"},"News":{"Type":"AWS::SNS::Topic"}}}""");
        if (byChangeSet)
        {
            await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "next"), ("TemplateBody", Outer));
            Assert.Equal("Inner", QueryProtocol.Descendant(await _stacks.CallAsync(_stacks.Admin, "DescribeChangeSet", ("StackName", "app"), ("ChangeSetName", "next")), "LogicalResourceId"));
            await _stacks.CallAsync(_stacks.Admin, "ExecuteChangeSet", ("StackName", "app"), ("ChangeSetName", "next"));
        }
        else
        {
            await _stacks.UpdateAsync(_stacks.Admin, Outer);
        }

        Assert.Equal(("UPDATE_COMPLETE", 2), (Find("app").Status, Nested().Resources.Length));
    }

    [Fact]
    public async Task A_nested_stack_goes_back_to_its_template_of_before_though_another_is_at_its_address()
    {
        _stacks.PutObject("templates", "inner.json", Template());
        await _stacks.CreateAsync(_stacks.Admin, Outer);
        _stacks.PutObject("templates", "inner.json", """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"},"News":{"Type":"AWS::SNS::Topic"}}}""");
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Outer.Replace("{\"Inner\"", "{\"X\":{\"Type\":\"AWS::Nothing::Thing\",\"DependsOn\":\"Inner\"},\"Inner\"", StringComparison.Ordinal))).Status);
        Assert.Equal("Jobs", Assert.Single(Nested().Resources).LogicalId);
    }

    [Fact]
    public async Task A_nested_stack_that_was_deleted_by_itself_is_not_brought_back_unseen()
    {
        _stacks.PutObject("templates", "inner.json", Template());
        await _stacks.CreateAsync(_stacks.Admin, Outer);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", Nested().Name));
        var (status, failures) = await _stacks.UpdateAsync(_stacks.Admin, Outer);
        Assert.StartsWith("UPDATE_ROLLBACK_", status, StringComparison.Ordinal);
        Assert.Contains("does not exist", failures[0], StringComparison.Ordinal);
        Assert.Equal(("DELETE_COMPLETE", 0), (Nested().Status, Nested().Resources.Length));
    }

    public void Dispose() => _stacks.Dispose();

    private static string Template(string extra = "", string outputs = "") => Queue.Replace("EXTRA", extra, StringComparison.Ordinal).Replace("OUTPUTS", outputs, StringComparison.Ordinal);

    private Stack Find(string name) => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name == name);

    private Stack Nested() => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name != "app");
}
