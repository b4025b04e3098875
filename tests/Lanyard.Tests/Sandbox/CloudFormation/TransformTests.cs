using Lanyard.Aws.Protocols;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>Transforms of the sandbox's stacks: what they take, and what comes of them.</summary>
public sealed class TransformTests : IDisposable
{
    private const string Sam = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Work:
            Type: AWS::Serverless::Function
            Properties:
              Handler: a.b
              Runtime: nodejs22.x
              CodeUri: s3://code/work.zip
              Policies: [{ DynamoDBReadPolicy: { TableName: !Ref Table } }, ReadOnlyAccess]
              Events: { Get: { Type: Api, Properties: { Path: /, Method: get } } }
          Table: { Type: AWS::Serverless::SimpleTable }
        Outputs:
          Role: { Value: !GetAtt WorkRole.Arn }
        """;

    private const string Loop = """
        Transform: AWS::LanguageExtensions
        Parameters: { Names: { Type: CommaDelimitedList, Default: "One,Two" }, Keep: { Type: String, Default: Retain } }
        Resources:
          Fn::ForEach::Queues: [Name, !Ref Names, { "${Name}Queue": { Type: AWS::SQS::Queue, DeletionPolicy: !Ref Keep, Properties: { QueueName: !Sub "q-${Name}" } } }]
        Outputs:
          Count: { Value: { "Fn::Length": !Ref Names } }
        """;

    private readonly StackSandbox _stacks = new();

    [Fact]
    public async Task A_SAM_template_is_expanded_and_its_role_made()
    {
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Sam, Expand));
        var stack = _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!;
        Assert.Superset(new HashSet<string>(["Work", "WorkRole", "Table", "ServerlessRestApi"]), stack.Resources.Select(r => r.LogicalId).ToHashSet());
        var role = Assert.Single(_stacks.Sandbox.Server.State.Iam.Account(StackSandbox.Account).Roles.All, r => r.Name.StartsWith("app-WorkRole-", StringComparison.Ordinal));
        Assert.Contains("table/" + stack.Find("Table")!.PhysicalId, Assert.Single(role.Inline).Value.Json, StringComparison.Ordinal);
        Assert.Contains("lambda.amazonaws.com", role.Trust!.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_template_is_there_as_it_came_and_as_it_was_processed()
    {
        await _stacks.CreateAsync(_stacks.Admin, Sam, Expand);
        var original = await _stacks.CallAsync(_stacks.Admin, "GetTemplate", ("StackName", "app"));
        Assert.Contains("AWS::Serverless::Function", QueryProtocol.Descendant(original, "TemplateBody"), StringComparison.Ordinal);
        var processed = QueryProtocol.Descendant(await _stacks.CallAsync(_stacks.Admin, "GetTemplate", ("StackName", "app"), ("TemplateStage", "Processed")), "TemplateBody")!;
        Assert.Contains("\"AWS::Lambda::Function\"", processed, StringComparison.Ordinal);
        Assert.DoesNotContain("Transform", processed, StringComparison.Ordinal);
        var summary = await _stacks.CallAsync(_stacks.Admin, "GetTemplateSummary", ("StackName", "app"));
        Assert.Equal("AWS::Serverless-2016-10-31", QueryProtocol.Descendant(summary, "DeclaredTransforms")?.Trim());
        var validated = (await _stacks.CallAsync(_stacks.Admin, "ValidateTemplate", ("TemplateBody", Sam))).ToString();
        Assert.Contains("CAPABILITY_AUTO_EXPAND", validated, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_made_at_once_takes_a_capability_and_one_that_is_reviewed_does_not()
    {
        Assert.Equal(
            ("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_AUTO_EXPAND]"),
            await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Sam), ("Capabilities.member.1", "CAPABILITY_IAM")));
        await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "first"), ("ChangeSetType", "CREATE"), ("TemplateBody", Sam), ("Capabilities.member.1", "CAPABILITY_IAM"));
        var told = (await _stacks.CallAsync(_stacks.Admin, "DescribeChangeSet", ("StackName", "app"), ("ChangeSetName", "first"))).ToString();
        Assert.Contains("WorkRole", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_deploys_may_use_the_transform()
    {
        const string Arn = "arn:aws:cloudformation:eu-west-1:aws:transform/Serverless-2016-10-31";
        var user = await _stacks.UserAsync("maker", $$"""{"Effect":"Deny","Action":"cloudformation:CreateChangeSet","Resource":"{{Arn}}"}""");
        var refusal = await _stacks.RefusalAsync(user, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "first"), ("ChangeSetType", "CREATE"), ("TemplateBody", Sam), ("Capabilities.member.1", "CAPABILITY_IAM"));
        Assert.Equal("AccessDenied", refusal.Code);
        Assert.Contains($"cloudformation:CreateChangeSet on resource: {Arn}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_is_written_out()
    {
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Loop, Expand));
        var stack = _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!;
        Assert.Equal([("OneQueue", "q-One", "Retain"), ("TwoQueue", "q-Two", "Retain")], stack.Resources.Select(r => (r.LogicalId, r.Properties.Find("QueueName")!.Text, r.DeletionPolicy)));
        Assert.Equal("2", stack.Outputs[0].Value);
    }

    [Fact]
    public async Task What_is_included_is_read_from_its_bucket()
    {
        _stacks.PutObject("parts", "queue.yaml", "Properties: { QueueName: part }");
        const string Template = """{"Parameters":{"Bucket":{"Type":"String","Default":"parts"}},"Resources":{"Q":{"Type":"AWS::SQS::Queue","Fn::Transform":{"Name":"AWS::Include","Parameters":{"Location":{"Fn::Sub":"s3://${Bucket}/queue.yaml"}}}}}}""";
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Template, Expand));
        Assert.Equal("https://sqs.eu-west-1.amazonaws.com/111111111111/part", _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Find("Q")!.PhysicalId);
        var user = await _stacks.UserAsync("maker");
        var refusal = await _stacks.RefusalAsync(user, "CreateStack", ("StackName", "second"), ("TemplateBody", Template), ("Capabilities.member.1", "CAPABILITY_AUTO_EXPAND"));
        Assert.Contains("s3:GetObject on resource: arn:aws:s3:::parts/queue.yaml", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Transform: Mine", "No transform named Mine found.")]
    [InlineData("Transform: AWS::CodeDeployBlueGreen", "lanyard sandbox doesn't run the transform AWS::CodeDeployBlueGreen yet")]
    public async Task A_macro_that_is_not_known_fails_by_its_name(string transform, string message) => Assert.Equal(message, (await _stacks.RefusalAsync(
        _stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", transform + "\nResources: { Q: { Type: AWS::SQS::Queue } }"), ("Capabilities.member.1", "CAPABILITY_AUTO_EXPAND"))).Message);

    [Fact]
    public async Task Code_that_is_not_in_a_bucket_yet_is_refused() => Assert.Contains("is not a valid S3 Uri", (await _stacks.RefusalAsync(
        _stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Sam.Replace("s3://code/work.zip", "src/", StringComparison.Ordinal)), ("Capabilities.member.1", "CAPABILITY_IAM"), ("Capabilities.member.2", "CAPABILITY_AUTO_EXPAND"))).Message, StringComparison.Ordinal);

    public void Dispose() => _stacks.Dispose();

    private static (string, string) Expand => ("Capabilities.member.2", "CAPABILITY_AUTO_EXPAND");
}
