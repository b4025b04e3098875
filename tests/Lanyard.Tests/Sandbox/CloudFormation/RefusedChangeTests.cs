using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>Changes of stacks that CloudFormation doesn't make.</summary>
public sealed class RefusedChangeTests : IDisposable
{
    private const string Table = """{"Resources":{"Orders":{"Type":"AWS::DynamoDB::Table","Properties":{"TableName":"orders","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"BillingMode":"PAY_PER_REQUEST"}}}}""";
    private const string Layer = """{"Resources":{"Shared":{"Type":"AWS::Lambda::LayerVersion","Properties":{"LayerName":"shared","Content":{"S3Bucket":"code","S3Key":"one.zip"}}}}}""";
    private const string Exporter = """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"jobs"}}},"Outputs":{"Name":{"Value":"jobs1","Export":{"Name":"jobs-name"}}}}""";
    private const string Importer = """{"Resources":{"Other":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::ImportValue":"jobs-name"}}}}}""";

    private readonly StackSandbox _stacks = new();

    private Stack Stack => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name == "app");

    [Fact]
    public async Task A_resource_with_a_name_of_its_own_is_not_replaced_under_that_name()
    {
        await _stacks.CreateAsync(_stacks.Admin, Table);
        var (status, failures) = await _stacks.UpdateAsync(_stacks.Admin, Table.Replace("\"id\"", "\"key\"", StringComparison.Ordinal));
        Assert.Equal(("UPDATE_ROLLBACK_COMPLETE", "Orders: CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename orders and update the stack again."), (status, Assert.Single(failures)));
        Assert.Equal("orders", Assert.Single(Stack.Resources).PhysicalId);
        Assert.Equal("UPDATE_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Table.Replace("\"id\"", "\"key\"", StringComparison.Ordinal).Replace("\"orders\"", "\"orders2\"", StringComparison.Ordinal))).Status);
        Assert.Equal("orders2", Assert.Single(Stack.Resources).PhysicalId);
    }

    [Fact]
    public async Task A_layer_is_published_anew_under_its_name()
    {
        await _stacks.CreateAsync(_stacks.Admin, Layer);
        Assert.Equal("UPDATE_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Layer.Replace("one.zip", "two.zip", StringComparison.Ordinal))).Status);
        Assert.Equal("arn:aws:lambda:eu-west-1:111111111111:layer:shared:2", Assert.Single(Stack.Resources).PhysicalId);
    }

    [Fact]
    public async Task A_name_that_a_resource_of_another_stack_has_is_taken()
    {
        await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "first"), ("TemplateBody", Table));
        var first = _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "first")!;
        var (status, failures) = await _stacks.CreateAsync(_stacks.Admin, Table);
        Assert.Equal(("ROLLBACK_COMPLETE", $"Orders: orders already exists in stack {first.Id}"), (status, Assert.Single(failures)));
        Assert.Equal("orders", Assert.Single(_stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "first")!.Resources).PhysicalId);
    }

    [Fact]
    public async Task A_change_set_of_a_stack_that_cannot_be_updated_is_neither_made_nor_executed()
    {
        await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"X":{"Type":"AWS::Nothing::Thing"}}}""");
        (string, string)[] named = [("StackName", "app"), ("ChangeSetName", "second")];
        var told = $"Stack:{Stack.Id} is in ROLLBACK_COMPLETE state and can not be updated.";
        Assert.Equal(("ValidationError", told), await _stacks.RefusalAsync(_stacks.Admin, "CreateChangeSet", [.. named, ("TemplateBody", Table)]));

        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        await _stacks.CreateAsync(_stacks.Admin, Table);
        await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", [.. named, ("TemplateBody", Table.Replace("orders", "other", StringComparison.Ordinal))]);
        _stacks.Sandbox.Server.State.Stacks.Put(Stack with { Status = "UPDATE_ROLLBACK_FAILED" });
        Assert.Equal(("ValidationError", $"Stack:{Stack.Id} is in UPDATE_ROLLBACK_FAILED state and can not be updated."), await _stacks.RefusalAsync(_stacks.Admin, "ExecuteChangeSet", named));
    }

    [Theory]
    [InlineData("jobs1", "jobs2", "Cannot update")]
    [InlineData("jobs-name", "other-name", "Delete canceled. Cannot delete")]
    public async Task An_export_that_another_stack_imports_is_neither_changed_nor_taken_away(string old, string now, string words)
    {
        await _stacks.CreateAsync(_stacks.Admin, Exporter);
        await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "reader"), ("TemplateBody", Importer));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Exporter.Replace(old, now, StringComparison.Ordinal))).Status);
        Assert.Contains(Stack.Events, happened => happened.Reason?.Trim() == $"{words} export jobs-name as it is in use by reader.");
        Assert.Equal(("jobs-name", "jobs1"), (Stack.Outputs[0].ExportName, Stack.Outputs[0].Value));
    }

    public void Dispose() => _stacks.Dispose();
}
