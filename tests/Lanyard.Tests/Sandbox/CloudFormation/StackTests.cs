using Lanyard.Aws.Protocols;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>Stacks of the sandbox: what becomes of them, and whose permissions count.</summary>
public sealed class StackTests : IDisposable
{
    private const string Queue = """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"jobs"}}},"Outputs":{"Url":{"Value":{"Ref":"Jobs"}},"Arn":{"Value":{"Fn::GetAtt":["Jobs","Arn"]}}}}""";
    private const string Role = """
        {"Resources":{"Worker":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]},
          "Policies":[{"PolicyName":"own","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":{"Fn::GetAtt":["Jobs","Arn"]}}]}}]}},
          "Jobs":{"Type":"AWS::SQS::Queue"}}}
        """;

    private readonly StackSandbox _stacks = new();

    [Fact]
    public async Task A_stack_is_made_with_the_callers_own_permissions_and_tells_its_outputs()
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["sqs:CreateQueue","sqs:GetQueueUrl","sqs:GetQueueAttributes","sqs:ListQueueTags"],"Resource":"arn:aws:sqs:eu-west-1:111111111111:jobs","Condition":{"ForAnyValue:StringEquals":{"aws:CalledVia":"cloudformation.amazonaws.com"}}}""");
        Assert.Equal("CREATE_COMPLETE", (await _stacks.CreateAsync(user, Queue)).Status);
        Assert.Equal(["CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"], _stacks.Events("Jobs"));
        var found = await _stacks.CallAsync(user, "DescribeStacks", ("StackName", "app"));
        Assert.Contains("https://sqs.eu-west-1.amazonaws.com/111111111111/jobs", found.ToString(), StringComparison.Ordinal);
        Assert.Contains("arn:aws:sqs:eu-west-1:111111111111:jobs", found.ToString(), StringComparison.Ordinal);
        Assert.Contains(_stacks.Sandbox.Log, call => call is { Service: "sqs", Operation: "CreateQueue", Decision: "allowed" });
    }

    // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html: Metadata, a string, is what the template has under Metadata.
    [Theory]
    [InlineData("""{"Metadata":{"AWS::Amplify::Platform":{"version":"1","stackOutputs":["region"]}},"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""")]
    [InlineData("Metadata:\n  AWS::Amplify::Platform: { version: '1', stackOutputs: [region] }\nResources:\n  Jobs: { Type: AWS::SQS::Queue }\n")]
    public async Task The_summary_of_a_stacks_template_has_its_metadata_as_JSON(string template)
    {
        await _stacks.CreateAsync(_stacks.Admin, template);
        var summary = await _stacks.CallAsync(_stacks.Admin, "GetTemplateSummary", ("StackName", "app"));
        Assert.Equal("""{"AWS::Amplify::Platform":{"version":"1","stackOutputs":["region"]}}""", QueryProtocol.Descendant(summary, "Metadata"));
        Assert.Null(QueryProtocol.Descendant(await _stacks.CallAsync(_stacks.Admin, "GetTemplateSummary", ("TemplateBody", Queue)), "Metadata"));
    }

    [Fact]
    public async Task A_call_that_is_refused_rolls_the_stack_back_under_the_same_policy()
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["sqs:CreateQueue","sqs:GetQueueUrl","sqs:DeleteQueue"],"Resource":"*"}""");
        var (status, failures) = await _stacks.CreateAsync(user, Queue);
        Assert.Equal("ROLLBACK_FAILED", status);
        Assert.StartsWith(
            "Jobs: Resource handler returned message: \"User: arn:aws:iam::111111111111:user/maker is not authorized to perform: sqs:GetQueueAttributes on resource: arn:aws:sqs:eu-west-1:111111111111:jobs because no identity-based policy allows the sqs:GetQueueAttributes action (Service: SQS, Status Code: 403, Request ID: ",
            failures[0], StringComparison.Ordinal);
        Assert.EndsWith("HandlerErrorCode: AccessDenied)", failures[0], StringComparison.Ordinal);
        Assert.Equal(["CREATE_IN_PROGRESS", "CREATE_FAILED", "DELETE_IN_PROGRESS", "DELETE_FAILED"], _stacks.Events("Jobs"));
    }

    [Fact]
    public async Task Roles_are_really_made_changed_and_taken_away()
    {
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Role));
        var role = Assert.Single(_stacks.Sandbox.Server.State.Iam.Account(StackSandbox.Account).Roles.All, r => r.Name.StartsWith("app-Worker-", StringComparison.Ordinal));
        Assert.Matches("arn:aws:sqs:eu-west-1:111111111111:app-Jobs-[A-Z0-9]{12}", role.Inline["own"].Json);
        Assert.Equal(("UPDATE_COMPLETE", []), await _stacks.UpdateAsync(_stacks.Admin, Role.Replace("sqs:SendMessage", "sqs:ReceiveMessage", StringComparison.Ordinal)));
        Assert.Contains("ReceiveMessage", _stacks.Sandbox.Server.State.Iam.Account(StackSandbox.Account).Roles.Find(role.Name)!.Inline["own"].Json, StringComparison.Ordinal);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal("DELETE_COMPLETE", (await _stacks.StateAsync()).Status);
        Assert.Null(_stacks.Sandbox.Server.State.Iam.Account(StackSandbox.Account).Roles.Find(role.Name));
        Assert.Equal("ValidationError", (await _stacks.RefusalAsync(_stacks.Admin, "DescribeStacks", ("StackName", "app"))).Code);
    }

    [Fact]
    public async Task A_service_role_needs_to_be_passed_and_then_its_permissions_count()
    {
        await _stacks.Iam.DoAsync("CreateRole", ("RoleName", "cfn"), ("AssumeRolePolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudformation.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
        await _stacks.Iam.DoAsync("PutRolePolicy", ("RoleName", "cfn"), ("PolicyName", "own"), ("PolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*","Condition":{"Null":{"aws:CalledVia":"true"}}}]}"""));
        const string Arn = "arn:aws:iam::111111111111:role/cfn";
        var bare = await _stacks.UserAsync("bare");
        var refusal = await _stacks.RefusalAsync(bare, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), ("RoleARN", Arn));
        Assert.Equal("AccessDenied", refusal.Code);
        Assert.Contains("iam:PassRole on resource: " + Arn, refusal.Message, StringComparison.Ordinal);
        var passer = await _stacks.UserAsync("passer", $$$$"""{"Effect":"Allow","Action":"iam:PassRole","Resource":"{{{{Arn}}}}","Condition":{"StringEquals":{"iam:PassedToService":"cloudformation.amazonaws.com"}}}""");
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(passer, Queue, ("RoleARN", Arn)));

        // The role stays with the stack: whoever may delete that uses it.
        await _stacks.CallAsync(bare, "DeleteStack", ("StackName", "app"));
        Assert.Equal("DELETE_COMPLETE", (await _stacks.StateAsync()).Status);
    }

    [Fact]
    public async Task A_type_that_is_not_known_fails_the_stack_and_says_so()
    {
        var (status, failures) = await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"},"X":{"Type":"AWS::Nothing::Thing","DependsOn":"Jobs"}}}""");
        Assert.Equal(("ROLLBACK_COMPLETE", "X: lanyard sandbox doesn't know the resource type AWS::Nothing::Thing yet: let it take what AWS publishes of the type's handlers, by `lanyard catalog update` or --handlers FILE"), (status, Assert.Single(failures)));
        Assert.Equal("DELETE_COMPLETE", _stacks.Events("Jobs")[^1]);
    }

    [Fact]
    public async Task An_update_that_fails_goes_back_to_what_was()
    {
        await _stacks.CreateAsync(_stacks.Admin, Role);
        var (status, failures) = await _stacks.UpdateAsync(
            _stacks.Admin, Role.Replace("sqs:SendMessage", "sqs:ReceiveMessage", StringComparison.Ordinal).Replace("\"Jobs\":{\"Type\":\"AWS::SQS::Queue\"}", "\"Jobs\":{\"Type\":\"AWS::SQS::Queue\"},\"X\":{\"Type\":\"AWS::Nothing::Thing\",\"DependsOn\":\"Worker\"}", StringComparison.Ordinal));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", status);
        Assert.Single(failures);
        var role = Assert.Single(_stacks.Sandbox.Server.State.Iam.Account(StackSandbox.Account).Roles.All, r => r.Name.StartsWith("app-Worker-", StringComparison.Ordinal));
        Assert.Contains("SendMessage", role.Inline["own"].Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_set_tells_what_it_changes_and_is_executed_once()
    {
        var made = await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "first"), ("ChangeSetType", "CREATE"), ("TemplateBody", Queue));
        Assert.Equal("REVIEW_IN_PROGRESS", (await _stacks.StateAsync()).Status);
        var told = (await _stacks.CallAsync(_stacks.Admin, "DescribeChangeSet", ("ChangeSetName", QueryProtocol.Descendant(made, "Id")!))).ToString();
        Assert.Contains("<Action>Add</Action>", told, StringComparison.Ordinal);
        await _stacks.CallAsync(_stacks.Admin, "ExecuteChangeSet", ("StackName", "app"), ("ChangeSetName", "first"));
        Assert.Equal("CREATE_COMPLETE", (await _stacks.StateAsync()).Status);
        Assert.Equal("InvalidChangeSetStatus", (await _stacks.RefusalAsync(_stacks.Admin, "ExecuteChangeSet", ("StackName", "app"), ("ChangeSetName", "first"))).Code);
        await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "none"), ("TemplateBody", Queue));
        var empty = await _stacks.CallAsync(_stacks.Admin, "DescribeChangeSet", ("StackName", "app"), ("ChangeSetName", "none"));
        Assert.Equal(("FAILED", "The submitted information didn't contain changes. Submit different information to create a change set."), (QueryProtocol.Descendant(empty, "Status"), QueryProtocol.Descendant(empty, "StatusReason")));
    }

    [Theory]
    [InlineData("""{"Resources":{}}""", "Template format error: At least one Resources member must be defined.")]
    [InlineData("""{"Resources":{"A":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Ref":"B"}}}}}""", "Template format error: Unresolved resource dependencies [B] in the Resources block of the template")]
    [InlineData("""{"Resources":{"A":{"Type":"AWS::SQS::Queue","DependsOn":"B"},"B":{"Type":"AWS::SQS::Queue","DependsOn":"A"}}}""", "Circular dependency between resources: [A, B]")]
    [InlineData("""{"Parameters":{"P":{"Type":"String"}},"Resources":{"A":{"Type":"AWS::SQS::Queue"}}}""", "Parameters: [P] must have values")]
    [InlineData("{", "Template format error: JSON not well-formed. (line 1, column 2)")]
    public async Task A_template_that_CloudFormation_would_not_take_is_refused_in_its_words(string template, string message) =>
        Assert.Equal(("ValidationError", message), await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", template)));

    [Fact]
    public async Task Roles_need_a_capability() => Assert.Equal(
        ("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]"), await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Role)));

    // CDK says it with each of its calls; `cdk deploy --hotswap-fallback` and `ampx sandbox` say EXPRESS.
    [Theory]
    [InlineData("STANDARD")]
    [InlineData("EXPRESS")]
    public async Task Stacks_are_made_changed_and_deleted_in_either_mode(string mode)
    {
        Assert.Equal("CREATE_COMPLETE", (await _stacks.CreateAsync(_stacks.Admin, Queue, ("DeploymentConfig.Mode", mode))).Status);
        Assert.Equal("UPDATE_COMPLETE", (await _stacks.UpdateAsync(_stacks.Admin, Queue.Replace("\"jobs\"", "\"other\"", StringComparison.Ordinal), ("DeploymentConfig.Mode", mode))).Status);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"), ("DeploymentConfig.Mode", mode));
        Assert.Equal("DELETE_COMPLETE", (await _stacks.StateAsync()).Status);
    }

    // AWS's announcement of express mode: rollback is off by default; so deploy-stack.js of @aws-cdk/toolkit-lib 1.32.0 has it, too. "DeploymentConfig", API Reference: DisableRollback.
    [Theory]
    [InlineData("STANDARD", null, "ROLLBACK_COMPLETE")]
    [InlineData("STANDARD", "true", "CREATE_FAILED")]
    [InlineData("EXPRESS", null, "CREATE_FAILED")]
    [InlineData("EXPRESS", "false", "ROLLBACK_COMPLETE")]
    public async Task Express_mode_leaves_what_fails_as_it_is_unless_told_to_roll_back(string mode, string? disableRollback, string status)
    {
        (string, string)[] config = [("DeploymentConfig.Mode", mode), .. disableRollback is null ? Array.Empty<(string, string)>() : [("DeploymentConfig.DisableRollback", disableRollback)]];
        var user = await _stacks.UserAsync("maker");
        Assert.Equal(status, (await _stacks.CreateAsync(user, Queue, config)).Status);
        await _stacks.CallAsync(user, "DeleteStack", ("StackName", "app"));

        await _stacks.CallAsync(user, "CreateChangeSet", [("StackName", "app"), ("ChangeSetName", "first"), ("ChangeSetType", "CREATE"), ("TemplateBody", Queue), .. config]);
        await _stacks.CallAsync(user, "ExecuteChangeSet", ("StackName", "app"), ("ChangeSetName", "first"));
        Assert.Equal(status, (await _stacks.StateAsync()).Status);
    }

    // "CreateBucket", Amazon S3 API Reference: for an ACL that is private s3:CreateBucket is enough.
    [Theory]
    [InlineData("Private", "CREATE_COMPLETE")]
    [InlineData("LogDeliveryWrite", "ROLLBACK_COMPLETE")]
    public async Task An_ACL_of_a_new_bucket_needs_a_permission_of_its_own_unless_it_is_private(string acl, string status)
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["s3:CreateBucket","s3:DeleteBucket","s3:ListBucket"],"Resource":"*"}""");
        Assert.Equal(status, (await _stacks.CreateAsync(user, """{"Resources":{"Files":{"Type":"AWS::S3::Bucket","Properties":{"AccessControl":"ACL"}}}}""".Replace("ACL", acl, StringComparison.Ordinal))).Status);
    }

    public void Dispose() => _stacks.Dispose();
}
