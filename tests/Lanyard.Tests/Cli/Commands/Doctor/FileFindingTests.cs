using System.Text;
using Lanyard.Cli.Commands.Doctor;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources.Dialects;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Doctor;

/// <summary>What doctor finds in the text of the shared files.</summary>
public sealed class FileFindingTests : IDisposable
{
    private const string Key = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n";
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TestHome _home = new();

    [Fact]
    public void A_broken_header_names_its_line_and_takes_its_own_settings_along()
    {
        var (file, findings) = Read("[profile a]\nregion = eu-west-1\n\n[profile b\nregion = us-east-1\n\n[profile c]\nregion = eu-west-3\n");

        Assert.Equal(("BROKEN_LINE", "config:4", Severity.Error), (findings[0].Id, findings[0].Where, findings[0].Severity));
        Assert.Single(findings);
        Assert.Equal(["a", "c"], file.Profiles.Keys);
        Assert.Equal("eu-west-1", file.Profiles["a"].Properties["region"].Value);
    }

    [Fact]
    public void Each_broken_line_is_a_finding_and_the_others_are_read()
    {
        var (file, findings) = Read("[profile a]\nregion\noutput = json\nnonsense here\n[profile b]\nregion = eu-west-1\n");

        Assert.Equal(["config:2", "config:4"], findings.Select(f => f.Where));
        Assert.Equal("json", file.Profiles["a"].Properties["output"].Value);
        Assert.Equal("eu-west-1", file.Profiles["b"].Properties["region"].Value);
    }

    [Fact]
    public void Settings_before_the_first_section_are_one_finding() =>
        Assert.Single(Read("region = eu-west-1\noutput = json\nx = y\n[profile a]\nregion = eu-west-1\n").Findings);

    [Fact]
    public void A_file_of_nonsense_is_given_up_after_a_few_lines()
    {
        var (file, findings) = Read("[profile a]\n" + string.Concat(Enumerable.Repeat("nonsense\n", 5000)) + "[profile z]\n");

        Assert.Equal(20, findings.Count);
        Assert.Equal(["a"], file.Profiles.Keys);
    }

    [Theory]
    [InlineData("[profile a]\nregion = eu-west-1\n# a comment\n  \n[plugins]\nx = y\n")]
    [InlineData("")]
    public void A_file_that_keeps_to_the_grammar_has_no_finding(string text) => Assert.Empty(Read(text).Findings);

    [Fact]
    public void No_finding_about_a_line_shows_what_stands_in_it() =>
        Assert.DoesNotContain(Read("[a]\nwJalrXUtnFEMI-pasted-here\n").Findings, f => f.ToString().Contains("wJalr", StringComparison.Ordinal));

    [Fact]
    public void A_long_lived_key_in_plain_text_is_found_with_its_age()
    {
        _home.Credentials("[ci]\n" + Key);

        var found = Assert.Single(PlainTextKeyCheck.Find(_home.Files, new Dictionary<string, KeyAge> { ["AKIAIOSFODNN7EXAMPLE"] = new(Now.AddDays(-400), false) }, Now));

        Assert.Equal(("PLAIN_TEXT_KEY", $"{_home.CredentialsFile}:2", "lanyard vault migrate ci"), (found.Id, found.Where, found.Fix));
        Assert.Contains("2025-05-27, 400 days ago", found.What, StringComparison.Ordinal);
        Assert.DoesNotContain("wJalr", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_nobody_was_asked_about_is_of_unknown_age_and_one_that_AWS_refuses_is_to_be_taken_out()
    {
        _home.Config("[profile c]\n" + Key);

        Assert.Contains("its age is unknown", Assert.Single(PlainTextKeyCheck.Find(_home.Files, new Dictionary<string, KeyAge>(), Now)).What, StringComparison.Ordinal);
        var refused = Assert.Single(PlainTextKeyCheck.Find(_home.Files, new Dictionary<string, KeyAge> { ["AKIAIOSFODNN7EXAMPLE"] = new(null, true) }, Now));
        Assert.Equal("lanyard profile unset c aws_access_key_id aws_secret_access_key", refused.Fix);
    }

    [Theory]
    [InlineData("[t]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\naws_session_token = t\n")]
    [InlineData("[t]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n")]
    [InlineData("[t]\nregion = eu-west-1\n")]
    public void A_temporary_key_is_none(string credentials) =>
        Assert.Empty(PlainTextKeyCheck.Find(_home.Credentials(credentials).Files, new Dictionary<string, KeyAge>(), Now));

    [Fact]
    public void What_stands_in_place_of_an_id_is_not_shown() =>
        Assert.DoesNotContain(
            "wJalrXUtnFEMI/K7MDENG", Assert.Single(PlainTextKeyCheck.Find(_home.Credentials("[t]\naws_access_key_id = wJalrXUtnFEMI/K7MDENG\n").Files, new Dictionary<string, KeyAge>(), Now)).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("[default]\nrole_arn = arn:aws:iam::111111111111:role/x\n", 1)]
    [InlineData("[default]\ncredential_process = x\n", 1)]
    [InlineData("[default]\nregion = eu-west-1\n", 0)]
    [InlineData("[profile other]\nrole_arn = arn:aws:iam::111111111111:role/x\n", 0)]
    public void A_default_profile_is_found_where_it_leads_to_credentials(string config, int findings)
    {
        var found = DefaultProfileCheck.Find(_home.Config(config).Files).ToArray();

        Assert.Equal(findings, found.Length);
        Assert.All(found, f => Assert.Equal(("DEFAULT_PROFILE_CREDENTIALS", $"{_home.ConfigFile}:1"), (f.Id, f.Where)));
    }

    [Fact]
    public void A_mistake_that_stops_several_profiles_is_said_once()
    {
        _home.Config("[profile a]\nsso_session = nope\nsso_account_id = 111111111111\nsso_role_name = x\n\n[profile b]\nrole_arn = arn:aws:iam::111111111111:role/x\nsource_profile = a\n\n[profile fine]\nregion = eu-west-1\n");

        var found = Assert.Single(ProfileCheck.Find(_home.Machine()));

        Assert.Equal(("PROFILE_UNUSABLE", $"{_home.ConfigFile}:1"), (found.Id, found.Where));
        Assert.Contains("`nope`", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_is_selected_and_not_there_is_found_at_the_variable()
    {
        _home.Config("[profile dev]\nregion = eu-west-1\n").Set(("AWS_PROFILE", "dve"));

        var found = Assert.Single(ProfileCheck.Find(_home.Machine()));

        Assert.Equal("AWS_PROFILE", found.Where);
        Assert.Contains("did you mean `dev`?", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_SDK_that_takes_another_identity_is_named_with_its_reason()
    {
        _home.Credentials("[base]\n" + Key)
            .Set(("AWS_PROFILE", "base"), ("AWS_ACCESS_KEY_ID", "AKIAI44QH8DHBEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "x"), ("AWS_EC2_METADATA_DISABLED", "true"));

        var found = Assert.Single(DialectCheck.Find(Machine()));

        Assert.Equal(("OTHER_IDENTITY", Severity.Warning), (found.Id, found.Severity));
        Assert.StartsWith("js-v3: takes static (access key AKIAIOSFODNN7EXAMPLE): ", Assert.Single(found.Details), StringComparison.Ordinal);
    }

    [Fact]
    public void SDKs_that_find_nothing_are_a_note_of_their_own()
    {
        _home.Config("[profile dev]\n" + Key).Set(("AWS_PROFILE", "dev"), ("AWS_EC2_METADATA_DISABLED", "true"));

        var found = Assert.Single(DialectCheck.Find(Machine()));

        Assert.Equal(Severity.Note, found.Severity);
        Assert.Contains(found.Details, d => d.StartsWith("js-v2: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_all_agree_nothing_is_found()
    {
        _home.Credentials("[base]\n" + Key).Set(("AWS_PROFILE", "base"), ("AWS_EC2_METADATA_DISABLED", "true"));

        Assert.Empty(DialectCheck.Find(Machine()));
    }

    [Fact]
    public void Advice_is_not_repeated_where_a_line_is_broken_anyway()
    {
        Advice[] advice = [new("unclosed-section", "f:4", "what", "fix"), new("comment-in-value", "f:9", "what", "fix"), new("config-not-loaded", "f:1", "what", "fix")];
        Finding[] said = [new("BROKEN_LINE", Severity.Error, "f:4", "", "", "")];

        Assert.Equal(
            [("COMMENT_IN_VALUE", Severity.Warning), ("CONFIG_NOT_LOADED", Severity.Note)], AdviceCheck.Find(advice, said).Select(f => (f.Id, f.Severity)));
    }

    public void Dispose() => _home.Dispose();

    private static (SharedConfigFile File, List<Finding> Findings) Read(string text)
    {
        var findings = new List<Finding>();
        var opened = new MachineFile(MachineFileState.Read, SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(text)));
        return (SharedFilesCheck.Read(opened, "config", SharedConfigFileKind.Config, findings), findings);
    }

    private DialectMachine Machine() => new(_home.Environment, DialectMachine.OpenOnce(), null, IsWindows: false, Now);
}
