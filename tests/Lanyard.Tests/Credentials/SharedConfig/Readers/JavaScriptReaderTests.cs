using System.Diagnostics;
using System.Text;
using Lanyard.Tests.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.SharedConfig.Readers;

/// <summary>
/// What the JavaScript SDKs read in a file: <c>parseIni</c> and <c>getConfigData</c> of @smithy/core 3.41.0 (v3), <c>util.ini.parse</c>
/// and the <c>IniLoader</c> of aws-sdk 2.1693.0 (v2). The expected keys are what both SDKs answered when they were run on these files.
/// </summary>
public class JavaScriptReaderTests
{
    private const string Keys = "aws_access_key_id = AK\naws_secret_access_key = s\n";

    // The profile is dev. A null says that the SDK takes no key from the file.
    [Theory]
    [InlineData("[profile dev]\n", "AK", "AK")]
    [InlineData("[dev]\n", null, "AK")]
    [InlineData("[profile.dev]\n", "AK", null)]
    [InlineData("[profile \"dev\"]\n", "AK", null)]
    [InlineData("[profile 'dev']\n", "AK", null)]
    [InlineData("[profile \"dev']\n", null, null)]
    [InlineData("[profile\tdev]\n", "AK", "AK")]
    [InlineData("[profile  dev]\n", null, null)]
    [InlineData("[ profile dev ]\n", null, null)]
    [InlineData("[profile\u00A0dev]\n", "AK", "AK")]
    [InlineData("[profilex dev]\n", null, null)]
    [InlineData("  [profile dev] # c\n", "AK", "AK")]
    [InlineData("[profile dev];c\n", null, null)]
    [InlineData("[profile dev\n", null, null)]
    [InlineData("garbage\n=\nkey\n[profile dev]\n[\nx y = 1\n", "AK", "AK")]
    public void A_header_of_the_config_file_is_a_profile_or_is_left_out(string header, string? v3, string? v2)
    {
        var machine = new JavaScriptMachine().Config(header + Keys).Set("AWS_PROFILE", "dev");
        Assert.Equal((v3, v2), (machine.KeyOf("js-v3"), machine.KeyOf("js-v2-load-config")));
    }

    [Theory]
    [InlineData("[dev]\n", "dev", "AK", "AK")]
    [InlineData("[profile dev]\n", "dev", null, null)]
    [InlineData("[profile dev]\n", "profile dev", null, "AK")]
    [InlineData("[profile dev]\n", "profile.dev", "AK", null)]
    [InlineData("[my dev]\n", "my dev", null, "AK")]
    [InlineData("[my  dev]\n", "my  dev", "AK", "AK")]
    [InlineData("[dev!ü]\n", "dev!ü", "AK", "AK")]
    public void A_header_of_the_credentials_file_is_a_name_as_it_stands_there(string header, string profile, string? v3, string? v2)
    {
        var machine = new JavaScriptMachine().Credentials(header + Keys).Set("AWS_PROFILE", profile);
        Assert.Equal((v3, v2), (machine.KeyOf("js-v3"), machine.KeyOf("js-v2")));
    }

    [Theory]
    [InlineData("aws_access_key_id = AK # c", "AK")]
    [InlineData("aws_access_key_id = AK ;c", "AK")]
    [InlineData("aws_access_key_id = AK\u2003#c", "AK")]
    [InlineData("aws_access_key_id = AK#c", "AK#c")]
    [InlineData("aws_access_key_id=\u00A0AK", "AK")]
    [InlineData("aws_access_key_id==AK", "=AK")]
    [InlineData("\taws_access_key_id = AK", "AK")]
    [InlineData("aws_access_key_id = A\naws_access_key_id = AK", "AK")]
    [InlineData("aws_access_key_id = AK\n  more", "AK")]
    [InlineData("aws_access_key_id = AK\naws_access_key_id =", "AK")]
    [InlineData("aws_access_key_id : AK", null)]
    [InlineData("AWS_ACCESS_KEY_ID = AK", null)]
    [InlineData("aws_access_key_id = \n  AK", null)]
    [InlineData("#aws_access_key_id = AK", null)]
    public void Both_read_a_value_alike(string line, string? key)
    {
        var machine = new JavaScriptMachine().Credentials($"[default]\n{line}\naws_secret_access_key = s\n");
        Assert.Equal((key, key), (machine.KeyOf("js-v3"), machine.KeyOf("js-v2")));
    }

    [Fact]
    public void What_is_indented_below_an_empty_setting_is_the_profiles_own_to_version_2_alone()
    {
        var machine = new JavaScriptMachine().Credentials("[default]\ns3 =\n  aws_access_key_id = AK\n  aws_secret_access_key = s\nregion = x\n");
        Assert.Equal((null, "AK"), (machine.KeyOf("js-v3"), machine.KeyOf("js-v2")));
    }

    [Fact]
    public void A_setting_that_is_not_indented_ends_the_nested_ones()
    {
        var machine = new JavaScriptMachine().Credentials($"[default]\ns3 =\n  x = 1\n{Keys}");
        Assert.Equal(("AK", "AK"), (machine.KeyOf("js-v3"), machine.KeyOf("js-v2")));
    }

    [Theory]
    [InlineData("\uFEFF[default]\r\naws_access_key_id = AK\r\naws_secret_access_key = s", "AK")]
    [InlineData("[default]\raws_access_key_id = AK\raws_secret_access_key = s\r", null)]
    public void A_byte_order_mark_is_blank_and_a_carriage_return_alone_ends_no_line(string text, string? key)
    {
        var machine = new JavaScriptMachine().Credentials(text);
        Assert.Equal((key, key), (machine.KeyOf("js-v3"), machine.KeyOf("js-v2")));
    }

    [Fact]
    public void A_byte_that_is_no_text_spoils_nothing()
    {
        var machine = new JavaScriptMachine().Write(JavaScriptMachine.CredentialsPath, [.. "# "u8, 0xFC, (byte)'\n', .. Encoding.UTF8.GetBytes("[default]\n" + Keys)]);
        Assert.Equal(("AK", "AK"), (machine.KeyOf("js-v3"), machine.KeyOf("js-v2")));
    }

    [Theory]
    [InlineData("[default]\naws_access_key_id = A\naws_secret_access_key = a\n[profile default]\n" + Keys)]
    [InlineData("[profile default]\n" + Keys + "[default]\naws_access_key_id = A\naws_secret_access_key = a\n")]
    public void To_version_3_the_prefixed_default_replaces_the_other_and_to_version_2_the_file_is_broken(string config)
    {
        var machine = new JavaScriptMachine().Config(config).Set("AWS_REGION", "x");
        Assert.Equal("AK", machine.KeyOf("js-v3"));
        Assert.Contains(
            machine.Plan("js-v2-load-config").PassedOver,
            p => p.Reason.Contains($"{JavaScriptMachine.ConfigPath}:", StringComparison.Ordinal) && p.Reason.Contains("Cannot redefine property: default", StringComparison.Ordinal));
    }

    [Fact]
    public void A_forbidden_name_spoils_the_file_it_is_in_and_is_named_with_its_line()
    {
        var machine = new JavaScriptMachine().Config("[profile dev]\n" + Keys + "[profile __proto__]\nx = 1\n").Set("AWS_PROFILE", "dev").Set("AWS_REGION", "x");
        foreach (var dialect in new[] { "js-v3", "js-v2-load-config" })
        {
            Assert.Null(machine.KeyOf(dialect));
            Assert.Contains(machine.Plan(dialect).PassedOver, p => p.Reason.Contains($"{JavaScriptMachine.ConfigPath}:4", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Settings_of_both_files_make_one_profile_and_the_credentials_file_wins()
    {
        var machine = new JavaScriptMachine()
            .Config("[default]\naws_access_key_id = C\naws_session_token = t\n")
            .Credentials("[default]\n" + Keys);
        foreach (var dialect in new[] { "js-v3", "js-v2-load-config" })
        {
            var plan = machine.Plan(dialect);
            var keys = Assert.IsType<Lanyard.Credentials.Sources.Source.StaticKeys>(Assert.Single(plan.Candidates).Source);
            Assert.Equal($"{JavaScriptMachine.CredentialsPath}:2", keys.Origin!.ToString());
            var read = plan.ReadKeys!(keys);
            Assert.Equal(("AK", "s", "t"), (read.AccessKeyId, read.SecretAccessKey.Reveal(), read.SessionToken!.Reveal()));
        }
    }

    [Fact]
    public void Any_bytes_are_read_without_an_error()
    {
        var random = new Random(3);
        string[] parts = ["[", "]", "profile ", "default", "sso-session ", "\n", "\r\n", "\r", "=", " ", "\t", "#", ";", "a", "\"", "'", "\u00A0", "\uFEFF", "role_arn", "source_profile", "sso_session", "__proto__", "aws_access_key_id", "\0"];
        for (var i = 0; i < 3000; i++)
        {
            var text = new StringBuilder();
            for (var j = random.Next(40); j > 0; j--)
            {
                text.Append(parts[random.Next(parts.Length)]);
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            if (i % 4 == 0)
            {
                random.NextBytes(bytes.AsSpan(0, bytes.Length / 2));
            }

            var machine = new JavaScriptMachine().Write(JavaScriptMachine.ConfigPath, bytes).Write(JavaScriptMachine.CredentialsPath, bytes).Set("AWS_REGION", "x");
            foreach (var dialect in new[] { "js-v3", "js-v2", "js-v2-load-config" })
            {
                Assert.NotNull(machine.Plan(dialect));
            }
        }
    }

    [Theory]
    [InlineData("#")]
    [InlineData("[a b")]
    [InlineData("x = ")]
    [InlineData("\n")]
    [InlineData("[p]\nx = 1\n")]
    public void A_large_file_takes_a_time_in_proportion(string part)
    {
        var text = new StringBuilder();
        while (text.Length < 2_000_000)
        {
            text.Append(part);
        }

        var machine = new JavaScriptMachine().Config(text.ToString());
        var time = Stopwatch.StartNew();
        machine.Plan("js-v3");
        machine.Plan("js-v2-load-config");
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(20), $"{time.Elapsed}");
    }
}
