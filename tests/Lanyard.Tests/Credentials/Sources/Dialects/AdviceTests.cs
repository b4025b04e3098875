using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

public sealed class AdviceTests : IDisposable
{
    private readonly TestHome _home = new TestHome().Set(("AWS_SDK_LOAD_CONFIG", "1"));

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_plain_machine_needs_none()
    {
        _home.Config("[default]\nregion = eu-west-1\n\n# a comment\n[profile dev]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = base\nregion = eu-west-1\ns3 =\n  max_queue_size = 10\n")
            .Credentials("[base]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n").Set(("AWS_PROFILE", "dev"), ("AWS_EC2_METADATA_DISABLED", "true"));
        Assert.Empty(Find());
    }

    [Theory]
    [InlineData("keys-and-profile", "AWS_ACCESS_KEY_ID=A", "AWS_SECRET_ACCESS_KEY=s", "AWS_PROFILE=dev")]
    [InlineData("half-keys", "AWS_ACCESS_KEY_ID=A")]
    [InlineData("half-keys", "AWS_SECRET_ACCESS_KEY=s")]
    [InlineData("default-profile-variable", "AWS_DEFAULT_PROFILE=dev")]
    [InlineData("metadata-disabled", "AWS_EC2_METADATA_DISABLED=1")]
    [InlineData("web-identity-variables", "AWS_WEB_IDENTITY_TOKEN_FILE=/token")]
    [InlineData("empty-variable", "AWS_PROFILE=")]
    [InlineData("tilde-in-path", "AWS_CONFIG_FILE=~/config")]
    [InlineData("variable-in-path", "AWS_CONFIG_FILE=$HOME/config")]
    [InlineData("missing-file", "AWS_SHARED_CREDENTIALS_FILE=/nowhere/credentials")]
    public void The_environment_is_looked_at(string code, params string[] variables)
    {
        _home.Set([.. variables.Select(v => (v.Split('=')[0], v.Split('=')[1]))]);
        Assert.Equal([code], Find().Select(a => a.Code));
    }

    [Theory]
    [InlineData("byte-order-mark", 1, "\uFEFF[default]\n")]
    [InlineData("duplicate-section", 3, "[default]\na = 1\n[default]\n")]
    [InlineData("duplicate-setting", 3, "[default]\na = 1\na = 2\n")]
    [InlineData("unclosed-section", 1, "[default\n")]
    [InlineData("default-section", 1, "[DEFAULT]\na = 1\n")]
    [InlineData("quoted-section", 1, "[profile \"my dev\"]\n")]
    [InlineData("no-setting", 2, "[default]\nregion\n")]
    [InlineData("upper-case-setting", 2, "[default]\nRegion = x\n")]
    [InlineData("comment-in-value", 2, "[default]\nregion = x # here\n")]
    [InlineData("comment-in-value", 2, "[default]\nregion = x ; here\n")]
    public void The_lines_of_the_files_are_looked_at(string code, int line, string config)
    {
        _home.Config(config);
        var advice = Assert.Single(Find());
        Assert.Equal((code, $"{_home.ConfigFile}:{line}"), (advice.Code, advice.Where));
    }

    [Fact]
    public void A_comment_sign_without_a_blank_is_a_part_of_the_value_for_everybody()
    {
        _home.Config("[default]\noutput = x#y;z\n");
        Assert.Empty(Find());
    }

    [Theory]
    [InlineData("mixed-profile", "[default]\naws_access_key_id = A\naws_secret_access_key = s\nrole_arn = r\nsource_profile = b\nregion = x\n")]
    [InlineData("mixed-profile", "[default]\ncredential_process = p\nsso_account_id = 1\n")]
    [InlineData("role-without-source", "[default]\nrole_arn = r\nregion = x\n")]
    [InlineData("role-without-region", "[default]\nrole_arn = r\nsource_profile = b\n")]
    [InlineData("mfa-in-profile", "[default]\nrole_arn = r\nsource_profile = b\nmfa_serial = m\nregion = x\n")]
    public void The_selected_profile_is_looked_at(string code, string config)
    {
        _home.Config(config);
        Assert.Equal([code], Find().Select(a => a.Code));
    }

    [Fact]
    public void The_config_file_is_not_read_by_the_oldest_javascript_sdk_unless_it_is_told_to()
    {
        _home.Config("[default]\nregion = x\n").Environment.Remove("AWS_SDK_LOAD_CONFIG");
        var advice = Assert.Single(Find());
        Assert.Equal(("config-not-loaded", $"{_home.ConfigFile}:1"), (advice.Code, advice.Where));
    }

    [Fact]
    public void A_token_in_the_other_file_than_its_keys_is_found()
    {
        _home.Config("[default]\naws_session_token = old\n").Credentials("[default]\naws_access_key_id = A\naws_secret_access_key = s\n");
        Assert.Equal(["token-of-another-key"], Find().Select(a => a.Code));
    }

    [Theory]
    [InlineData("wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYx=\n")]
    [InlineData("hunter2hunter2=\nhunter2hunter2=\n")]
    [InlineData("hunter2hunter2= # c\n")]
    public void A_secret_that_was_pasted_on_a_line_of_its_own_is_not_shown(string line)
    {
        _home.Config("[default]\n" + line);
        Assert.All(Find(), a => Assert.DoesNotMatch("wJalr|hunter2", a.ToString()));
        Assert.NotEmpty(Find());
    }

    [Theory]
    [InlineData("http://user:hunter2@127.0.0.1:8080/creds?token=hunter2", "http://127.0.0.1:8080/creds")]
    [InlineData("http://[::1]/latest", "http://[::1]/latest")]
    public void An_address_is_shown_without_passwords_and_query(string url, string shown) =>
        Assert.Equal(shown, SourceFacts.AddressOf(new Uri(url)));

    [Fact]
    public void A_profile_of_many_faults_gives_a_handful_and_no_value()
    {
        _home.Config("[default]\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"k{i} = hunter2 # x\n")));
        var advice = Find();
        Assert.Equal(20, advice.Count);
        Assert.All(advice, a => Assert.DoesNotContain("hunter2", a.ToString(), StringComparison.Ordinal));
    }

    private IReadOnlyList<Advice> Find() =>
        Advice.Find(new DialectMachine(_home.Environment, DialectMachine.OpenOnce(), null, IsWindows: false, DateTimeOffset.UnixEpoch));
}
