using System.Text.Json.Nodes;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>What is shared with the AWS CLI, and what is not.</summary>
public sealed class CliSessionCacheTests : IDisposable
{
    // As the AWS CLI names them: {"accountId":"111111111111","roleName":"Developer","sessionName":"corp"}, and {"RoleArn": "arn:aws:iam::333333333333:role/deploy"}.
    private const string DeveloperFile = "e91b74580c357848eb21d38901ed36faf4e41fcb.json";
    private const string DeployFile = "c4d7e34ca13c0b4c4cd441594d376615ad7e162a.json";

    private const string Deploy = $"""

        [profile deploy]
        role_arn = {TestAws.Deploy}
        source_profile = dev
        region = eu-west-1

        """;

    private readonly TestAws _aws = new() { Endpoints = new EndpointSettings() };

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task A_permission_sets_session_is_left_where_the_cli_looks_and_in_its_form()
    {
        await SignedInAsync();
        var credentials = await ResolveAsync("dev");
        var json = Read(DeveloperFile);
        Assert.Equal("sso", (string?)json["ProviderType"]);
        Assert.Equal(
            (credentials.AccessKeyId, credentials.SecretAccessKey.Reveal(), credentials.SessionToken!.Reveal(), "2026-07-01T13:00:00Z", TestAws.Dev),
            ((string?)json["Credentials"]!["AccessKeyId"], (string?)json["Credentials"]!["SecretAccessKey"], (string?)json["Credentials"]!["SessionToken"], (string?)json["Credentials"]!["Expiration"], (string?)json["Credentials"]!["AccountId"]));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(PathOf(DeveloperFile)) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_roles_session_is_left_too_and_fields_of_others_stay()
    {
        await SignedInAsync();
        Write(DeployFile, """{"Credentials":{},"AssumedRoleUser":{"Arn":"old"},"Theirs":{"a":1}}""");
        await ResolveAsync("deploy");
        var json = Read(DeployFile);
        Assert.EndsWith("UTC", (string?)json["Credentials"]!["Expiration"], StringComparison.Ordinal);
        Assert.Equal(1, (int?)json["Theirs"]!["a"]);
        Assert.Null(json["AssumedRoleUser"]);
        Assert.Null(json["ProviderType"]);
    }

    [Theory]
    [InlineData("dev", DeveloperFile)]
    [InlineData("deploy", DeployFile)]
    public async Task What_the_cli_fetched_is_not_fetched_again(string profile, string file)
    {
        await SignedInAsync();
        Write(file, Session(profile, 60));
        Assert.Equal("ASIATHEIRS", (await ResolveAsync(profile)).AccessKeyId);
        Assert.Empty(_aws.Operations);
    }

    [Fact]
    public async Task What_the_cli_fetched_before_this_sign_in_may_be_somebody_elses()
    {
        await SignedInAsync();
        Write(DeveloperFile, Session("dev", 60));
        Age(PathOf(DeveloperFile), -5);
        Assert.NotEqual("ASIATHEIRS", (await ResolveAsync("dev")).AccessKeyId);
    }

    [Fact]
    public async Task A_role_is_asked_for_again_once_the_config_file_changed_or_two_profiles_assume_it()
    {
        await SignedInAsync();
        Write(DeployFile, Session("deploy", 60));
        Age(_aws.Home.ConfigFile, 5);
        Assert.NotEqual("ASIATHEIRS", (await ResolveAsync("deploy")).AccessKeyId);

        Directory.Delete(_aws.Home["sessions"], recursive: true);
        _aws.Home.Config(TestAws.SsoProfile + Deploy + Deploy.Replace("[profile deploy]", "[profile other]", StringComparison.Ordinal));
        Write(DeployFile, Session("deploy", 60));
        Assert.NotEqual("ASIATHEIRS", (await ResolveAsync("deploy")).AccessKeyId);
    }

    [Fact]
    public async Task With_an_endpoint_of_the_users_own_nothing_is_shared()
    {
        await SignedInAsync();
        Write(DeveloperFile, Session("dev", 60));
        _aws.Endpoints = new EndpointSettings { ForAll = TestAws.Url.OriginalString };
        Assert.NotEqual("ASIATHEIRS", (await ResolveAsync("dev")).AccessKeyId);
        Assert.Equal("ASIATHEIRS", (string?)Read(DeveloperFile)["Credentials"]!["AccessKeyId"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"Credentials\":{\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"soon\"}}")]
    [InlineData("{\"Credentials\":{\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"2099-01-01T00:00:00Z\",\"AccountId\":\"222222222222\"}}")]
    [InlineData("{\"Credentials\":{\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"2026-07-01T12:10:00Z\"}}")]
    public async Task What_is_broken_of_another_account_or_about_to_end_is_written_anew(string content)
    {
        await SignedInAsync();
        Write(DeveloperFile, content);
        var credentials = await ResolveAsync("dev");
        Assert.Equal(["GetRoleCredentials"], _aws.Operations);
        Assert.Equal(credentials.AccessKeyId, (string?)Read(DeveloperFile)["Credentials"]!["AccessKeyId"]);
    }

    [Fact]
    public async Task What_is_removed_tells_until_when_its_keys_stay_good()
    {
        await SignedInAsync();
        await ResolveAsync("dev");
        var source = Assert.Single(_aws.Home.Plan("dev").Candidates).Source;
        Assert.Equal(_aws.Time.GetUtcNow().AddHours(1), Cache.Remove(source, _aws.Endpoints));
        Assert.False(File.Exists(PathOf(DeveloperFile)));
        Assert.Null(Cache.Remove(source, _aws.Endpoints));
    }

    private CliSessionCache Cache => new(_aws.Home[".aws"], _aws.Tokens, _aws.Time);

    private async Task SignedInAsync()
    {
        _aws.Home.Config(TestAws.SsoProfile + Deploy);
        Age(_aws.Home.ConfigFile, -2);
        await _aws.SignInAsync();
        Age(_aws.Tokens.PathOf(TestAws.Corp), -1);
    }

    private static void Age(string path, int minutes) => File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddMinutes(minutes));

    private Task<AwsCredentials> ResolveAsync(string profile) => new CredentialResolver(
        new SourceContext(_aws.Home.Machine(profile), _aws.Client, _aws.Endpoints, _aws.Sessions, _aws.Tokens, _aws.Process) { CliSessions = Cache })
        .ResolveAsync(_aws.Home.Plan(profile), TestContext.Current.CancellationToken);

    private string Session(string profile, int minutes) => new JsonObject
    {
        ["Credentials"] = new JsonObject
        {
            ["AccessKeyId"] = "ASIATHEIRS",
            ["SecretAccessKey"] = "s",
            ["SessionToken"] = "t",
            ["Expiration"] = _aws.Time.GetUtcNow().AddMinutes(minutes).UtcDateTime.ToString(profile == "dev" ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss'UTC'", System.Globalization.CultureInfo.InvariantCulture),
        },
    }.ToJsonString();

    private string PathOf(string file) => _aws.Home[".aws/cli/cache/" + file];

    private void Write(string file, string text) => _aws.Home.Write(".aws/cli/cache/" + file, text);

    private JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(PathOf(file)))!;
}
