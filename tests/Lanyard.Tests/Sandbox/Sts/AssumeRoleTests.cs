using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>"AssumeRole" in the STS API Reference, where no other source is named.</summary>
public sealed class AssumeRoleTests : IDisposable
{
    private const string Name = "arn:aws:iam::111111111111:role/";
    private const string TwelveHours = "long";

    private readonly TestSandbox _sandbox = new(SandboxSeed.Default with
    {
        Roles =
        [
            .. SandboxSeed.Default.Roles,
            Role("partner", """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/ci"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"s3cr3t"}}}"""),
            Role("account", """{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}"""),
            Role(TwelveHours, """{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111111111111:user/ci","arn:aws:iam::111111111111:role/long"]},"Action":["sts:AssumeRole","sts:SetSourceIdentity"]}"""),
            Role("denies", """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/ci"},"Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}"""),
        ],
    });

    [Fact]
    public async Task A_trusted_user_gets_a_session_of_the_role()
    {
        var credentials = await _sandbox.Sts.AssumeRoleAsync(new AssumeRoleRequest(TestSandbox.DeployInProd, "me@work"), _sandbox.Ci, TestSandbox.Ct);
        Assert.StartsWith("ASIA", credentials.AccessKeyId, StringComparison.Ordinal);

        // "By default, the value is set to 3600 seconds."
        Assert.Equal(_sandbox.Clock.Now + TimeSpan.FromHours(1), credentials.Expiration);
        var identity = await _sandbox.Sts.GetCallerIdentityAsync(credentials, TestSandbox.Ct);
        Assert.Equal("arn:aws:sts::333333333333:assumed-role/deploy/me@work", identity.Arn);
        Assert.Equal(TestSandbox.Prod, identity.Account);
        Assert.Matches("^AROA[A-Z2-7]{17}:me@work$", identity.UserId);
    }

    [Fact]
    public async Task A_developer_of_Identity_Center_may_deploy_to_prod()
    {
        var credentials = await _sandbox.Sts.AssumeRoleAsync(new AssumeRoleRequest(TestSandbox.DeployInProd, "alice"), _sandbox.Developer, TestSandbox.Ct);
        Assert.Equal(TestSandbox.Prod, (await _sandbox.Sts.GetCallerIdentityAsync(credentials, TestSandbox.Ct)).Account);
        Assert.Contains(_sandbox.Log, r => r is { Operation: "AssumeRole", Decision: "allowed", Principal: { } who } && who.EndsWith("/alice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_answer_names_the_session_and_has_no_packed_size_without_a_policy()
    {
        var answer = await _sandbox.StsAsync(_sandbox.Ci, "AssumeRole", ("RoleArn", TestSandbox.DeployInProd), ("RoleSessionName", "me"));
        var user = System.Xml.Linq.XElement.Parse(answer.Text).Descendants().First(e => e.Name.LocalName == "AssumedRoleUser");
        Assert.Equal("arn:aws:sts::333333333333:assumed-role/deploy/me", user.Elements().First(e => e.Name.LocalName == "Arn").Value);
        Assert.Null(TestSandbox.Xml(answer, "PackedPolicySize"));
    }

    // The wording is AWS's as quoted in many public reports; a missing role is answered like a forbidden one.
    [Theory]
    [InlineData("arn:aws:iam::333333333333:role/locked")]
    [InlineData("arn:aws:iam::333333333333:role/absent")]
    public async Task A_role_that_does_not_trust_the_caller_and_one_that_is_not_there_look_alike(string role)
    {
        var error = await TestSandbox.RefusalAsync(() => _sandbox.Sts.AssumeRoleAsync(new AssumeRoleRequest(role, "me"), _sandbox.Ci, TestSandbox.Ct));
        Assert.Equal(("AccessDenied", 403), (error.Code, error.Status));
        Assert.Equal($"User: arn:aws:iam::111111111111:user/ci is not authorized to perform: sts:AssumeRole on resource: {role}", error.Message);
        Assert.Equal("implicitDeny", _sandbox.Log.Last().Decision);
    }

    [Fact]
    public async Task Nobody_assumes_a_permission_sets_own_role()
    {
        var role = _sandbox.Server.Seed.ReservedRoleArn(TestSandbox.Dev, "Administrator");
        Assert.Equal("AccessDenied", await RefusalAsync(_sandbox.Ci, ("RoleArn", role), ("RoleSessionName", "me")));
    }

    // "Policy evaluation logic", IAM User Guide: across accounts both the trust policy and the caller's policies must allow.
    [Fact]
    public async Task Trust_from_another_account_is_not_enough_without_the_callers_own_permission()
    {
        using var sandbox = new TestSandbox(SandboxSeed.Default with { IamUsers = [new(TestSandbox.Dev, "ci", [new(null, null)], [])] });
        var answer = await sandbox.StsAsync(sandbox.Ci, "AssumeRole", ("RoleArn", TestSandbox.DeployInProd), ("RoleSessionName", "me"));
        Assert.Equal("AccessDenied", TestSandbox.Xml(answer, "Code"));
    }

    // The same page: in one account a trust policy that names the user is enough, one that names the account is not.
    [Fact]
    public async Task Trust_in_the_account_needs_the_callers_permission_and_trust_in_the_user_does_not()
    {
        Assert.Equal("AccessDenied", await RefusalAsync(_sandbox.Ci, ("RoleArn", Name + "account"), ("RoleSessionName", "me")));
        Assert.Equal(200, (await _sandbox.StsAsync(_sandbox.Ci, "AssumeRole", ("RoleArn", Name + "long"), ("RoleSessionName", "me"))).Status);
    }

    // "The confused deputy problem", IAM User Guide: the trust policy's sts:ExternalId must equal the call's.
    [Theory]
    [InlineData("s3cr3t", true)]
    [InlineData("other", false)]
    [InlineData(null, false)]
    public async Task The_external_id_must_be_the_trust_policys(string? externalId, bool allowed)
    {
        (string, string)[] id = externalId is null ? [] : [("ExternalId", externalId)];
        var answer = await _sandbox.StsAsync(_sandbox.Ci, "AssumeRole", [("RoleArn", Name + "partner"), ("RoleSessionName", "me"), .. id]);
        Assert.Equal(allowed ? 200 : 403, answer.Status);
    }

    [Fact]
    public async Task An_explicit_deny_wins_and_is_logged_as_one()
    {
        Assert.Equal("AccessDenied", await RefusalAsync(_sandbox.Ci, ("RoleArn", Name + "denies"), ("RoleSessionName", "me")));
        Assert.Equal("explicitDeny", _sandbox.Log.Last().Decision);
    }

    // Constraints of the service model: roleSessionNameType is 2 to 64 of [\w+=,.@-], roleDurationSecondsType 900 to 43200.
    [Theory]
    [InlineData("a b", null, @"1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*")]
    [InlineData("a", null, "1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2")]
    [InlineData(null, null, "1 validation error detected: Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null")]
    [InlineData("me", "899", "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900")]
    [InlineData("me", "43201", "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200")]
    [InlineData("a", "1", "2 validation errors detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2; Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900")]
    public async Task What_breaks_the_models_constraints_is_told_in_its_words(string? name, string? duration, string message)
    {
        List<(string, string)> parameters = [("RoleArn", TestSandbox.DeployInProd)];
        if (name is not null)
        {
            parameters.Add(("RoleSessionName", name));
        }

        if (duration is not null)
        {
            parameters.Add(("DurationSeconds", duration));
        }

        var answer = await _sandbox.StsAsync(_sandbox.Ci, "AssumeRole", [.. parameters]);
        Assert.Equal((400, "ValidationError", message), (answer.Status, TestSandbox.Xml(answer, "Code"), TestSandbox.Xml(answer, "Message")));
    }

    [Theory]
    [InlineData("DurationSeconds", "soon", "MalformedInput")]
    [InlineData("Policy", "{nonsense", "MalformedPolicyDocument")]
    [InlineData("SerialNumber", "arn:aws:iam::111111111111:mfa/ci", "AccessDenied")]
    [InlineData("Tags.member.1.Key", "stage", "ValidationError")]
    [InlineData("PolicyArns.member.1.arn", "arn:aws:iam::333333333333:policy/absent", "ValidationError")]
    [InlineData("ProvidedContexts.member.1.ProviderArn", "arn:aws:iam::aws:contextProvider/IdentityCenter", "NotImplemented")]
    public async Task What_can_not_be_honoured_is_refused_and_not_ignored(string parameter, string value, string code) => Assert.Equal(
        code, await RefusalAsync(_sandbox.Ci, ("RoleArn", TestSandbox.DeployInProd), ("RoleSessionName", "me"), (parameter, value)));

    [Fact]
    public async Task An_arn_of_something_else_is_invalid() => Assert.Equal(
        "ValidationError", await RefusalAsync(_sandbox.Ci, ("RoleArn", "arn:aws:iam::333333333333:user/someone"), ("RoleSessionName", "me")));

    // "If you specify a value higher than this setting …, the operation fails."
    [Fact]
    public async Task A_session_may_not_be_longer_than_the_roles_maximum()
    {
        var answer = await _sandbox.StsAsync(_sandbox.Ci, "AssumeRole", ("RoleArn", TestSandbox.DeployInProd), ("RoleSessionName", "me"), ("DurationSeconds", "3601"));
        Assert.Equal("ValidationError", TestSandbox.Xml(answer, "Code"));
        Assert.Equal("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", TestSandbox.Xml(answer, "Message"));
    }

    // "If you assume a role using role chaining and provide a DurationSeconds value greater than one hour, the operation fails." The words
    // are those of aws-vault #263; mmmorris1975/aws-runas #11 measured that GetSessionToken's credentials count as chaining too.
    [Fact]
    public async Task A_chained_role_is_capped_at_an_hour()
    {
        (string, string)[] ask = [("RoleArn", Name + TwelveHours), ("RoleSessionName", "me"), ("DurationSeconds", "3601")];
        Assert.Equal(200, (await _sandbox.StsAsync(_sandbox.Ci, "AssumeRole", ask)).Status);
        var session = await _sandbox.Sts.AssumeRoleAsync(new AssumeRoleRequest(Name + TwelveHours, "me"), _sandbox.Ci, TestSandbox.Ct);
        foreach (var temporary in new[] { session, await SessionTokenAsync() })
        {
            var answer = await _sandbox.StsAsync(temporary, "AssumeRole", ask);
            Assert.Equal("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.", TestSandbox.Xml(answer, "Message"));
            Assert.Equal((400, "ValidationError"), (answer.Status, TestSandbox.Xml(answer, "Code")));
        }
    }

    // "Monitor and control actions taken with assumed roles", IAM User Guide: the trust policy must allow sts:SetSourceIdentity; the value
    // stays through a chain and can't be changed.
    [Fact]
    public async Task A_source_identity_is_echoed_stays_and_needs_its_own_permission()
    {
        Assert.Equal("jo", TestSandbox.Xml(await _sandbox.StsAsync(_sandbox.Ci, "AssumeRole", ("RoleArn", TestSandbox.DeployInProd), ("RoleSessionName", "me"), ("SourceIdentity", "jo")), "SourceIdentity"));
        var first = await _sandbox.StsAsync(_sandbox.Ci, "AssumeRole", ("RoleArn", Name + TwelveHours), ("RoleSessionName", "me"), ("SourceIdentity", "jo"));
        Assert.Equal("jo", TestSandbox.Xml(first, "SourceIdentity"));
        var session = Credentials(first);
        Assert.Equal("jo", TestSandbox.Xml(await _sandbox.StsAsync(session, "AssumeRole", ("RoleArn", Name + TwelveHours), ("RoleSessionName", "me")), "SourceIdentity"));
        Assert.Equal("AccessDenied", await RefusalAsync(session, ("RoleArn", Name + TwelveHours), ("RoleSessionName", "me"), ("SourceIdentity", "someone-else")));
        Assert.Equal("AccessDenied", await RefusalAsync(_sandbox.Ci, ("RoleArn", Name + "partner"), ("RoleSessionName", "me"), ("ExternalId", "s3cr3t"), ("SourceIdentity", "jo")));
    }

    // "Session policies", IAM User Guide: the session's permissions are the intersection; a role that trusts only the account needs them.
    [Fact]
    public async Task A_session_policy_limits_what_the_session_may_assume_next()
    {
        using var sandbox = new TestSandbox(SandboxSeed.Default with
        {
            Roles =
            [
                new(TestSandbox.Dev, "first", Trust("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/ci"},"Action":"sts:AssumeRole"}"""),
                    [new("all", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""")], TimeSpan.FromHours(1)),
                Role("second", """{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}"""),
            ],
        });
        foreach (var (action, allowed) in new[] { ("sts:*", true), ("s3:*", false) })
        {
            var policy = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"*"}]}""";
            var first = await sandbox.StsAsync(sandbox.Ci, "AssumeRole", ("RoleArn", Name + "first"), ("RoleSessionName", "me"), ("Policy", policy));
            Assert.Equal("5", TestSandbox.Xml(first, "PackedPolicySize"));
            var second = await sandbox.StsAsync(Credentials(first), "AssumeRole", ("RoleArn", Name + "second"), ("RoleSessionName", "me"));
            Assert.Equal(allowed ? 200 : 403, second.Status);
        }
    }

    public void Dispose() => _sandbox.Dispose();

    private static SeedRole Role(string name, string statements) => new(TestSandbox.Dev, name, Trust(statements), [], TimeSpan.FromHours(12));

    private static string Trust(string statements) => $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""";

    private async Task<string?> RefusalAsync(AwsCredentials credentials, params (string, string)[] parameters) =>
        TestSandbox.Xml(await _sandbox.StsAsync(credentials, "AssumeRole", parameters), "Code");

    private async Task<AwsCredentials> SessionTokenAsync() => Credentials(await _sandbox.StsAsync(_sandbox.Ci, "GetSessionToken"));

    private static AwsCredentials Credentials(WireResponse answer) => new(
        TestSandbox.Xml(answer, "AccessKeyId")!, new(TestSandbox.Xml(answer, "SecretAccessKey")!), new(TestSandbox.Xml(answer, "SessionToken")!));
}
