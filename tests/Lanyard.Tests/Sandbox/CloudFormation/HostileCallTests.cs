namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>Calls that make no sense, or ask for what isn't there: each ends in an error of the service's, and none in the sandbox's own.</summary>
public sealed class HostileCallTests : IDisposable
{
    private const string Queue = """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""";

    private readonly StackSandbox _stacks = new();

    [Theory]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":[]}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"Tags":"x"}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"a":"b"}}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::S3::Bucket","Properties":{"BucketEncryption":"x","VersioningConfiguration":[1],"PublicAccessBlockConfiguration":3}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::S3::BucketPolicy","Properties":{"Bucket":["a"],"PolicyDocument":"x"}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":"x","Policies":"y","ManagedPolicyArns":{"a":1}}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::IAM::ManagedPolicy","Properties":{"PolicyDocument":[],"Roles":"r"}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":["x"],"Parameters":"y","NotificationARNs":3}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SSM::Parameter","Properties":{"Name":{"a":1},"Value":["x"],"Type":3,"Tags":4}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::Lambda::Function","Properties":{"Role":["x"],"Code":"y","VpcConfig":3,"Environment":[]}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::Select":["99999999999",["a"]]}}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::Cidr":["x","y","z"]}}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::Sub":["${a}"]}}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::Sub":"${"}}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::Join":["-",{"Ref":"AWS::NoValue"}]}}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"{{resolve:ssm}}"}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"{{resolve:}}"}}}}""")]
    [InlineData("""{"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"{{resolve:secretsmanager:arn:aws}}"}}}}""")]
    [InlineData("""{"Conditions":"x","Mappings":[],"Outputs":3,"Parameters":"y","Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}""")]
    [InlineData("""{"Conditions":{"C":"x"},"Resources":{"Q":{"Type":"AWS::SQS::Queue","Condition":"C"}}}""")]
    [InlineData("""{"Mappings":{"M":"x"},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}""")]
    [InlineData("""{"Transform":{"Name":3},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}""")]
    [InlineData("""{"Transform":"AWS::Serverless-2016-10-31","Resources":{"Q":{"Type":"AWS::Serverless::Function","Properties":"x"}}}""")]
    [InlineData("""{"Transform":"AWS::LanguageExtensions","Resources":{"Fn::ForEach::x":["a",["b"],{"Q${a}":3}]}}""")]
    [InlineData("- a\n- b\n")]
    [InlineData("Resources: !Foo x")]
    [InlineData("Resources: &a\n  Q: *a\n")]
    [InlineData("\u0000")]
    public async Task A_template_ends_in_an_error_or_a_stack(string template)
    {
        string[] capabilities = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"];
        foreach (var action in new[] { "ValidateTemplate", "GetTemplateSummary", "CreateStack", "UpdateStack", "DeleteStack" })
        {
            var isStack = action.EndsWith("Stack", StringComparison.Ordinal);
            var answer = await _stacks.SendAsync(
                _stacks.Admin, action,
                [.. isStack ? new[] { ("StackName", "app") } : [], .. action == "DeleteStack" ? [] : new[] { ("TemplateBody", template) }, .. isStack && action != "DeleteStack" ? capabilities.Select((c, at) => ($"Capabilities.member.{at + 1}", c)) : []]);
            Assert.True(answer.Status is 200 or (>= 400 and < 500), $"{action}: {answer.Status} {answer.Text}");
        }
    }

    [Theory]
    [InlineData("UpdateStack", "ValidationError", "Stack [none] does not exist")]
    [InlineData("DescribeStacks", "ValidationError", "Stack with id none does not exist")]
    [InlineData("DescribeStackEvents", "ValidationError", "Stack [none] does not exist")]
    [InlineData("DescribeStackResources", "ValidationError", "Stack with id none does not exist")]
    [InlineData("DescribeStackResource", "ValidationError", "Stack 'none' does not exist")]
    [InlineData("ListStackResources", "ValidationError", "Stack with id none does not exist")]
    [InlineData("GetTemplate", "ValidationError", "Stack with id none does not exist")]
    public async Task A_stack_that_is_not_there_is_told_in_the_operations_own_words(string action, string code, string message) => Assert.Equal(
        (code, message), await _stacks.RefusalAsync(_stacks.Admin, action, [("StackName", "none"), .. Extra(action)]));

    [Fact]
    public async Task A_stack_that_is_not_there_is_as_good_as_deleted() => await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "none"));

    [Theory]
    [InlineData("ROLLBACK", "true")]
    [InlineData("DELETE", "false")]
    public async Task OnFailure_and_DisableRollback_are_not_given_together(string onFailure, string disable) => Assert.Equal(
        ("ValidationError", "Only one of DisableRollback or OnFailure may be specified"), await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), ("OnFailure", onFailure), ("DisableRollback", disable)));

    [Theory]
    [InlineData("ROLLBACK_COMPLETE")]
    [InlineData("REVIEW_IN_PROGRESS")]
    public async Task A_stack_in_a_state_that_cannot_be_updated_is_told(string state)
    {
        await (state == "ROLLBACK_COMPLETE"
            ? _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"X":{"Type":"AWS::Nothing::Thing"}}}""")
            : (Task)_stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "c"), ("ChangeSetType", "CREATE"), ("TemplateBody", Queue)));
        var id = _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Id;
        Assert.Equal(("ValidationError", $"Stack:{id} is in {state} state and can not be updated."), await _stacks.RefusalAsync(_stacks.Admin, "UpdateStack", ("StackName", "app"), ("TemplateBody", Queue)));
    }

    [Fact]
    public async Task A_capability_that_is_none_is_refused() => Assert.Equal(
        "ValidationError", (await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), ("Capabilities.member.1", "CAPABILITY_ALL"))).Code);

    [Fact]
    public async Task A_page_that_does_not_exist_is_refused()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue);
        foreach (var token in new[] { "x", "%%%", "LTE=", new string('a', 1024) })
        {
            Assert.Equal("ValidationError", (await _stacks.RefusalAsync(_stacks.Admin, "DescribeStackEvents", ("StackName", "app"), ("NextToken", token))).Code);
        }
    }

    [Fact]
    public async Task A_stack_of_another_Region_or_account_is_not_there()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue);
        var id = _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Id;
        foreach (var other in new[] { id.Replace("eu-west-1", "us-east-1", StringComparison.Ordinal), id.Replace("111111111111", "222222222222", StringComparison.Ordinal) })
        {
            var (code, message) = await _stacks.RefusalAsync(_stacks.Admin, "DescribeStacks", ("StackName", other));
            Assert.True(code is "ValidationError" or "AccessDenied", $"{code}: {message}");
        }
    }

    [Fact]
    public async Task A_deletion_refused_by_protection_is_in_AWSs_words()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue, ("EnableTerminationProtection", "true"));
        Assert.Equal(("ValidationError", "Stack [app] cannot be deleted while TerminationProtection is enabled"), await _stacks.RefusalAsync(_stacks.Admin, "DeleteStack", ("StackName", "app")));
    }

    public void Dispose() => _stacks.Dispose();

    private static (string Name, string Value)[] Extra(string action) => action switch
    {
        "UpdateStack" => [("TemplateBody", Queue)],
        "DescribeStackResource" => [("LogicalResourceId", "x")],
        _ => [],
    };
}
