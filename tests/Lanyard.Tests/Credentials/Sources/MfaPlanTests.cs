using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources;

/// <summary>Where a code of an MFA device goes: into the session of the user whose keys they are, or into the call for a role.</summary>
public sealed class MfaPlanTests : IDisposable
{
    private const string Arn = "arn:aws:iam::111111111111:role/Top";
    private const string Device = "arn:aws:iam::111111111111:mfa/anna";
    private const string Top = $"[profile top]\nrole_arn = {Arn}\nmfa_serial = {Device}\n";
    private const string Base = "[profile base]\naws_access_key_id = AKBASE\naws_secret_access_key = sk\n";

    private readonly TestHome _home = new();

    private Source.StaticKeys Keys => new("base", _home.ConfigFile, "AKBASE");

    public void Dispose() => _home.Dispose();

    [Fact]
    public void The_session_of_the_user_stands_between_a_role_and_long_lived_keys()
    {
        _home.Config($"{Top}source_profile = base\n{Base}");
        Assert.Equal(new Source.AssumeRole(Arn, new Source.MfaSession(Device, Keys)), _home.SourceOf("top"));
        var role = (Source.AssumeRole)_home.Plan("top").Candidates[0].Source;
        Assert.Equal($"{_home.ConfigFile}:3", role.From.Origin!.ToString());
    }

    [Fact]
    public void Keys_without_a_role_get_a_session_too_and_roles_over_them_share_it()
    {
        _home.Config($"{Base}mfa_serial = {Device}\n[profile top]\nrole_arn = {Arn}\nsource_profile = base\n");
        Assert.Equal(new Source.MfaSession(Device, Keys), _home.SourceOf("base"));
        Assert.Equal(new Source.AssumeRole(Arn, new Source.MfaSession(Device, Keys)), _home.SourceOf("top"));
    }

    [Fact]
    public void A_key_in_the_vault_gets_a_session_as_one_in_a_file_does()
    {
        _home.Config($"[profile base]\nlanyard_vault = base\nmfa_serial = {Device}\n[profile top]\nrole_arn = {Arn}\nsource_profile = base\n[profile own]\nrole_arn = {Arn}\nsource_profile = plain\nmfa_serial = {Device}\n[profile plain]\nlanyard_vault = plain\n");
        Assert.Equal(new Source.MfaSession(Device, new Source.VaultKeys("base", "base", null)), _home.SourceOf("base"));
        Assert.Equal(new Source.AssumeRole(Arn, new Source.MfaSession(Device, new Source.VaultKeys("base", "base", null))), _home.SourceOf("top"));
        Assert.Equal(new Source.AssumeRole(Arn, new Source.MfaSession(Device, new Source.VaultKeys("plain", "plain", null))), _home.SourceOf("own"));
    }

    [Fact]
    public void A_roles_own_device_goes_before_that_of_its_source_profile()
    {
        _home.Config($"{Top}source_profile = base\n{Base}mfa_serial = GAHT12345678\n");
        Assert.Equal(new Source.AssumeRole(Arn, new Source.MfaSession(Device, Keys)), _home.SourceOf("top"));
    }

    [Fact]
    public void A_profile_that_is_its_own_source_has_one_session()
    {
        _home.Config($"[profile top]\nrole_arn = {Arn}\nsource_profile = top\naws_access_key_id = AKBASE\naws_secret_access_key = sk\nmfa_serial = {Device}\n");
        Assert.Equal(new Source.AssumeRole(Arn, new Source.MfaSession(Device, Keys with { Profile = "top" })), _home.SourceOf("top"));
    }

    // With temporary credentials the code goes into AssumeRole itself: GetSessionToken takes long-lived ones alone.
    [Theory]
    [InlineData("source_profile = base\n[profile base]\naws_access_key_id = AKBASE\naws_secret_access_key = sk\naws_session_token = t\n", "static")]
    [InlineData("source_profile = base\n[profile base]\ncredential_process = p\n", "process")]
    [InlineData("source_profile = base\n[profile base]\nsso_start_url = https://a/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = D\n", "sso")]
    [InlineData("source_profile = base\n[profile base]\nrole_arn = arn:aws:iam::1:role/Wi\nweb_identity_token_file = /t\n", "webIdentity")]
    [InlineData("source_profile = base\n[profile base]\nrole_arn = arn:aws:iam::1:role/Mid\ncredential_source = Environment\n", "assumeRole")]
    public void Over_temporary_credentials_the_code_goes_into_the_call_for_the_role(string rest, string kind)
    {
        _home.Config(Top + rest).Set(("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "sk"));
        var role = (Source.AssumeRole)_home.SourceOf("top");
        Assert.Equal((Device, kind), (role.MfaSerial, role.From.Kind));
    }

    [Theory]
    [InlineData(null, "mfaSession", null)]
    [InlineData("AWS_SESSION_TOKEN", "environment", Device)]
    [InlineData("AWS_SECURITY_TOKEN", "environment", Device)]
    public void Keys_of_the_environment_are_long_lived_without_a_token(string? token, string kind, string? inCall)
    {
        _home.Config(Top + "credential_source = Environment\n").Set(("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "sk"));
        if (token is not null)
        {
            _home.Set((token, "t"));
        }

        var role = (Source.AssumeRole)_home.SourceOf("top");
        Assert.Equal((kind, inCall), (role.From.Kind, role.MfaSerial));
    }

    // mmmorris1975/aws-runas #11 and coinbase/assume-role #24 measured it: over GetSessionToken's credentials a role lasts an hour at most.
    [Theory]
    [InlineData("3600", "mfaSession", null)]
    [InlineData("3601", "static", Device)]
    public void A_role_for_longer_than_an_hour_takes_a_code_of_its_own(string seconds, string kind, string? inCall)
    {
        _home.Config($"{Top}source_profile = base\nduration_seconds = {seconds}\n{Base}");
        var role = (Source.AssumeRole)_home.SourceOf("top");
        Assert.Equal((kind, inCall), (role.From.Kind, role.MfaSerial));
        _home.Config($"{Base}mfa_serial = {Device}\nmfa_process = p\n[profile top]\nrole_arn = {Arn}\nsource_profile = base\nduration_seconds = {seconds}\n");
        role = (Source.AssumeRole)_home.SourceOf("top");
        Assert.Equal((kind, inCall), (role.From.Kind, role.MfaSerial));
        Assert.Equal(new MfaCodes("base", MfaCodeWay.Program), role.MfaCodes ?? ((Source.MfaSession)role.From).Codes);
    }

    [Theory]
    [InlineData("mfa_process = own\n", "mfa_process = below\n", "top", MfaCodeWay.Program)]
    [InlineData("", "mfa_process = below\n", "base", MfaCodeWay.Program)]
    [InlineData("mfa_totp = vault\n", "mfa_process = below\n", "top", MfaCodeWay.Seed)]
    [InlineData("mfa_process = own\nmfa_totp = vault\n", "", "top", MfaCodeWay.Program)]
    [InlineData("", "mfa_totp = vault\n", "base", MfaCodeWay.Seed)]
    public void How_codes_are_had_is_the_roles_own_setting_or_its_source_profiles(string own, string below, string profile, MfaCodeWay way)
    {
        _home.Config($"{Top}source_profile = base\n{own}{Base}{below}");
        Assert.Equal(new MfaCodes(profile, way), ((Source.MfaSession)((Source.AssumeRole)_home.SourceOf("top")).From).Codes);
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("mfa_session_duration = 900\n", "mfa_session_duration = 7200\n", 900)]
    [InlineData("", "mfa_session_duration = 129600\n", 129600)]
    public void The_session_lasts_as_long_as_the_profile_says(string own, string below, int? seconds)
    {
        _home.Config($"{Top}source_profile = base\n{own}{Base}{below}");
        Assert.Equal(seconds, ((Source.MfaSession)((Source.AssumeRole)_home.SourceOf("top")).From).DurationSeconds);
    }

    [Theory]
    [InlineData("mfa_session_duration = 899\n", "900 to 129600")]
    [InlineData("mfa_session_duration = 129601\n", "900 to 129600")]
    [InlineData("mfa_session_duration = 12h\n", "900 to 129600")]
    [InlineData("mfa_totp = yes\n", "mfa_totp that is not known")]
    public void A_setting_that_means_nothing_is_an_error_with_its_line(string setting, string why)
    {
        _home.Config($"{Top}source_profile = base\n{setting}{Base}");
        var e = Assert.Throws<CredentialsException>(() => _home.Plan("top"));
        Assert.Equal(ErrorCodes.ProfileInvalid, e.Code);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Contains($"{_home.ConfigFile}:5", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_serial_number_asks_for_nothing()
    {
        _home.Config($"[profile top]\nrole_arn = {Arn}\nmfa_serial =\nsource_profile = base\n{Base}mfa_serial =\n");
        Assert.Equal(new Source.AssumeRole(Arn, Keys), _home.SourceOf("top"));
    }

    [Fact]
    public void In_an_explanation_the_session_is_a_hop_and_the_identity_is_the_users()
    {
        _home.Config($"{Top}source_profile = base\n{Base}");
        var source = _home.SourceOf("top");
        Assert.Equal(["static", "mfaSession", "assumeRole"], source.Hops().Select(h => h.Kind));
        Assert.Equal(SourceFacts.Identity(new Source.AssumeRole(Arn, Keys)), SourceFacts.Identity(source));
        Assert.Equal(Device, SourceFacts.Describe(((Source.AssumeRole)source).From));
    }
}
