using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.SsoAdmin;

/// <summary>IAM leaves the roles of permission sets to Identity Center: "IAM roles created by IAM Identity Center".</summary>
public sealed class ReservedRoleTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    public void Dispose() => _iam.Dispose();

    [Theory]
    [InlineData("DeleteRole")]
    [InlineData("UpdateRole", "Description=x")]
    [InlineData("UpdateRoleDescription", "Description=x")]
    [InlineData("UpdateAssumeRolePolicy", "PolicyDocument=" + IamSandbox.Ec2Trust)]
    [InlineData("PutRolePolicy", "PolicyName=AwsSSOInlinePolicy", "PolicyDocument={\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}")]
    [InlineData("DeleteRolePolicy", "PolicyName=AwsSSOInlinePolicy")]
    [InlineData("AttachRolePolicy", "PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess")]
    [InlineData("DetachRolePolicy", "PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess")]
    [InlineData("PutRolePermissionsBoundary", "PermissionsBoundary=arn:aws:iam::aws:policy/ReadOnlyAccess")]
    [InlineData("DeleteRolePermissionsBoundary")]
    [InlineData("TagRole", "Tags.member.1.Key=a", "Tags.member.1.Value=b")]
    [InlineData("UntagRole", "TagKeys.member.1=a")]
    [InlineData("AddRoleToInstanceProfile", "InstanceProfileName=p")]
    [InlineData("RemoveRoleFromInstanceProfile", "InstanceProfileName=p")]
    public async Task IAM_changes_nothing_of_it(string operation, params string[] parameters)
    {
        await _iam.DoAsync("CreateInstanceProfile", ("InstanceProfileName", "p"));
        var arn = _iam.Sandbox.Server.Seed.ReservedRoleArn(TestSandbox.Dev, "Developer");
        var (code, message) = await _iam.RefusalAsync(_iam.Admin, operation, [("RoleName", arn[(arn.LastIndexOf('/') + 1)..]), .. parameters.Select(p => (p[..p.IndexOf('=')], p[(p.IndexOf('=') + 1)..]))]);
        Assert.Equal("UnmodifiableEntity", code);
        Assert.Contains("only modifiable by AWS", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_trust_policy_names_the_provider_that_only_Identity_Center_uses()
    {
        var arn = _iam.Sandbox.Server.Seed.ReservedRoleArn(TestSandbox.Dev, "Developer");
        var trust = Uri.UnescapeDataString((await _iam.AskAsync("AssumeRolePolicyDocument", "GetRole", ("RoleName", arn[(arn.LastIndexOf('/') + 1)..])))!);
        Assert.Matches("\"Federated\":\"arn:aws:iam::111111111111:saml-provider/AWSSSO_[0-9a-f]{16}_DO_NOT_DELETE\"", trust);
        Assert.Contains("\"sts:AssumeRoleWithSAML\",\"sts:TagSession\"", trust, StringComparison.Ordinal);
        var answer = await _iam.Sandbox.StsAsync(_iam.Admin, "AssumeRole", ("RoleArn", arn), ("RoleSessionName", "s1"));
        Assert.Equal("AccessDenied", TestSandbox.Xml(answer, "Code"));
    }
}
