using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Seeds;

public class SandboxSeedFileTests
{
    private const string Good =
        """
        accounts:
          - { id: "111111111111", name: dev }
          - { id: "222222222222", name: prod, email: prod@example.org }
        identityCenter:
          startUrl: https://acme.awsapps.com/start
          region: us-east-1
          users:
            - { userName: bob, password: hunter2, displayName: Bob }
          permissionSets:
            - name: Ops
              sessionDuration: 2h
              inlinePolicy:
                Version: 2012-10-17
                Statement: [{ Effect: Allow, Action: "sts:AssumeRole", Resource: "*" }]
          assignments:
            - { user: bob, account: dev, permissionSet: Ops }
        iamUsers:
          - name: robot
            account: dev
            accessKeys: [{ id: AKIAIOSFODNN7EXAMPLE, secret: seeded }]
            mfaDevices: [{ name: phone, seed: GEZDGNBVGY3TQOJQ }, { name: key }]
        roles:
          - name: deploy
            account: prod
            maxSession: 12h
            trust: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole"}]}'
        webIdentity: { issuer: https://token.actions.githubusercontent.com, audiences: [sts.amazonaws.com] }
        """;

    [Fact]
    public async Task A_seed_in_YAML_makes_the_organisation_it_describes()
    {
        using var sandbox = new TestSandbox(SandboxSeedFile.Read(Good, "seed.yaml"));
        Assert.Equal("hunter2", sandbox.Server.PasswordOf("bob")!.Reveal());
        var key = sandbox.Server.AccessKeyOf("111111111111", "robot")!;
        Assert.Equal(("AKIAIOSFODNN7EXAMPLE", "seeded"), (key.AccessKeyId, key.SecretAccessKey.Reveal()));
        Assert.Equal("GEZDGNBVGY3TQOJQ", sandbox.Server.MfaSeedOf("arn:aws:iam::111111111111:mfa/phone")!.Reveal());
        Assert.Equal(64, sandbox.Server.MfaSeedOf("arn:aws:iam::111111111111:mfa/key")!.Reveal().Length);
        var bob = sandbox.Server.IssueRoleCredentials("bob", "111111111111", "Ops")!;
        Assert.Equal(sandbox.Clock.Now + TimeSpan.FromHours(2), bob.Expiration);
        var session = await sandbox.Sts.AssumeRoleAsync(new("arn:aws:iam::222222222222:role/deploy", "bob"), bob, TestSandbox.Ct);
        Assert.Equal("222222222222", (await sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct)).Account);

        // "Referencing permission sets in resource policies", IAM Identity Center User Guide: no region in the path for us-east-1.
        Assert.StartsWith("arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Ops_", sandbox.Server.Seed.ReservedRoleArn("111111111111", "Ops"), StringComparison.Ordinal);
        Assert.Equal("token.actions.githubusercontent.com", sandbox.Server.Seed.WebIdentity.ProviderName);
    }

    [Fact]
    public async Task Sessions_end_early_where_the_seed_says_so_and_are_refused_then()
    {
        using var sandbox = new TestSandbox(SandboxSeedFile.Read(Good.Replace("iamUsers:", "sessionsEndAfter: 20s\niamUsers:", StringComparison.Ordinal), "seed.yaml"));
        var bob = sandbox.Server.IssueRoleCredentials("bob", "111111111111", "Ops")!;
        Assert.Equal(sandbox.Clock.Now + TimeSpan.FromSeconds(20), bob.Expiration);
        var deploy = await sandbox.Sts.AssumeRoleAsync(new("arn:aws:iam::222222222222:role/deploy", "bob"), bob, TestSandbox.Ct);
        Assert.Equal(bob.Expiration, deploy.Expiration);
        sandbox.Clock.Advance(TimeSpan.FromSeconds(21));
        await Assert.ThrowsAnyAsync<Exception>(() => sandbox.Sts.GetCallerIdentityAsync(bob, TestSandbox.Ct));
        Assert.Equal("ExpiredToken", sandbox.Log.Last().Error);
    }

    [Fact]
    public void A_seed_in_JSON_is_read_too()
    {
        const string Json = """{"accounts":[{"id":"111111111111","name":"dev"}],"identityCenter":{"startUrl":"https://acme.awsapps.com/start","region":"eu-west-1"}}""";
        Assert.Equal("dev", Assert.Single(SandboxSeedFile.Read(Json, "seed.json").Accounts).Name);
    }

    [Theory]
    [InlineData("id: \"111111111111\"", "id: \"1111\"", 2, 11, "12 digits")]
    [InlineData("name: prod,", "name: dev,", 3, 5, "another account")]
    [InlineData("account: dev, permissionSet", "account: test, permissionSet", 16, 29, "neither id nor name")]
    [InlineData("permissionSet: Ops", "permissionSet: Opz", 16, 49, "permission set is not one")]
    [InlineData("https://acme", "http://acme", 5, 13, "https://")]
    [InlineData("region: us-east-1", "region: mars", 6, 11, "region")]
    [InlineData("sessionDuration: 2h", "sessionDuration: 2d", 11, 24, "1 to 12 hours")]
    [InlineData("Effect: Allow", "Effect: Maybe", 13, 9, "inlinePolicy")]
    [InlineData("maxSession: 12h", "maxSessions: 12h", 25, 5, "has a key that is not one of")]
    [InlineData("\"Principal\"", "\"Prinzipal\"", 26, 12, "trust of a role can't be used")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "short", 20, 24, "capital letters")]
    [InlineData("seed: GEZDGNBVGY3TQOJQ", "seed: secret", 21, 39, "Base32")]
    [InlineData("name: key }", "name: phone }", 18, 3, "twice")]
    [InlineData("https://acme.awsapps.com/start", "*alias", 5, 13, "alias")]
    [InlineData("region: us-east-1", "region: us-east-1\n  portalCallsPerSecond: 0", 7, 25, "number from 1 to 1000")]
    public void A_mistake_is_told_with_its_line_and_column(string right, string wrong, int line, int column, string says)
    {
        var error = Assert.Throws<SandboxSeedException>(() => SandboxSeedFile.Read(Replace(Good, right, wrong), "seed.yaml"));
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.StartsWith($"seed.yaml:{line}:{column}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_portal_answers_so_many_calls_a_second_as_its_seed_says()
    {
        using var sandbox = new TestSandbox(SandboxSeedFile.Read(Replace(Good, "region: us-east-1", "region: us-east-1\n  portalCallsPerSecond: 3"), "seed.yaml"));
        async Task<string> Ask(int times) =>
            string.Join(' ', await Task.WhenAll(Enumerable.Range(0, times).Select(async _ => (await sandbox.SendAsync("GET", "/assignment/accounts")).Status)));
        Assert.Equal("401 401 401 429 429", await Ask(5));
        sandbox.Clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal("401 429", await Ask(2));
        sandbox.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("401 401 401 429", await Ask(4));
    }

    [Fact]
    public void A_seed_without_accounts_says_what_to_write() =>
        Assert.Contains("accounts: [", Assert.Throws<SandboxSeedException>(() => SandboxSeedFile.Read("roles: []", "s")).Message, StringComparison.Ordinal);

    private static string Replace(string text, string right, string wrong)
    {
        var at = text.IndexOf(right, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), wrong, text.AsSpan(at + right.Length));
    }
}
