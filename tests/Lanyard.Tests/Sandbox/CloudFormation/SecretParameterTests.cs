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
        PutWord();
        await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"D":{"Type":"AWS::RDS::DBInstance","Properties":{"DBInstanceIdentifier":"d","MasterUserPassword":"{{resolve:ssm-secure:word:1}}"}}}}""");
        var events = (await _stacks.CallAsync(_stacks.Admin, "DescribeStackEvents", ("StackName", "app"))).Value;
        Assert.DoesNotContain(Secret, events, StringComparison.Ordinal);
        Assert.Contains("{{resolve:ssm-secure:word:1}}", events, StringComparison.Ordinal);
    }

    // References are read once functions have put them together, so a template needn't show that it has one.
    [Theory]
    [InlineData("""{"Ref":"W"}""")]
    [InlineData("""{"Fn::Join":[":",["{{resolve","ssm-secure","word}}"]]}""")]
    [InlineData("""{"Fn::Sub":["{{re${Middle}ve:ssm-secure:word}}",{"Middle":"sol"}]}""")]
    public async Task Events_show_a_reference_that_comes_of_a_parameter_or_of_pieces_and_not_its_value(string value)
    {
        PutWord();
        var template = """{"Parameters":{"W":{"Type":"String"}},"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"Tags":[{"Key":"k","Value":VALUE}]}}}}""".Replace("VALUE", value, StringComparison.Ordinal);
        await _stacks.CreateAsync(_stacks.Admin, template, ("Parameters.member.1.ParameterKey", "W"), ("Parameters.member.1.ParameterValue", "{{resolve:ssm-secure:word}}"));
        Assert.Equal(Secret, _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Find("Q")!.Properties.Find("Tags")!.Items[0].Find("Value")!.Text);
        var events = (await _stacks.CallAsync(_stacks.Admin, "DescribeStackEvents", ("StackName", "app"))).Value;
        Assert.DoesNotContain(Secret, events, StringComparison.Ordinal);
        Assert.Contains("{{resolve:ssm-secure:word}}", events, StringComparison.Ordinal);
    }

    // The refusal names the queue. The longest value goes first: of another that begins it, no rest may stay.
    [Theory]
    [InlineData("{}", "\"{{resolve:ssm-secure:word}}\"")]
    [InlineData("{}", "\"{{resolve:secretsmanager:hunter2-hunter2}}\"")]
    [InlineData("""{"Words":{"Type":"CommaDelimitedList","NoEcho":true,"Default":"other, hunter2-hunter2"}}""", """{"Fn::Select":[1,{"Ref":"Words"}]}""")]
    [InlineData("""{"Short":{"Type":"String","NoEcho":true,"Default":"hunter2"},"Long":{"Type":"String","NoEcho":true,"Default":"hunter2-hunter2"}}""", """{"Ref":"Long"}""")]
    public async Task A_failure_shows_no_secret_that_was_read_nor_one_of_a_list_nor_the_rest_of_one(string parameters, string name)
    {
        PutWord();
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["ssm:GetParameters","secretsmanager:GetSecretValue"],"Resource":"*"}""");
        var (_, failures) = await _stacks.CreateAsync(user, """{"Parameters":PARAMETERS,"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":NAME}}}}""".Replace("PARAMETERS", parameters, StringComparison.Ordinal).Replace("NAME", name, StringComparison.Ordinal));
        Assert.Contains(":111111111111:**** because", Assert.Single(failures), StringComparison.Ordinal);
    }

    // A nested stack shows its parameters; properties that don't take secure strings are refused them: "Resources that support dynamic parameter patterns for secure strings".
    [Theory]
    [InlineData("\"{{resolve:ssm-secure:word}}\"")]
    [InlineData("""{"Fn::Join":["",["a-","{{resolve:ssm-secure:word}}"]]}""")]
    public async Task A_nested_stack_is_given_no_secure_string(string value)
    {
        PutWord();
        _stacks.PutObject("templates", "inner.json", """{"Parameters":{"P":{"Type":"String"}},"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"Tags":[{"Key":"k","Value":{"Ref":"P"}}]}}}}""");
        var (_, failures) = await _stacks.CreateAsync(
            _stacks.Admin, """{"Resources":{"N":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"https://s3.eu-west-1.amazonaws.com/templates/inner.json","Parameters":{"P":VALUE}}}}}""".Replace("VALUE", value, StringComparison.Ordinal));
        Assert.Contains("SSM Secure reference is not supported in: [AWS::CloudFormation::Stack/Properties/Parameters/P]", Assert.Single(failures), StringComparison.Ordinal);
        Assert.Single(_stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region));
    }

    [Fact]
    public async Task A_secure_string_under_a_key_of_ones_own_takes_the_permission_to_decrypt()
    {
        const string Key = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        _stacks.Sandbox.Server.State.Parameters.Put(new(StackSandbox.Account, StackSandbox.Region, "word", "SecureString", Secret, 1, _stacks.Sandbox.Clock.Now) { KeyArn = Key });
        const string Template = """{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"Tags":[{"Key":"k","Value":"{{resolve:ssm-secure:word}}"}]}}}}""";
        const string Make = """{"Effect":"Allow","Action":["ssm:GetParameters","sqs:*"],"Resource":"*"}""";
        var (_, failures) = await _stacks.CreateAsync(await _stacks.UserAsync("reader", Make), Template);
        Assert.Contains("kms:Decrypt on resource: " + Key, Assert.Single(failures), StringComparison.Ordinal);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        var user = await _stacks.UserAsync("decrypter", Make, """{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"ssm.eu-west-1.amazonaws.com","kms:EncryptionContext:PARAMETER_ARN":"arn:aws:ssm:eu-west-1:111111111111:parameter/word"}}}""");
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(user, Template));
    }

    [Fact]
    public async Task A_failure_shows_no_value_of_before()
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":"sqs:*","Resource":"*"}""", """{"Effect":"Deny","Action":"sqs:DeleteQueue","Resource":"*"}""");
        const string Template = Header + """{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Ref":"Word"}}}}}""";
        await _stacks.CreateAsync(user, Template);
        var (status, failures) = await _stacks.UpdateAsync(user, Template, ("Parameters.member.1.ParameterKey", "Word"), ("Parameters.member.1.ParameterValue", "another-one"));
        Assert.Equal("UPDATE_COMPLETE", status);
        Assert.Contains("sqs:DeleteQueue on resource: arn:aws:sqs:eu-west-1:111111111111:****", Assert.Single(failures), StringComparison.Ordinal);
        await _stacks.CallAsync(user, "DeleteStack", ("StackName", "app"));
        Assert.DoesNotContain(Secret, string.Concat((await _stacks.StateAsync()).Failures), StringComparison.Ordinal);
    }

    public void Dispose() => _stacks.Dispose();

    private void PutWord() => _stacks.Sandbox.Server.State.Parameters.Put(new(StackSandbox.Account, StackSandbox.Region, "word", "SecureString", Secret, 1, _stacks.Sandbox.Clock.Now));
}
