using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Sandbox;

namespace Lanyard.Tests.Credentials.Sources;

/// <summary>
/// The identity tokens of CI jobs: "Configuring OpenID Connect in Amazon Web Services" (GitHub), "Configure OpenID Connect in AWS"
/// (GitLab), "Deploy on AWS using Bitbucket Pipelines OpenID Connect" (Bitbucket).
/// </summary>
public sealed class CiTokenTests : IDisposable
{
    private const string Job = "arn:aws:iam::222222222222:role/ci-deploy";
    private const string Url = "https://ci.example.com/token?api-version=2.0";

    private readonly TestAws _aws = new();

    public void Dispose() => _aws.Dispose();

    [Fact]
    public void A_job_of_github_needs_the_address_the_secret_and_a_role()
    {
        _aws.Home.Set(("ACTIONS_ID_TOKEN_REQUEST_URL", Url), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "secret"));
        Assert.Equal("instanceMetadata", _aws.Home.SourceOf().Kind);
        _aws.Home.Set(("AWS_ROLE_ARN", Job), ("AWS_ROLE_SESSION_NAME", "run-1"));
        Assert.Equal(new Source.WebIdentity(Job, new IdentityToken.OfGitHub(new Uri(Url)), "run-1"), _aws.Home.SourceOf());
        Assert.Equal("ACTIONS_ID_TOKEN_REQUEST_URL", _aws.Home.Plan().Candidates[0].Source.Origin!.Variable);
        _aws.Home.Set(("ACTIONS_ID_TOKEN_REQUEST_TOKEN", ""));
        Assert.Equal("instanceMetadata", _aws.Home.SourceOf().Kind);
    }

    [Theory]
    [InlineData("GITLAB_OIDC_TOKEN", "GITLAB_CI", "GITLAB_OIDC_TOKEN")]
    [InlineData("BITBUCKET_STEP_OIDC_TOKEN", "CI", "BITBUCKET_STEP_OIDC_TOKEN")]
    [InlineData("CIRCLE_OIDC_TOKEN_V2", "CIRCLECI", "CIRCLE_OIDC_TOKEN_V2")]
    [InlineData("MY_TOKEN", "LANYARD_OIDC_TOKEN_VARIABLE=MY_TOKEN", "MY_TOKEN")]
    public void Other_systems_put_the_token_in_a_variable(string variable, string system, string expected)
    {
        _aws.Home.Set((variable, "a.b.c"), (system.Split('=')[0], system.Split('=')[^1]), ("AWS_ROLE_ARN", Job));
        Assert.Equal(new Source.WebIdentity(Job, new IdentityToken.InVariable(expected), null), _aws.Home.SourceOf());
    }

    [Fact]
    public void A_token_file_goes_before_a_token_of_the_ci_system()
    {
        _aws.Home.Set(("BITBUCKET_STEP_OIDC_TOKEN", "a.b.c"), ("AWS_ROLE_ARN", Job), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/t"));
        Assert.Equal(new Source.WebIdentity(Job, "/t", null), _aws.Home.SourceOf());
    }

    [Fact]
    public void A_profile_with_a_role_alone_takes_the_jobs_token_and_one_with_a_source_does_not()
    {
        _aws.WriteCiKeys();
        _aws.Home.Config(
            $"[profile job]\nrole_arn = {Job}\n[profile keys]\nrole_arn = {Job}\nsource_profile = ci\n[profile top]\nrole_arn = {TestAws.Deploy}\nsource_profile = job\n"
            + $"[profile named]\nrole_arn = {Job}\nweb_identity_token_variable = OTHER\n");
        Assert.Equal(ErrorCodes.ProfileInvalid, Assert.Throws<CredentialsException>(() => _aws.Home.Plan("job")).Code);

        _aws.Home.Set(("BITBUCKET_STEP_OIDC_TOKEN", "a.b.c"));
        var token = new Source.WebIdentity(Job, new IdentityToken.InVariable("BITBUCKET_STEP_OIDC_TOKEN"), null);
        Assert.Equal(token, _aws.Home.SourceOf("job"));
        Assert.Equal(new Source.AssumeRole(TestAws.Deploy, token), _aws.Home.SourceOf("top"));
        Assert.IsType<Source.StaticKeys>(((Source.AssumeRole)_aws.Home.SourceOf("keys")).From);
        Assert.Equal(new Source.WebIdentity(Job, new IdentityToken.InVariable("OTHER"), null), _aws.Home.SourceOf("named"));
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "id-token: write")]
    [InlineData("GITLAB_CI", "id_tokens")]
    [InlineData("BITBUCKET_BUILD_NUMBER", "oidc: true")]
    [InlineData("CIRCLECI", "CIRCLE_OIDC_TOKEN_V2")]
    public void A_job_without_a_token_is_told_what_it_lacks(string variable, string what)
    {
        _aws.Home.Set((variable, "true"), ("AWS_ROLE_ARN", Job));
        Assert.Contains(what, Assert.Single(_aws.Home.Plan().PassedOver, p => p.Source == "webIdentity").Reason, StringComparison.Ordinal);
        _aws.Home.Config($"[profile job]\nrole_arn = {Job}\n");
        Assert.Contains(what, Assert.Throws<CredentialsException>(() => _aws.Home.Plan("job")).Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://ci.example.com/token")]
    [InlineData("ftp://127.0.0.1/token")]
    [InlineData("nowhere")]
    public void The_jobs_secret_goes_over_tls_or_stays_on_the_machine(string url)
    {
        _aws.Home.Set(("ACTIONS_ID_TOKEN_REQUEST_URL", url), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "wJalrXUtnFEMI"), ("AWS_ROLE_ARN", Job));
        var e = Assert.Throws<CredentialsException>(() => _aws.Home.Plan());
        Assert.Equal((ErrorCodes.SettingInvalid, "unset ACTIONS_ID_TOKEN_REQUEST_URL"), (e.Code, e.Fix));
        Assert.DoesNotContain("wJalrXUtnFEMI", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_of_github_asks_for_a_token_and_trades_it_for_the_role()
    {
        InAJob();
        var keys = await _aws.ResolveAsync();
        Assert.Contains(":assumed-role/ci-deploy/lanyard-", await _aws.ArnOfAsync(keys), StringComparison.Ordinal);
        Assert.Equal(["GetIdToken", "AssumeRoleWithWebIdentity", "GetCallerIdentity"], _aws.Operations);
        Assert.Equal(keys.AccessKeyId, (await _aws.ResolveAsync()).AccessKeyId);
        Assert.Equal(3, _aws.Calls.Count);
    }

    // The README of aws-actions/configure-aws-credentials: for China the audience is sts.amazonaws.com.cn.
    [Theory]
    [InlineData("aws", "&audience=sts.amazonaws.com")]
    [InlineData("aws-us-gov", "&audience=sts.amazonaws.com")]
    [InlineData("aws-cn", "&audience=sts.amazonaws.com.cn")]
    public async Task The_token_is_asked_for_the_partition_of_the_role(string partition, string audience)
    {
        var asked = "";
        InAJob();
        _aws.Home.Set(("AWS_ROLE_ARN", Job.Replace("arn:aws:", $"arn:{partition}:", StringComparison.Ordinal)));
        _aws.Fault = request =>
        {
            asked = request.Target;
            return WireResponse.OfText(500, "text/plain", "");
        };
        await _aws.RefusedAsync(ErrorCodes.IdentityTokenRefused);
        Assert.EndsWith(audience, asked, StringComparison.Ordinal);
    }

    // Two jobs of a runner share its home folder, and may have the same role, address and variables.
    [Fact]
    public async Task A_session_of_one_job_is_no_other_jobs()
    {
        InAJob();
        await _aws.ResolveAsync();
        _aws.Home.Set(("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "another-jobs"));
        Assert.Null(_aws.AtHand());
        await _aws.RefusedAsync(ErrorCodes.IdentityTokenRefused);

        var file = _aws.Home.Write("token", "a.b.c");
        _aws.Home.Set(("AWS_WEB_IDENTITY_TOKEN_FILE", file));
        await _aws.RefusedAsync(ErrorCodes.CredentialsRejected);
    }

    [Fact]
    public async Task Neither_the_jobs_secret_nor_its_token_is_written_down_or_told()
    {
        InAJob();
        await _aws.ResolveAsync();
        var kept = string.Concat(Directory.EnumerateFiles(_aws.Home["sessions"], "*.json").Select(File.ReadAllText));
        Assert.NotEmpty(kept);
        Assert.DoesNotContain(_aws.Server.CiJobToken.Reveal(), kept, StringComparison.Ordinal);
        Assert.DoesNotMatch("eyJ[A-Za-z0-9_-]+\\.eyJ", kept);
        Assert.DoesNotContain(_aws.Server.CiJobToken.Reveal(), SourceJson.Write(_aws.Home.SourceOf()), StringComparison.Ordinal);

        foreach (var (status, body) in new[] { (500, "wJalrXUtnFEMI"), (200, "wJalrXUtnFEMI"), (200, "{\"value\":[\"wJalrXUtnFEMI\"]}"), (200, "{\"value\":\"\"}"), (302, ""), (200, "[]") })
        {
            _aws.Advance(TimeSpan.FromHours(1));
            _aws.Fault = request => request.Path == "/ci/id-token" ? WireResponse.OfText(status, "application/json", body).With("Location", "http://evil.example.com/") : null;
            var e = await _aws.RefusedAsync(ErrorCodes.IdentityTokenRefused);
            Assert.DoesNotContain("wJalrXUtnFEMI", e.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(_aws.Server.CiJobToken.Reveal(), e.ToString(), StringComparison.Ordinal);
            Assert.Contains("ACTIONS_ID_TOKEN_REQUEST_URL", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task A_variable_without_a_token_is_named(string value)
    {
        _aws.Home.Set(("LANYARD_OIDC_TOKEN_VARIABLE", "MY_TOKEN"), ("MY_TOKEN", value), ("AWS_ROLE_ARN", Job));
        Assert.Contains("MY_TOKEN", (await _aws.RefusedAsync(ErrorCodes.WebIdentityTokenUnreadable)).Message, StringComparison.Ordinal);
    }

    private void InAJob() => _aws.Home.Set(
        ("ACTIONS_ID_TOKEN_REQUEST_URL", TestAws.Url.AbsoluteUri.TrimEnd('/') + SandboxServer.CiJobPath),
        ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", _aws.Server.CiJobToken.Reveal()),
        ("AWS_ROLE_ARN", Job), ("AWS_REGION", "eu-west-1"));
}
