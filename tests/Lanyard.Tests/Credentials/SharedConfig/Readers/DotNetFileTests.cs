using System.Text;
using Lanyard.Tests.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.SharedConfig.Readers;

/// <summary>How the AWS SDK for .NET reads a file, seen by what it finds in it.</summary>
public class DotNetFileTests
{
    private const string Keys = "aws_access_key_id = AK\naws_secret_access_key = SK\n";

    [Theory]
    [InlineData("aws_access_key_id = AK # c\naws_secret_access_key = SK\n", "AK # c")]
    [InlineData("aws_access_key_id=AK;c\naws_secret_access_key = SK\n", "AK;c")]
    [InlineData("AWS_Access_Key_ID = AK\nAWS_SECRET_ACCESS_KEY = SK\n", "AK")]
    [InlineData("  aws_access_key_id = AK\n\taws_secret_access_key\t=\tSK\n", "AK")]
    [InlineData("\u00a0aws_access_key_id\u00a0=\u00a0AK\u00a0\naws_secret_access_key = SK\n", "AK")]
    [InlineData("# c\n; c\n  # c\n\naws_access_key_id = A=B\naws_secret_access_key = SK\n", "A=B")]
    [InlineData("aws_access_key_id = \"AK\"\r\naws_secret_access_key = SK\r", "\"AK\"")]
    [InlineData("aws_access_key_id = AK\naws_secret_access_key = SK", "AK")]
    public void A_value_is_what_stands_behind_the_equals_sign(string lines, string id) => Assert.Equal(id, new MemoryMachine().Credentials("[default]\n" + lines).Keys().AccessKeyId);

    [Theory]
    [InlineData("[ default ]")]
    [InlineData("\t[default]  ")]
    [InlineData("[profile default]")]
    [InlineData("[profile \t default]")]
    public void Blanks_and_the_word_profile_are_no_part_of_a_name(string header) => Assert.Equal("AK", new MemoryMachine().Credentials($"{header}\n{Keys}").Keys().AccessKeyId);

    [Theory]
    [InlineData("[default] # c", 1)]
    [InlineData("[default];c", 1)]
    [InlineData("[default", 1)]
    [InlineData("\n[default]\nkey : value", 3)]
    [InlineData("[default]\nkey = value\n  continued", 3)]
    [InlineData("[a]\r\nx = y\rgarbage", 3)]
    public void A_line_that_is_nothing_makes_both_files_unreadable_and_the_metadata_service_with_them(string text, int line)
    {
        var machine = new MemoryMachine().Config(text).Credentials("[default]\n" + Keys);
        var plan = machine.Plan();
        Assert.Empty(plan.Candidates);
        Assert.Equal($"{MemoryMachine.ConfigFile}:{line} is no header, setting or comment, and this SDK then reads neither file", machine.Reason("static"));
        Assert.Contains(MemoryMachine.ConfigFile, machine.Reason("instanceMetadata"), StringComparison.Ordinal);
        Assert.Contains($"Line {line}:<…> in file {MemoryMachine.ConfigFile} does not contain a section, property or comment.", plan.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("The type initializer for 'Amazon.Runtime.Internal.FallbackInternalConfigurationFactory' threw an exception.", plan.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_may_be_half_a_secret_is_not_quoted()
    {
        var plan = new MemoryMachine().Credentials("[default]\naws_secret_access_key wJalrXUtnFEMI").Plan();
        Assert.DoesNotContain("wJalrXUtnFEMI", plan.Error!.Message + string.Concat(plan.PassedOver), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_sections_with_one_name_the_first_counts() =>
        Assert.Equal("AK", new MemoryMachine().Credentials($"[default]\n{Keys}[default]\naws_access_key_id = B\nregion = x\n").Keys().AccessKeyId);

    [Fact]
    public void A_section_without_the_word_profile_goes_before_one_with_it() =>
        Assert.Equal("AK", new MemoryMachine().Config($"[profile default]\naws_access_key_id = B\naws_secret_access_key = s\n[default]\n{Keys}").Keys().AccessKeyId);

    [Fact]
    public void In_the_config_file_other_profiles_need_the_word() => Assert.Equal(
        $"there is no profile `dev` in {MemoryMachine.CredentialsFile} or {MemoryMachine.ConfigFile}",
        new MemoryMachine().Set("AWS_PROFILE", "dev").Config($"[dev]\n{Keys}").Reason("static"));

    [Fact]
    public void A_section_that_sets_a_name_twice_is_as_good_as_missing() => new MemoryMachine().Credentials($"[default]\n{Keys}Region = a\nregion = b\n").AssertPassedOn(
        "static", $"the profile `default` ({MemoryMachine.CredentialsFile}:1) sets region a second time in line 5, and this SDK then takes the section for missing");

    [Fact]
    public void Indented_lines_below_an_empty_setting_belong_to_it_and_so_does_an_empty_line() => new MemoryMachine()
        .Credentials("[default]\naws_access_key_id = AK\ns3 =\n\n  aws_secret_access_key = SK\n")
        .AssertPassedOn("static", $"the settings of the profile `default` are no set that this SDK knows, which must fit to the last: aws_access_key_id ({MemoryMachine.CredentialsFile}:2)");

    [Fact]
    public void A_header_in_brackets_with_an_equals_sign_is_a_setting_of_the_section_above_it() =>
        Assert.Equal("AK", new MemoryMachine().Credentials("[default]\naws_access_key_id = AK\n[x = y]\naws_secret_access_key = SK\n").Keys().AccessKeyId);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_byte_order_mark_names_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var machine = new MemoryMachine().File(MemoryMachine.CredentialsFile, [.. encoding.GetPreamble(), .. encoding.GetBytes("[default]\n" + Keys)]);
        Assert.Equal("AK", machine.Keys().AccessKeyId);
    }

    [Fact]
    public void A_byte_that_is_no_UTF_8_is_read_as_the_replacement_character() =>
        Assert.Equal("A\ufffdK", new MemoryMachine().File(MemoryMachine.CredentialsFile, Encoding.Latin1.GetBytes("[default]\n" + Keys.Replace("AK", "AéK", StringComparison.Ordinal))).Keys().AccessKeyId);

    [Fact]
    public void Whatever_bytes_a_file_holds_a_plan_comes_out_of_it()
    {
        var random = new Random(7);
        var pieces = new[] { "[", "]", "default", "profile ", "=", "\n", "\r", " ", "\t", "#", ";", "sso_session", "x", "[sso-session x]", "source_profile = default", "\0", "é", "\ufeff" };
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var at = 0; at < bytes.Length; at++)
            {
                bytes[at] = random.Next(30) == 0 ? (byte)random.Next(256) : bytes[at];
            }

            var machine = new MemoryMachine().File(MemoryMachine.CredentialsFile, bytes).File(MemoryMachine.ConfigFile, bytes);
            Assert.NotNull(machine.Plan());
            Assert.NotNull(machine.Plan("x"));
        }
    }

    [Theory]
    [InlineData("[a]\n")]
    [InlineData("x =\n ")]
    [InlineData("[profile a]\n[sso-session a]\nb=c\n")]
    [InlineData("\n")]
    public void Ten_megabytes_are_read_in_a_row(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 10_000_000 / piece.Length));
        Assert.NotNull(new MemoryMachine().Credentials("[default]\n" + text).Plan());
    }
}
