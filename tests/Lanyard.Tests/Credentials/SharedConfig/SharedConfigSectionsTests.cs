using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Tests.Credentials.SharedConfig;

public sealed class SharedConfigSectionsTests
{
    [Theory]
    [InlineData("", "[profile a]\nregion = x\n\n[profile b]\nregion = x\n")]
    [InlineData("# mine", "# mine\n\n[profile a]\nregion = x\n\n[profile b]\nregion = x\n")]
    [InlineData("[default]\r\nregion=y\r\n", "[default]\r\nregion=y\r\n\r\n[profile a]\r\nregion = x\r\n\r\n[profile b]\r\nregion = x\r\n")]
    public void Sections_are_added_at_the_end_with_the_files_line_ends(string before, string after) =>
        Assert.Equal(after, Text(SharedConfigSections.Append(Read(before), [Section("a"), Section("b")])));

    [Fact]
    public void A_name_that_is_there_or_comes_twice_is_refused()
    {
        Assert.Throws<SharedConfigException>(() => SharedConfigSections.Append(Read(""), [Section("a"), Section("a")]));
        Assert.Throws<SharedConfigException>(() => SharedConfigSections.Append(Read("[profile b]\nregion = y\n"), [Section("a"), Section("b")]));
        Assert.Throws<SharedConfigException>(() => SharedConfigSections.Append(Read(""), [Section("a"), Section("b c")]));
    }

    [Theory]
    [InlineData("[profile a]\nregion = x\n", "")]
    [InlineData("[profile x]\nregion = y\n\n[profile a]\nregion = x\n\n[profile z]\nregion = z\n", "[profile x]\nregion = y\n\n[profile z]\nregion = z\n")]
    [InlineData("[profile x]\nregion = y\n\n[profile a]\nregion = x", "[profile x]\nregion = y\n")]
    [InlineData("# above\n[profile a]\n# within\ns3 =\n  x = 1\n# below\n[profile b]\nk=v\n", "# above\n# below\n[profile b]\nk=v\n")]
    [InlineData("[profile a]\r\nregion = x\r\n; kept\r\n", "; kept\r\n")]
    [InlineData("[profile aa]\nk = v\n[sso-session a]\nk = v\n", "[profile aa]\nk = v\n[sso-session a]\nk = v\n")]
    [InlineData("[profile a]\nk = 1\n\n[profile a]\nk = 2\n\n[profile c]\n", "[profile c]\n")]
    public void A_removed_profile_takes_its_settings_along_and_nothing_else(string before, string after) =>
        Assert.Equal(after, Text(SharedConfigSections.RemoveProfiles(Read(before), new HashSet<string> { "a" })).TrimStart('\n'));

    [Fact]
    public void A_thousand_profiles_are_added_and_removed_in_linear_time()
    {
        var clock = Stopwatch.StartNew();
        var names = Enumerable.Range(0, 2000).Select(i => string.Create(CultureInfo.InvariantCulture, $"p{i}")).ToArray();
        var added = SharedConfigSections.Append(Read("# mine\n"), [.. names.Select(Section)]);
        Assert.Equal(2000, Read(Text(added)).Profiles.Count);
        Assert.Equal("# mine\n", Text(SharedConfigSections.RemoveProfiles(Read(Text(added)), names.ToHashSet())).TrimEnd('\n') + "\n");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"it took {clock.Elapsed}");
    }

    private static NewSection Section(string name) => new(SharedConfigSectionKind.Profile, name, [new("region", "x")]);

    private static SharedConfigFile Read(string text) =>
        SharedConfigReader.Read(SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(text)), "/config", SharedConfigFileKind.Config);

    private static string Text(SharedConfigText text) => Encoding.UTF8.GetString(text.Bytes);
}
