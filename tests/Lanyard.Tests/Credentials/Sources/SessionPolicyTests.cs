using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources;

/// <summary>Lanyard's own settings of a role's session, and that STS is asked for what they say.</summary>
public sealed class SessionPolicyTests : IDisposable
{
    private const string OnlyS3 = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""";
    private const string Arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    private readonly TestAws _aws = new();

    public SessionPolicyTests() => _aws.WriteCiKeys();

    public void Dispose() => _aws.Dispose();

    [Fact]
    public void A_policy_stands_on_the_line_or_in_a_file_beside_the_config_file_or_in_the_home_folder()
    {
        _aws.Home.Write(".aws/policies/s3.json", $"\uFEFF{OnlyS3}\n");
        foreach (var value in new[] { OnlyS3, "policies/s3.json", "~/.aws/policies/s3.json", _aws.Home[".aws/policies/s3.json"] })
        {
            Role($"session_policy = {value}\nsession_policy_arns = {Arn} , {Arn}\n");
            Assert.Equal(new SessionPolicies(OnlyS3, $"{Arn},{Arn}"), ((Source.AssumeRole)_aws.Home.SourceOf("p")).Policies);
        }
    }

    [Theory]
    [InlineData("session_policy = nowhere.json\n", "nowhere.json, which can't be read")]
    [InlineData("session_policy = { not json\n", "neither a JSON object")]
    [InlineData("session_policy_arns = ReadOnlyAccess\n", "ARNs of managed policies")]
    [InlineData("session_policy_arns = a,b,c,d,e,f,g,h,i,j,k\n", "1 to 10")]
    public void One_that_can_not_be_used_is_named_with_file_and_line(string line, string why)
    {
        Role(line);
        var e = Assert.Throws<CredentialsException>(() => _aws.Home.Plan("p"));
        Assert.Equal(ErrorCodes.ProfileInvalid, e.Code);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Contains(".aws/config:4", e.Message, StringComparison.Ordinal);
    }

    // Passed over in silence, the session would be wider than the profile says.
    [Theory]
    [InlineData("credential_process = p\nsession_policy = {}\n")]
    [InlineData("credential_process = p\nsession_policy_arns = " + Arn + "\n")]
    [InlineData("credential_process = p\nsource_identity = alice\n")]
    [InlineData("role_arn = arn:aws:iam::1:role/R\nweb_identity_token_file = /t\nsource_identity = alice\n")]
    public void Where_no_session_can_follow_it_it_is_an_error(string settings)
    {
        _aws.Home.Config($"[profile p]\n{settings}");
        Assert.Equal(ErrorCodes.ProfileInvalid, Assert.Throws<CredentialsException>(() => _aws.Home.Plan("p")).Code);
    }

    [Fact]
    public async Task A_session_policy_takes_from_the_session_what_it_does_not_allow()
    {
        Chain("");
        Assert.Contains(":assumed-role/next/", await _aws.ArnOfAsync(await _aws.ResolveAsync("top")), StringComparison.Ordinal);

        // Another policy is another session.
        Chain($"session_policy = {OnlyS3}\n");
        Assert.Null(_aws.AtHand("top"));
        Assert.Contains("sts:AssumeRole", (await _aws.RefusedAsync(ErrorCodes.RoleAccessDenied, "top")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_policy_of_a_file_that_changes_is_another_session()
    {
        var file = _aws.Home.Write("policy.json", OnlyS3);
        Role($"session_policy = {file}\n");
        await _aws.ResolveAsync("p");
        Assert.NotNull(_aws.AtHand("p"));
        File.WriteAllText(file, OnlyS3.Replace("s3:*", "s3:Get*", StringComparison.Ordinal));
        Assert.Null(_aws.AtHand("p"));
    }

    [Fact]
    public async Task A_source_identity_is_set_and_stays_with_the_chain()
    {
        Chain("source_identity = alice\n");
        await _aws.ResolveAsync("top");
        Role("source_identity = a\n");
        Assert.Contains("sourceIdentity", (await _aws.RefusedAsync(ErrorCodes.AwsError, "p")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Managed_policies_are_sent_by_their_arns()
    {
        string? sent = null;
        _aws.Before = async (request, _) =>
        {
            sent = System.Text.Encoding.UTF8.GetString((await request.ReadBodyAsync(1 << 20, TestContext.Current.CancellationToken)).Span);
            return new Lanyard.Aws.Wire.WireResponse(500, Lanyard.Aws.Wire.WireHeaders.Empty, default);
        };
        Role($"session_policy_arns = {Arn},arn:aws:iam::111111111111:policy/mine\n");
        await _aws.RefusedAsync(ErrorCodes.AwsError, "p");
        var form = Lanyard.Aws.Wire.QueryString.Parse(sent!);
        Assert.Equal(
            [new("PolicyArns.member.1.arn", Arn), new("PolicyArns.member.2.arn", "arn:aws:iam::111111111111:policy/mine")],
            form.Where(p => p.Key.StartsWith("Policy", StringComparison.Ordinal)));
    }

    private void Role(string settings) => _aws.Home.Config($"[profile p]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\n{settings}");

    private void Chain(string settings) => _aws.Home.Config(
        $"[profile top]\nrole_arn = {TestAws.Next}\nsource_profile = p\n[profile p]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\n{settings}");
}
