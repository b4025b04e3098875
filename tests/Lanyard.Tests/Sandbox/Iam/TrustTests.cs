using Lanyard.Aws.Signing;

namespace Lanyard.Tests.Sandbox.Iam;

/// <summary>Whom trust policies name, and what they must ask for.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    public void Dispose() => _iam.Dispose();

    // "AWS JSON policy elements: Principal", IAM User Guide: the ARN becomes the unique id when the user is deleted, and a new user of the name isn't trusted.
    [Fact]
    public async Task Whoever_has_the_name_of_somebody_deleted_is_not_trusted()
    {
        var eve = await _iam.MakeUserAsync("eve");
        var id = await _iam.AskAsync("UserId", "GetUser", ("UserName", "eve"));
        await _iam.DoAsync("CreateRole", ("RoleName", "hers"), ("AssumeRolePolicyDocument", IamSandbox.TrustOf(IamSandbox.Here + "user/eve")));
        Assert.Equal(200, await AssumeAsync(eve));
        await _iam.DoAsync("DeleteAccessKey", ("UserName", "eve"), ("AccessKeyId", eve.AccessKeyId));
        await _iam.DoAsync("DeleteUser", ("UserName", "eve"));
        Assert.Contains($"\"{id}\"", Uri.UnescapeDataString((await _iam.AskAsync("AssumeRolePolicyDocument", "GetRole", ("RoleName", "hers")))!), StringComparison.Ordinal);
        Assert.Equal(403, await AssumeAsync(await _iam.MakeUserAsync("eve")));
        Assert.DoesNotContain("user/eve", Uri.UnescapeDataString((await _iam.AskAsync("AssumeRolePolicyDocument", "GetRole", ("RoleName", "hers")))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_was_made_again_is_not_trusted()
    {
        await _iam.DoAsync("CreateRole", ("RoleName", "first"), ("AssumeRolePolicyDocument", IamSandbox.TrustOf("111111111111")));
        var id = await _iam.AskAsync("RoleId", "GetRole", ("RoleName", "first"));
        await _iam.DoAsync("CreateRole", ("RoleName", "hers"), ("AssumeRolePolicyDocument", IamSandbox.TrustOf(IamSandbox.Here + "role/first")));
        await _iam.DoAsync("DeleteRole", ("RoleName", "first"));
        await _iam.DoAsync("CreateRole", ("RoleName", "first"), ("AssumeRolePolicyDocument", IamSandbox.TrustOf("111111111111")));
        Assert.Contains($"\"{id}\"", Uri.UnescapeDataString((await _iam.AskAsync("AssumeRolePolicyDocument", "GetRole", ("RoleName", "hers")))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_was_renamed_stays_trusted()
    {
        var eve = await _iam.MakeUserAsync("eve");
        await _iam.DoAsync("CreateRole", ("RoleName", "hers"), ("AssumeRolePolicyDocument", IamSandbox.TrustOf(IamSandbox.Here + "user/eve")));
        await _iam.DoAsync("UpdateUser", ("UserName", "eve"), ("NewUserName", "eva"));
        Assert.Equal(200, await AssumeAsync(eve));
        Assert.Contains("user/eva", Uri.UnescapeDataString((await _iam.AskAsync("AssumeRolePolicyDocument", "GetRole", ("RoleName", "hers")))!), StringComparison.Ordinal);
    }

    // "Identity-provider controls for shared OIDC providers", IAM User Guide.
    [Theory]
    [InlineData("token.actions.githubusercontent.com", null, false)]
    [InlineData("token.actions.githubusercontent.com", """{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}""", false)]
    [InlineData("token.actions.githubusercontent.com", """{"StringLike":{"token.actions.githubusercontent.com:sub":"*"}}""", false)]
    [InlineData("token.actions.githubusercontent.com", """{"Null":{"token.actions.githubusercontent.com:sub":"false"}}""", false)]
    [InlineData("token.actions.githubusercontent.com", """{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:me/app:*"}}""", true)]
    [InlineData("gitlab.com", """{"StringLike":{"gitlab.com:SUB":"project_path:me/*"}}""", true)]
    [InlineData("oidc.vercel.com", """{"StringEquals":{"oidc.vercel.com:aud":"https://vercel.com/me"}}""", true)]
    [InlineData("oidc.vercel.com", """{"StringEquals":{"oidc.vercel.com:sub":"x"}}""", false)]
    [InlineData("oidc.example.com", null, true)]
    public async Task A_provider_that_many_share_must_be_asked_whose_token_it_is(string provider, string? conditions, bool good)
    {
        var trust = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111111111111:oidc-provider/{{provider}}"},"Action":"sts:AssumeRoleWithWebIdentity"{{(conditions is null ? "" : $",\"Condition\":{conditions}")}}}]}""";
        if (good)
        {
            await _iam.DoAsync("CreateRole", ("RoleName", "web"), ("AssumeRolePolicyDocument", trust));
            return;
        }

        Assert.Equal("MalformedPolicyDocument", (await _iam.RefusalAsync(_iam.Admin, "CreateRole", ("RoleName", "web"), ("AssumeRolePolicyDocument", trust))).Code);
        await _iam.DoAsync("CreateRole", ("RoleName", "web"), ("AssumeRolePolicyDocument", IamSandbox.Ec2Trust));
        Assert.Equal("MalformedPolicyDocument", (await _iam.RefusalAsync(_iam.Admin, "UpdateAssumeRolePolicy", ("RoleName", "web"), ("PolicyDocument", trust))).Code);
    }

    private async Task<int> AssumeAsync(AwsCredentials who) =>
        (await _iam.Sandbox.StsAsync(who, "AssumeRole", ("RoleArn", IamSandbox.Here + "role/hers"), ("RoleSessionName", "me"))).Status;
}
