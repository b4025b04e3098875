using System.Text.Json;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Sandbox.SsoPortal;

/// <summary>The IAM Identity Center Portal API Reference: operations, paging and statuses of its service model (2019-06-10).</summary>
public sealed class SsoPortalTests : IDisposable
{
    private readonly TestSandbox _sandbox = new();

    [Fact]
    public async Task Role_credentials_are_a_session_of_the_permission_sets_role_named_after_the_user()
    {
        var token = (await _sandbox.SignInAsync()).Tokens.AccessToken;
        var credentials = await _sandbox.Portal.GetRoleCredentialsAsync(token, TestSandbox.Dev, "Developer", TestSandbox.Ct);
        Assert.Equal(_sandbox.Clock.Now + TimeSpan.FromHours(1), credentials.Expiration);
        var identity = await _sandbox.Sts.GetCallerIdentityAsync(credentials, TestSandbox.Ct);
        Assert.Matches("^arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_[0-9a-f]{16}/alice$", identity.Arn);
        Assert.Matches("^arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_[0-9a-f]{16}$", _sandbox.Server.Seed.ReservedRoleArn(TestSandbox.Dev, "Developer"));
    }

    [Theory]
    [InlineData("/federation/credentials?role_name=Administrator&account_id=333333333333", 403, "ForbiddenException")]
    [InlineData("/federation/credentials?role_name=Nothing&account_id=111111111111", 403, "ForbiddenException")]
    [InlineData("/federation/credentials?role_name=Developer", 400, "InvalidRequestException")]
    [InlineData("/federation/credentials?role_name=Developer&account_id=12", 400, "InvalidRequestException")]
    [InlineData("/federation/credentials?role_name=Developer&account_id=123456789012", 404, "ResourceNotFoundException")]
    [InlineData("/assignment/roles?account_id=999999999999", 403, "ForbiddenException")]
    [InlineData("/assignment/accounts?max_result=0", 400, "InvalidRequestException")]
    [InlineData("/assignment/accounts?max_result=101", 400, "InvalidRequestException")]
    [InlineData("/assignment/accounts?next_token=zz", 400, "InvalidRequestException")]
    [InlineData("/assignment/accounts?next_token=706167653A2D31", 400, "InvalidRequestException")]
    public async Task What_the_user_may_not_have_is_refused(string target, int status, string code)
    {
        var answer = await GetAsync(target, (await _sandbox.SignInAsync()).Tokens.AccessToken);
        Assert.Equal((status, code), (answer.Status, answer.Headers.Get("X-Amzn-ErrorType")));
        using var json = JsonDocument.Parse(answer.Body);
        var message = json.RootElement.GetProperty("message").GetString();
        Assert.NotEqual("", message);
        Assert.True(status != 403 || message == "No access");
    }

    [Fact]
    public async Task Accounts_and_roles_are_those_assigned_and_come_in_pages()
    {
        var token = (await _sandbox.SignInAsync()).Tokens.AccessToken;
        var ids = new List<string?>();
        string? next = null;
        do
        {
            var answer = await GetAsync("/assignment/accounts?max_result=2" + (next is null ? "" : "&next_token=" + next), token);
            using var page = JsonDocument.Parse(answer.Body);
            ids.AddRange(page.RootElement.GetProperty("accountList").EnumerateArray().Select(a => a.GetProperty("accountId").GetString()));
            next = page.RootElement.TryGetProperty("nextToken", out var more) ? more.GetString() : null;
        }
        while (next is not null);
        Assert.Equal([TestSandbox.Dev, TestSandbox.Staging, TestSandbox.Prod], ids);

        using var roles = JsonDocument.Parse((await GetAsync("/assignment/roles?account_id=" + TestSandbox.Dev, token)).Body);
        Assert.Equal(["Administrator", "Developer"], roles.RootElement.GetProperty("roleList").EnumerateArray().Select(r => r.GetProperty("roleName").GetString()));
    }

    // "UnauthorizedException … can happen due to an invalid access token": 401. Its words: ryansonshine/aws-sso-creds-helper #57.
    [Fact]
    public async Task A_token_that_is_unknown_ended_or_missing_is_unauthorized()
    {
        Assert.Equal(401, (await _sandbox.SendAsync("GET", "/assignment/accounts")).Status);
        Assert.Equal(401, (await GetAsync("/assignment/accounts", new Secret("aoaAAAAAmade-up"))).Status);
        var token = (await _sandbox.SignInAsync()).Tokens.AccessToken;
        _sandbox.Clock.Advance(TimeSpan.FromHours(8));
        var error = await TestSandbox.RefusalAsync(() => _sandbox.Portal.GetRoleCredentialsAsync(token, TestSandbox.Dev, "Developer", TestSandbox.Ct));
        Assert.Equal(("UnauthorizedException", 401, "Session token not found or invalid"), (error.Code, error.Status, error.Message));
    }

    // "Logout": the server-side sign-in session is invalidated; role sessions made before go on.
    [Fact]
    public async Task Logging_out_ends_the_sign_in_with_all_its_tokens_but_no_role_session()
    {
        var (client, tokens) = await _sandbox.SignInAsync();
        var credentials = await _sandbox.Portal.GetRoleCredentialsAsync(tokens.AccessToken, TestSandbox.Dev, "Developer", TestSandbox.Ct);
        await _sandbox.Portal.LogoutAsync(tokens.AccessToken, TestSandbox.Ct);
        Assert.Equal("UnauthorizedException", (await TestSandbox.RefusalAsync(() => _sandbox.Portal.LogoutAsync(tokens.AccessToken, TestSandbox.Ct))).Code);
        Assert.Equal("InvalidGrantException", (await TestSandbox.RefusalAsync(() => _sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.RefreshToken(tokens.RefreshToken!), TestSandbox.Ct))).Code);
        Assert.Equal(TestSandbox.Dev, (await _sandbox.Sts.GetCallerIdentityAsync(credentials, TestSandbox.Ct)).Account);
    }

    public void Dispose() => _sandbox.Dispose();

    private Task<WireResponse> GetAsync(string target, Secret token) => _sandbox.SendAsync("GET", target, null, ("x-amz-sso_bearer_token", token.Reveal()));
}
