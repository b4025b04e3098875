using Lanyard.Aws.Protocols;
using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>What may be done with one stack doesn't reach another, and what must not be lost isn't.</summary>
public sealed class StackSafetyTests : IDisposable
{
    private const string Queue = """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""";
    private const string Topic = """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"},"News":{"Type":"AWS::SNS::Topic"}}}""";
    private const string RoleArn = "arn:aws:iam::111111111111:role/cfn";

    private readonly StackSandbox _stacks = new();

    [Fact]
    public async Task A_change_set_of_another_stack_is_not_found_with_a_stack_that_one_may_use()
    {
        await _stacks.Iam.DoAsync("CreateRole", ("RoleName", "cfn"), ("AssumeRolePolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudformation.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
        await _stacks.Iam.DoAsync("AttachRolePolicy", ("RoleName", "cfn"), ("PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess"));
        await _stacks.CreateAsync(_stacks.Admin, Queue);
        await _stacks.CallAsync(_stacks.Admin, "CreateStack", ("StackName", "other"), ("TemplateBody", Queue), ("RoleARN", RoleArn));
        var made = await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "other"), ("ChangeSetName", "next"), ("TemplateBody", Topic));
        var id = QueryProtocol.Descendant(made, "Id")!;

        var user = await _stacks.Iam.MakeUserAsync("narrow", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudformation:*","Resource":"arn:aws:cloudformation:*:*:stack/app/*"}]}""");
        foreach (var operation in new[] { "ExecuteChangeSet", "DescribeChangeSet", "GetTemplate" })
        {
            Assert.Equal("ChangeSetNotFound", (await _stacks.RefusalAsync(user, operation, ("StackName", "app"), ("ChangeSetName", id))).Code);
        }

        await _stacks.CallAsync(user, "DeleteChangeSet", ("StackName", "app"), ("ChangeSetName", id));
        Assert.Single((await _stacks.CallAsync(_stacks.Admin, "ListChangeSets", ("StackName", "other"))).Descendants(), e => e.Name.LocalName == "ChangeSetId");
        Assert.Equal("AccessDenied", (await _stacks.RefusalAsync(user, "ExecuteChangeSet", ("ChangeSetName", id))).Code);
        Assert.Single(Find("app").Resources);
    }

    [Fact]
    public async Task A_change_set_for_a_stack_that_was_updated_since_is_obsolete()
    {
        await _stacks.CreateAsync(_stacks.Admin, Queue);
        await _stacks.CallAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "next"), ("TemplateBody", Topic));
        await _stacks.UpdateAsync(_stacks.Admin, Topic);
        var (code, message) = await _stacks.RefusalAsync(_stacks.Admin, "ExecuteChangeSet", ("StackName", "app"), ("ChangeSetName", "next"));
        Assert.Equal("InvalidChangeSetStatus", code);
        Assert.EndsWith("cannot be executed in its current execution status of [OBSOLETE]", message, StringComparison.Ordinal);
    }

    // Reported by users: "Resources can only be retained when the stack is already in DELETE_FAILED", and the words of the other: rebuy-de/aws-nuke#244 and #270.
    [Fact]
    public async Task Resources_are_retained_where_their_deletion_failed_before_alone()
    {
        await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"},"Files":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"files"}}}}""");
        _stacks.PutObject("files", "a.txt", "a");
        Assert.Contains("DELETE_FAILED state alone", (await _stacks.RefusalAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"), ("RetainResources.member.1", "Files"))).Message, StringComparison.Ordinal);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal("DELETE_FAILED", Find("app").Status);
        Assert.StartsWith("The specified resources to retain must be in a valid state.", (await _stacks.RefusalAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"), ("RetainResources.member.1", "Jobs"))).Message, StringComparison.Ordinal);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"), ("RetainResources.member.1", "Files"));
        Assert.Equal("DELETE_COMPLETE", Find("app").Status);
        Assert.NotNull(_stacks.Sandbox.Server.State.Buckets.Find("files"));
    }

    // "Protect a CloudFormation stack from being deleted", AWS CloudFormation User Guide: a nested stack's protection is its root's.
    [Fact]
    public async Task A_nested_stack_is_protected_with_its_root()
    {
        _stacks.PutObject("templates", "inner.json", Queue);
        await _stacks.CreateAsync(_stacks.Admin, """{"Resources":{"Inner":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"https://s3.eu-west-1.amazonaws.com/templates/inner.json"}}}}""", ("EnableTerminationProtection", "true"));
        var nested = _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name != "app");
        Assert.Contains("TerminationProtection is enabled", (await _stacks.RefusalAsync(_stacks.Admin, "DeleteStack", ("StackName", nested.Name))).Message, StringComparison.Ordinal);
        Assert.Contains("its termination protection is that of the root stack", (await _stacks.RefusalAsync(_stacks.Admin, "UpdateTerminationProtection", ("StackName", nested.Name), ("EnableTerminationProtection", "false"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_of_another_account_cannot_be_given_to_CloudFormation()
    {
        const string Foreign = "arn:aws:iam::222222222222:role/ci-deploy";
        Assert.Contains("iam:PassRole on resource: " + Foreign, (await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Queue), ("RoleARN", Foreign))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _stacks.Dispose();

    private Stack Find(string name) => _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).First(s => s.Name == name);
}
