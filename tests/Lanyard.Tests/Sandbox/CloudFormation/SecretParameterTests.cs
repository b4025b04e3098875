namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>
/// "NoEcho", AWS CloudFormation User Guide: the value is shown as asterisks to whoever describes the stack or its events; outputs and metadata are the template's own business.
/// </summary>
public sealed class SecretParameterTests : IDisposable
{
    private const string Secret = "hunter2-hunter2";
    private const string Header = """{"Parameters":{"Word":{"Type":"String","NoEcho":true,"Default":"hunter2-hunter2"}},"Resources":""";

    private readonly StackSandbox _stacks = new();

    [Theory]
    [InlineData("""{"Ref":"Word"}""", "\"****\"")]
    [InlineData("""{"Fn::Sub":"user:${Word}@host"}""", "\"user:****@host\"")]
    [InlineData("""{"Fn::Join":["-",["a",{"Ref":"Word"}]]}""", "\"a-****\"")]
    public async Task Events_show_no_value_of_a_secret_parameter(string value, string shown)
    {
        var template = Header + """{"Q":{"Type":"AWS::SQS::Queue","Properties":{"Tags":[{"Key":"k","Value":VALUE}]}}}}""".Replace("VALUE", value, StringComparison.Ordinal);
        await _stacks.CreateAsync(_stacks.Admin, template);
        await _stacks.UpdateAsync(_stacks.Admin, template.Replace("\"Key\":\"k\"", "\"Key\":\"l\"", StringComparison.Ordinal));
        var id = _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Id;
        Assert.Contains(Secret, _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, id)!.Find("Q")!.Properties.Find("Tags")!.Items[0].Find("Value")!.Text, StringComparison.Ordinal);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        var events = (await _stacks.CallAsync(_stacks.Admin, "DescribeStackEvents", ("StackName", id))).Value;
        Assert.DoesNotContain(Secret, events, StringComparison.Ordinal);
        Assert.Contains(shown, events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_shows_no_value_of_a_secret_parameter()
    {
        await _stacks.CreateAsync(_stacks.Admin, Header + """{"P":{"Type":"AWS::SSM::Parameter","Properties":{"Name":"p","Type":"String","Value":{"Fn::Sub":"{{x}} ${Word}"}}}}}""");
        var events = (await _stacks.CallAsync(_stacks.Admin, "DescribeStackEvents", ("StackName", "app"))).Value;
        Assert.Contains("CREATE_FAILED", events, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stacks_change_sets_and_summaries_star_it()
    {
        const string Template = Header + """{"Q":{"Type":"AWS::SQS::Queue"}}}""";
        await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "first"), ("ChangeSetType", "CREATE"), ("TemplateBody", Template), ("Parameters.member.1.ParameterKey", "Word"), ("Parameters.member.1.ParameterValue", "given-given"));
        var told = new[]
        {
            await _stacks.CallAsync(_stacks.Admin, "DescribeChangeSet", ("StackName", "app"), ("ChangeSetName", "first")),
            await _stacks.CallAsync(_stacks.Admin, "DescribeStacks", ("StackName", "app")),
            await _stacks.CallAsync(_stacks.Admin, "GetTemplateSummary", ("TemplateBody", Template)),
            await _stacks.CallAsync(_stacks.Admin, "ValidateTemplate", ("TemplateBody", Template)),
        };
        Assert.All(told, one => Assert.False(one.Value.Contains(Secret, StringComparison.Ordinal) || one.Value.Contains("given-given", StringComparison.Ordinal), one.Value));
    }

    // "Reference a secure string parameter", AWS CloudFormation User Guide: the value is never stored, nor shown by a call.
    [Fact]
    public async Task Events_show_the_reference_to_a_secure_string_and_not_its_value()
    {
        _stacks.Sandbox.Server.State.Parameters.Put(new(StackSandbox.Account, StackSandbox.Region, "word", "SecureString", Secret, 1, _stacks.Sandbox.Clock.Now));
        await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"D":{"Type":"AWS::RDS::DBInstance","Properties":{"DBInstanceIdentifier":"d","MasterUserPassword":"{{resolve:ssm-secure:word:1}}"}}}}""");
        var events = (await _stacks.CallAsync(_stacks.Admin, "DescribeStackEvents", ("StackName", "app"))).Value;
        Assert.DoesNotContain(Secret, events, StringComparison.Ordinal);
        Assert.Contains("{{resolve:ssm-secure:word:1}}", events, StringComparison.Ordinal);
    }

    public void Dispose() => _stacks.Dispose();
}
