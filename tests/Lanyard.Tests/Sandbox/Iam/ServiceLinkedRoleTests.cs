using static Lanyard.Tests.Sandbox.Iam.IamSandbox;

namespace Lanyard.Tests.Sandbox.Iam;

/// <summary>"Create a service-linked role", IAM User Guide. The refusals are in the words that users of Terraform quote.</summary>
public sealed class ServiceLinkedRoleTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    public void Dispose() => _iam.Dispose();

    [Fact]
    public async Task The_role_is_where_AWS_puts_it_and_trusts_its_service()
    {
        Assert.Equal(Here + "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", await _iam.AskAsync("Arn", "CreateServiceLinkedRole", ("AWSServiceName", "ecs.amazonaws.com")));
        Assert.Contains("ecs.amazonaws.com", Uri.UnescapeDataString((await _iam.AskAsync("AssumeRolePolicyDocument", "GetRole", ("RoleName", "AWSServiceRoleForECS")))!), StringComparison.Ordinal);
        Assert.Equal(
            ("InvalidInput", "Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix."),
            await _iam.RefusalAsync(_iam.Admin, "CreateServiceLinkedRole", ("AWSServiceName", "ecs.amazonaws.com")));
    }

    [Fact]
    public async Task A_suffix_is_for_services_that_take_one()
    {
        Assert.EndsWith("/AWSServiceRoleForAutoScaling_blue", await _iam.AskAsync("Arn", "CreateServiceLinkedRole", ("AWSServiceName", "autoscaling.amazonaws.com"), ("CustomSuffix", "blue")), StringComparison.Ordinal);
        Assert.Equal(
            ("InvalidInput", "Custom suffix is not allowed for es.amazonaws.com"),
            await _iam.RefusalAsync(_iam.Admin, "CreateServiceLinkedRole", ("AWSServiceName", "es.amazonaws.com"), ("CustomSuffix", "blue")));
    }

    [Fact]
    public async Task Only_its_own_operation_deletes_it()
    {
        await _iam.DoAsync("CreateServiceLinkedRole", ("AWSServiceName", "rds.amazonaws.com"));
        Assert.Equal("UnmodifiableEntity", (await _iam.RefusalAsync(_iam.Admin, "DeleteRole", ("RoleName", "AWSServiceRoleForRDS"))).Code);
        var task = (await _iam.AskAsync("DeletionTaskId", "DeleteServiceLinkedRole", ("RoleName", "AWSServiceRoleForRDS")))!;
        Assert.StartsWith("task/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS/", task, StringComparison.Ordinal);
        Assert.Equal("SUCCEEDED", await _iam.AskAsync("Status", "GetServiceLinkedRoleDeletionStatus", ("DeletionTaskId", task)));
        Assert.Equal("NoSuchEntity", (await _iam.RefusalAsync(_iam.Admin, "GetRole", ("RoleName", "AWSServiceRoleForRDS"))).Code);
        Assert.Equal("NoSuchEntity", (await _iam.RefusalAsync(_iam.Admin, "DeleteServiceLinkedRole", ("RoleName", "app"))).Code);
        Assert.Equal("NoSuchEntity", (await _iam.RefusalAsync(_iam.Admin, "GetServiceLinkedRoleDeletionStatus", ("DeletionTaskId", task + "0"))).Code);
    }

    [Fact]
    public async Task A_policy_may_name_the_service()
    {
        var eve = await _iam.MakeUserAsync(
            "eve", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:CreateServiceLinkedRole","Resource":"*","Condition":{"StringLike":{"iam:AWSServiceName":"*.application-autoscaling.amazonaws.com"}}}]}""");
        await _iam.CallAsync(eve, "CreateServiceLinkedRole", ("AWSServiceName", "lambda.application-autoscaling.amazonaws.com"));
        Assert.Equal("AccessDenied", (await _iam.RefusalAsync(eve, "CreateServiceLinkedRole", ("AWSServiceName", "ecs.amazonaws.com"))).Code);
    }

    // The sandbox knows some services; it says so of the others rather than make up a name.
    [Fact]
    public async Task A_service_that_it_does_not_know_is_named() => Assert.Equal(
        ("NotImplemented", "lanyard sandbox doesn't know the service-linked role of lex.amazonaws.com yet"),
        await _iam.RefusalAsync(_iam.Admin, "CreateServiceLinkedRole", ("AWSServiceName", "lex.amazonaws.com")));
}
