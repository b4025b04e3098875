using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Tests.Sandbox.Iam;
using Lanyard.Tests.Sandbox.Pages;

namespace Lanyard.Tests.Sandbox.Journal;

/// <summary>What a sandbox knew, it knows after a restart.</summary>
public sealed class RestoreTests
{
    // Everything of IAM that can be read without naming something.
    private static readonly string[] Readings =
    [
        "GetAccountAuthorizationDetails", "ListUsers", "ListRoles", "ListGroups", "ListPolicies", "ListInstanceProfiles", "ListVirtualMFADevices",
        "ListOpenIDConnectProviders", "ListAccountAliases", "GetAccountSummary", "GetAccountPasswordPolicy",
    ];

    [Fact]
    public async Task Everything_of_IAM_is_as_it_was_down_to_ids_and_times()
    {
        var kept = new KeptSandbox();
        string[] before;
        AwsCredentials eve;
        using (var iam = kept.Start())
        {
            eve = await LiveAsync(iam, kept.Clock);
            before = await ReadAllAsync(iam);
        }

        using var again = kept.Start();
        Assert.Equal(before, await ReadAllAsync(again));
        Assert.Equal("eve", QueryProtocol.Descendant(await again.CallAsync(eve, "GetUser"), "UserName"));
    }

    [Fact]
    public async Task A_restart_of_a_restarted_sandbox_finds_what_both_did()
    {
        var kept = new KeptSandbox();
        foreach (var name in new[] { "first", "second", "third" })
        {
            using var iam = kept.Start();
            await iam.DoAsync("CreateUser", ("UserName", name));
        }

        using var last = kept.Start();
        var users = await last.CallAsync(last.Admin, "ListUsers");
        Assert.Superset(new HashSet<string> { "first", "second", "third" }, IamSandbox.All(users, "UserName").ToHashSet());
        Assert.Distinct(IamSandbox.All(users, "UserId"));
    }

    [Fact]
    public async Task A_wrong_password_on_the_page_is_nothing_to_keep()
    {
        var kept = new KeptSandbox();
        using var iam = kept.Start();
        var before = kept.Lines;
        var form = QueryString.Format([new("username", "alice"), new("password", "wrong")]);
        Assert.Equal(403, (await PageBrowser.SendAsync(iam.Sandbox, "POST", "/_/sign-in", "", form)).Status);
        Assert.Equal(before, kept.Lines);
    }

    [Fact]
    public async Task Keys_tokens_and_sessions_of_every_sign_in_are_still_good()
    {
        var kept = new KeptSandbox();
        OidcClientRegistration client;
        OidcTokens tokens;
        AwsCredentials portal, assumed, ci;
        string passwordOfAlice, containerPath, jobToken, idToken, metadataToken;
        using (var iam = kept.Start())
        {
            var sandbox = iam.Sandbox;
            (client, tokens) = await sandbox.SignInAsync();
            portal = await sandbox.Portal.GetRoleCredentialsAsync(tokens.AccessToken, TestSandbox.Dev, "Developer", TestSandbox.Ct);
            assumed = Key(await sandbox.StsAsync(portal, "AssumeRole", ("RoleArn", TestSandbox.DeployInProd), ("RoleSessionName", "release")));
            ci = sandbox.Ci;
            passwordOfAlice = sandbox.Server.PasswordOf("alice")!.Reveal();
            (containerPath, jobToken) = (sandbox.Server.RelativeContainerPath, sandbox.Server.CiJobToken.Reveal());
            idToken = sandbox.Server.IssueWebIdentityToken("repo:me/app", "sts.amazonaws.com").Reveal();
            metadataToken = (await sandbox.SendAsync("PUT", "/latest/api/token", null, ("X-aws-ec2-metadata-token-ttl-seconds", "600"))).Text;
        }

        using var again = kept.Start();
        var now = again.Sandbox;
        Assert.Equal(passwordOfAlice, now.Server.PasswordOf("alice")!.Reveal());
        Assert.Equal((containerPath, jobToken), (now.Server.RelativeContainerPath, now.Server.CiJobToken.Reveal()));
        Assert.Equal(ci.SecretAccessKey.Reveal(), now.Ci.SecretAccessKey.Reveal());
        foreach (var key in new[] { ci, portal, assumed })
        {
            Assert.Equal(200, (await now.StsAsync(key, "GetCallerIdentity")).Status);
        }

        await now.Portal.GetRoleCredentialsAsync(tokens.AccessToken, TestSandbox.Dev, "Developer", TestSandbox.Ct);
        var renewed = await now.Oidc.CreateTokenAsync(client, new OidcGrant.RefreshToken(tokens.RefreshToken!), TestSandbox.Ct);
        Assert.NotEqual(tokens.AccessToken.Reveal(), renewed.AccessToken.Reveal());
        Assert.Equal(200, (await now.SendAsync("GET", "/latest/meta-data/instance-id", null, ("X-aws-ec2-metadata-token", metadataToken))).Status);

        // The provider's key is the same, so what it signed before is good, and what it signs now is the same text.
        Assert.Equal(idToken, now.Server.IssueWebIdentityToken("repo:me/app", "sts.amazonaws.com").Reveal());
    }

    [Fact]
    public async Task What_was_spent_or_ended_stays_so()
    {
        var kept = new KeptSandbox();
        OidcClientRegistration client;
        OidcTokens first;
        AwsCredentials session;
        using (var iam = kept.Start())
        {
            (client, first) = await iam.Sandbox.SignInAsync();
            await iam.Sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.RefreshToken(first.RefreshToken!), TestSandbox.Ct);
            session = await iam.Sandbox.Portal.GetRoleCredentialsAsync(first.AccessToken, TestSandbox.Dev, "Developer", TestSandbox.Ct);
        }

        kept.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        using var again = kept.Start();
        await TestSandbox.RefusalAsync(() => again.Sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.RefreshToken(first.RefreshToken!), TestSandbox.Ct));
        Assert.Equal("ExpiredToken", TestSandbox.Xml(await again.Sandbox.StsAsync(session, "GetCallerIdentity"), "Code"));
    }

    [Fact]
    public async Task A_sign_in_page_that_was_open_can_be_gone_on_with()
    {
        var kept = new KeptSandbox();
        var challenge = TestSandbox.Pkce().Challenge;
        WireResponse page;
        using (var iam = kept.Start())
        {
            var client = await iam.Sandbox.RegisterForCodeAsync();
            var url = iam.Sandbox.Oidc.AuthorizeUrl(client, new Uri(TestSandbox.Callback), "s", challenge, ["sso:account:access"]);
            page = await iam.Sandbox.SendAsync("GET", url.PathAndQuery);
        }

        using var again = kept.Start();
        var hidden = Regex.Matches(page.Text, "name=\"([a-z_]+)\" value=\"([^\"]+)\"").Select(m => new KeyValuePair<string, string>(m.Groups[1].Value, m.Groups[2].Value));
        var body = QueryString.Format([.. hidden, new("username", "alice"), new("password", again.Sandbox.Server.PasswordOf("alice")!.Reveal())]);
        var consent = await again.Sandbox.SendAsync("POST", "/signin", body);
        Assert.True(consent.Status == 200, consent.Text);
        Assert.Contains("/signin/consent", consent.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_is_not_written_down_and_neither_is_a_refusal()
    {
        var kept = new KeptSandbox();
        using var iam = kept.Start();
        var admin = iam.Admin;
        await iam.CallAsync(admin, "ListUsers");
        var written = kept.Lines.Length;
        foreach (var action in Readings.Where(a => a != "GetAccountPasswordPolicy"))
        {
            await iam.CallAsync(admin, action);
        }

        await iam.RefusalAsync(admin, "GetUser", ("UserName", "nobody"));
        await iam.RefusalAsync(admin, "CreateUser", ("UserName", "no good name"));
        Assert.Equal(written, kept.Lines.Length);

        await iam.CallAsync(admin, "CreateUser", ("UserName", "eve"));
        Assert.Equal(written + 1, kept.Lines.Length);
    }

    [Fact]
    public async Task The_call_log_is_not_told_again_of_what_was_and_the_trail_still_has_it()
    {
        var kept = new KeptSandbox();
        using (var iam = kept.Start())
        {
            await iam.DoAsync("CreateUser", ("UserName", "eve"));
        }

        using var again = kept.Start();
        Assert.Empty(again.Sandbox.Log);
    }

    [Fact]
    public async Task Two_thousand_calls_are_done_again_at_once()
    {
        const int Count = 2000;
        var kept = new KeptSandbox();
        using (var iam = kept.Start())
        {
            var admin = iam.Admin;
            for (var i = 0; i < Count; i++)
            {
                await iam.CallAsync(admin, "CreateUser", ("UserName", $"user-{i}"));
            }
        }

        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        using var again = kept.Start();
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Count} calls in {took.TotalMilliseconds:0} ms");
        Assert.True(took < TimeSpan.FromSeconds(10), $"{took}");
    }

    private static async Task<AwsCredentials> LiveAsync(IamSandbox iam, TestClock clock)
    {
        var eve = await iam.MakeUserAsync("eve", IamSandbox.Saying("iam:GetUser"));
        clock.Advance(TimeSpan.FromMinutes(3));
        await iam.DoAsync("CreateGroup", ("GroupName", "crew"));
        await iam.DoAsync("AddUserToGroup", ("GroupName", "crew"), ("UserName", "eve"));
        await iam.DoAsync("CreateRole", ("RoleName", "worker"), ("AssumeRolePolicyDocument", IamSandbox.Ec2Trust));
        await iam.DoAsync("TagRole", ("RoleName", "worker"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "caf\u00e9"));
        await iam.DoAsync("CreatePolicy", ("PolicyName", "reads"), ("PolicyDocument", IamSandbox.Saying("s3:GetObject")));
        await iam.DoAsync("CreatePolicyVersion", ("PolicyArn", $"{IamSandbox.Here}policy/reads"), ("PolicyDocument", IamSandbox.Saying("s3:*")), ("SetAsDefault", "true"));
        await iam.DoAsync("AttachRolePolicy", ("RoleName", "worker"), ("PolicyArn", $"{IamSandbox.Here}policy/reads"));
        await iam.DoAsync("CreateInstanceProfile", ("InstanceProfileName", "box"));
        await iam.DoAsync("AddRoleToInstanceProfile", ("InstanceProfileName", "box"), ("RoleName", "worker"));
        await iam.DoAsync("CreateVirtualMFADevice", ("VirtualMFADeviceName", "phone"));
        await iam.DoAsync("CreateAccountAlias", ("AccountAlias", "our-lab"));
        await iam.DoAsync("UpdateAccountPasswordPolicy", ("MinimumPasswordLength", "12"));
        await iam.DoAsync("CreateUser", ("UserName", "gone"));
        await iam.DoAsync("DeleteUser", ("UserName", "gone"));
        await iam.CallAsync(eve, "GetUser");
        return eve;
    }

    private static async Task<string[]> ReadAllAsync(IamSandbox iam)
    {
        // Not of the time: the caller's own key would be a new one with each reading.
        var key = iam.Admin;
        var answers = new List<string>();
        foreach (var action in Readings)
        {
            var answer = await iam.CallAsync(key, action);
            answer.Descendants().Where(e => e.Name.LocalName is "RequestId" or "RoleLastUsed").ToList().ForEach(e => e.Remove());
            answers.Add(answer.ToString());
        }

        answers.Add((await iam.CallAsync(key, "GetRole", ("RoleName", "worker"))).Descendants().First(e => e.Name.LocalName == "Role").ToString(SaveOptions.DisableFormatting));
        answers.Add(string.Join(',', IamSandbox.All(await iam.CallAsync(key, "ListAccessKeys", ("UserName", "eve")), "AccessKeyId")));
        return [.. answers];
    }

    private static AwsCredentials Key(WireResponse answer) => new(
        TestSandbox.Xml(answer, "AccessKeyId")!, new Secret(TestSandbox.Xml(answer, "SecretAccessKey")!), new Secret(TestSandbox.Xml(answer, "SessionToken")!));
}
