using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Tests.Credentials.SharedConfig;

public sealed class SharedConfigSnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_credentials_file_wins_setting_by_setting_and_each_keeps_its_place()
    {
        var snapshot = Of("[profile p]\na = config\nb = config", "[p]\nb = credentials\nc = credentials");
        Assert.True(snapshot.TryGetProfile("p", out var profile));
        Assert.Equal(
            [("a", "config", "/c/config", 2), ("b", "credentials", "/c/credentials", 2), ("c", "credentials", "/c/credentials", 3)],
            profile.Properties.Values.Select(p => (p.Name, p.Value, p.File, p.Line)));
        Assert.Equal("config", profile.Get("a"));
        Assert.Equal("credentials", profile.Get("b"));
        Assert.Null(profile.Get("d"));
        Assert.Equal(1, profile.InConfig!.Line);
        Assert.Equal(1, profile.InCredentials!.Line);
    }

    [Theory]
    [InlineData("aws_session_token = C", "aws_access_key_id = A\naws_secret_access_key = B", "A B -")]
    [InlineData("aws_access_key_id = A\naws_secret_access_key = B", "aws_session_token = C", "A B -")]
    [InlineData("aws_access_key_id = A\naws_secret_access_key = B", "aws_secret_access_key = C", "A B -")]
    [InlineData("aws_access_key_id = A\naws_secret_access_key = B\naws_session_token = C", "aws_access_key_id = D", "D - -")]
    [InlineData("aws_access_key_id = A\naws_secret_access_key = B\naws_session_token = C", "region = x", "A B C")]
    [InlineData("aws_session_token = C", "aws_secret_access_key = D", "- D -")]
    [InlineData("aws_session_token = C", "region = x", "- - C")]
    public void Static_keys_come_from_one_file_as_a_set(string config, string credentials, string expected)
    {
        var profile = Of("[default]\n" + config, "[default]\n" + credentials).Profiles["default"];
        string[] keys = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];
        Assert.Equal(expected, string.Join(' ', keys.Select(key => profile.Get(key) ?? "-")));
        Assert.Equal(expected, string.Join(' ', keys.Select(key => profile.Properties.GetValueOrDefault(key)?.Value ?? "-")));
    }

    [Fact]
    public void Profiles_of_both_files_are_listed_once()
    {
        var snapshot = Of("[default]\n[profile a]\n[sso-session s]\n[services v]", "[b]\n[a]");
        Assert.Equal(["default", "a", "b"], snapshot.Profiles.Keys);
        Assert.False(snapshot.TryGetProfile("A", out _));
        Assert.Equal(["s"], snapshot.SsoSessions.Keys);
        Assert.Equal(["v"], snapshot.Services.Keys);
    }

    [Fact]
    public void Files_are_loaded_and_missing_ones_are_empty()
    {
        string config = _folder.Write("config", "[profile a]\nregion = r\n");
        Assert.Equal("r", SharedConfigSnapshot.Load(new(config, _folder["none"])).Profiles["a"].Get("region"));
        Assert.Empty(SharedConfigSnapshot.Load(new("", "")).Profiles);
        Assert.Empty(SharedConfigSnapshot.Load(new(_folder["no/such/folder"], _folder["config/below-a-file"])).Profiles);
        File.CreateSymbolicLink(_folder["dangling"], _folder["none"]);
        Assert.Empty(SharedConfigSnapshot.Load(new(_folder["dangling"], "")).Profiles);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_an_error()
    {
        var error = Assert.Throws<SharedConfigException>(() => SharedConfigSnapshot.Load(new("", _folder.Path)));
        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
        Assert.Equal(_folder.Path, error.Path);
    }

    [Fact]
    public void A_file_of_more_than_16_MiB_is_an_error()
    {
        string path = _folder["config"];
        File.WriteAllBytes(path, new byte[(16 * 1024 * 1024) + 1]);
        var error = Assert.Throws<SharedConfigException>(() => SharedConfigSnapshot.Load(new(path, "")));
        Assert.Contains("larger than 16 MiB", error.Message, StringComparison.Ordinal);

        byte[] largest = new byte[16 * 1024 * 1024];
        Array.Fill(largest, (byte)'\n');
        File.WriteAllBytes(path, largest);
        Assert.Empty(SharedConfigSnapshot.Load(new(path, "")).Profiles);
    }

    [Fact]
    public void A_loop_of_links_is_an_error()
    {
        File.CreateSymbolicLink(_folder["a"], _folder["b"]);
        File.CreateSymbolicLink(_folder["b"], _folder["a"]);
        var error = Assert.Throws<SharedConfigException>(() => SharedConfigSnapshot.Load(new(_folder["a"], "")));
        Assert.Contains("can't be read", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("/dev/zero")]
    public void A_path_that_is_no_file_of_ours_is_an_error(string path) =>
        Assert.Throws<SharedConfigException>(() => SharedConfigSnapshot.Load(new(path, "")));

    [Theory]
    [InlineData("prod", "prod-admin")]
    [InlineData("prdo-admin", "prod-admin")]
    [InlineData("PROD-ADMIN", "prod-admin")]
    [InlineData("stagin", "staging,staging2")]
    [InlineData("staging-eu", "staging")]
    [InlineData("x", "")]
    [InlineData("zz", "")]
    [InlineData("", "")]
    public void Near_names_are_suggested(string name, string expected)
    {
        var snapshot = Of("[profile staging2]\n[profile staging]\n[profile ab]", "[prod-admin]\n[staging]");
        Assert.Equal(expected, string.Join(',', snapshot.NearestProfiles(name)));
    }

    [Fact]
    public void At_most_three_names_are_suggested() =>
        Assert.Equal(["dev1", "dev2", "dev3"], ProfileSuggestions.Nearest(["dev4", "dev3", "dev2", "dev1"], "dev"));

    private static SharedConfigSnapshot Of(string config, string credentials) => new(Text.Config(config), Text.Credentials(credentials));
}
