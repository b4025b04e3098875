using static Lanyard.Tests.Sandbox.Iam.IamSandbox;

namespace Lanyard.Tests.Sandbox.Iam;

/// <summary>A parameter that the sandbox doesn't look at could change what a call means: the call fails, and names it.</summary>
public sealed class ParameterTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    public void Dispose() => _iam.Dispose();

    [Fact]
    public async Task A_change_with_a_parameter_that_nobody_reads_is_refused_and_not_made()
    {
        var refusal = await _iam.RefusalAsync(_iam.Admin, "CreateUser", ("UserName", "new"), ("Quota", "3"));
        Assert.Equal(("NotImplemented", "lanyard sandbox doesn't take the parameter Quota with this operation yet"), refusal);
        Assert.Equal("NoSuchEntity", (await _iam.RefusalAsync(_iam.Admin, "GetUser", ("UserName", "new"))).Code);
    }

    [Fact]
    public async Task So_is_a_question() =>
        Assert.Equal("NotImplemented", (await _iam.RefusalAsync(_iam.Admin, "ListUsers", ("Filter", "x"))).Code);

    [Fact]
    public async Task So_is_an_item_beyond_a_gap_in_a_list() => Assert.Equal(
        "NotImplemented", (await _iam.RefusalAsync(_iam.Admin, "UntagUser", ("UserName", "ci"), ("TagKeys.member.1", "a"), ("TagKeys.member.3", "b"))).Code);

    [Fact]
    public async Task An_empty_list_is_no_parameter() => await _iam.DoAsync("CreateUser", ("UserName", "new"), ("Tags", ""));

    [Fact]
    public async Task Sts_refuses_them_too()
    {
        var answer = await _iam.Sandbox.StsAsync(_iam.Sandbox.Ci, "GetSessionToken", ("Scope", "x"));
        Assert.Equal("NotImplemented", TestSandbox.Xml(answer, "Code"));
        Assert.Contains("the parameter Scope", TestSandbox.Xml(answer, "Message"), StringComparison.Ordinal);
    }

    // "IAM: Create new users only with specific tags", IAM User Guide, allows iam:CreateUser and iam:TagUser; openshift/installer #1073 shows
    // the refusal of CreateRole for want of iam:TagRole.
    [Fact]
    public async Task Tags_of_a_new_entity_need_the_permission_to_tag_it()
    {
        var eve = await _iam.MakeUserAsync("eve", Saying("iam:Create*"));
        (string, string)[] tag = [("Tags.member.1.Key", "k"), ("Tags.member.1.Value", "v")];
        (string Operation, string Action, (string, string)[] Parameters)[] all =
        [
            ("CreateUser", "iam:TagUser", [("UserName", "x")]),
            ("CreateRole", "iam:TagRole", [("RoleName", "x"), ("AssumeRolePolicyDocument", Ec2Trust)]),
            ("CreatePolicy", "iam:TagPolicy", [("PolicyName", "x"), ("PolicyDocument", Saying("*"))]),
            ("CreateInstanceProfile", "iam:TagInstanceProfile", [("InstanceProfileName", "x")]),
            ("CreateVirtualMFADevice", "iam:TagMFADevice", [("VirtualMFADeviceName", "x")]),
            ("CreateOpenIDConnectProvider", "iam:TagOpenIDConnectProvider", [("Url", "https://x.example")]),
        ];
        foreach (var (operation, action, parameters) in all)
        {
            Assert.Contains($"is not authorized to perform: {action} on resource: ", (await _iam.RefusalAsync(eve, operation, [.. parameters, .. tag])).Message, StringComparison.Ordinal);
            await _iam.CallAsync(eve, operation, parameters);
        }
    }
}
