using System.Text.Json;
using System.Text.Json.Nodes;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.SignIn;

public sealed class SsoTokenCacheTests : IDisposable
{
    private const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    private static readonly Uri Endpoint = new("https://oidc.us-east-1.amazonaws.com");
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SsoSignIn MySso = new("my-sso", "https://example.awsapps.com/start", "us-east-1");
    private static readonly OidcClientRegistration Client = new("cid", new Secret("cs"), Now.AddDays(90));
    private static readonly SsoToken Token = new(MySso.StartUrl, MySso.Region, new Secret("at+/="), Now.AddHours(8), new Secret("rt"), Client);

    private readonly TemporaryFolder _aws = new();
    private readonly SsoTokenCache _cache;

    public SsoTokenCacheTests() => _cache = new SsoTokenCache(_aws.Path);

    public void Dispose() => _aws.Dispose();

    // The digests were computed with botocore 1.43.67's SSOTokenLoader and SSOTokenFetcher.
    [Fact]
    public void Files_have_the_names_that_botocore_gives_them()
    {
        Assert.Equal(_aws["sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json"], _cache.PathOf(MySso));
        Assert.Equal(_aws["sso/cache/e8be5486177c5b5392bd9aa76563515b29358e6e.json"], _cache.PathOf(MySso with { SessionName = null }));
        Assert.Equal(_aws["sso/cache/e83b78ff73aa2ebd41812af5abcc466dca567738.json"], _cache.RegistrationPath(MySso, null, "botocore"));
        Assert.NotEqual(_cache.RegistrationPath(MySso, null, "botocore"), _cache.RegistrationPath(MySso, Endpoint));
    }

    [Theory]
    [InlineData("a/b", "a.b")]
    [InlineData("https://x/start", "https://x/start/")]
    [InlineData("ü", "u")]
    public void Names_are_taken_as_they_stand(string a, string b) =>
        Assert.NotEqual(_cache.PathOf(MySso with { SessionName = a }), _cache.PathOf(MySso with { SessionName = b }));

    [Fact]
    public void A_token_is_written_with_every_field_that_sdks_renew_it_with()
    {
        _cache.Keep(MySso, Token);
        Assert.Equal(
            """{"startUrl":"https://example.awsapps.com/start","region":"us-east-1","accessToken":"at+/=","expiresAt":"2026-07-01T20:00:00Z","clientId":"cid","clientSecret":"cs","registrationExpiresAt":"2026-09-29T12:00:00Z","refreshToken":"rt"}""",
            File.ReadAllText(_cache.PathOf(MySso)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_cache.PathOf(MySso)));
        }

        var back = _cache.Find(MySso)!;
        Assert.Equal((Token.StartUrl, Token.Region, "at+/=", Token.ExpiresAt, "rt"), (back.StartUrl, back.Region, back.AccessToken.Reveal(), back.ExpiresAt, back.RefreshToken!.Reveal()));
        Assert.Equal(("cid", "cs", Client.ExpiresAt), (back.Registration!.ClientId, back.Registration.ClientSecret.Reveal(), back.Registration.ExpiresAt));
        Assert.DoesNotContain("at+/=", back.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_others_wrote_stay_and_old_ones_of_ours_go()
    {
        Write("""{"accessToken":"old","expiresAt":"2020-01-01T00:00:00Z","refreshToken":"stale","clientId":"c","issuer":{"of":["others"]},"x":null}""");
        _cache.Keep(MySso, Token with { RefreshToken = null, Registration = null });
        var json = JsonNode.Parse(File.ReadAllText(_cache.PathOf(MySso)))!.AsObject();
        Assert.Equal(["startUrl", "region", "accessToken", "expiresAt", "issuer", "x"], json.Select(m => m.Key));
        Assert.Equal("""{"of":["others"]}""", json["issuer"]!.ToJsonString());
    }

    [Theory]
    [InlineData("2026-07-01T20:00:00Z")]
    [InlineData("2026-07-01T20:00:00UTC")]
    [InlineData("2026-07-01T20:00:00.000Z")]
    [InlineData("2026-07-01T22:00:00+02:00")]
    public void Times_are_read_as_old_and_other_tools_write_them(string time)
    {
        Write($$"""{"accessToken":"a","expiresAt":"{{time}}"}""");
        Assert.Equal(Now.AddHours(8), _cache.Find(MySso)!.ExpiresAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"accessToken\":\"a\"")]
    [InlineData("{\"accessToken\":\"a\",\"expiresAt\":\"soon\"}")]
    [InlineData("{\"accessToken\":\"a\",\"expiresAt\":7}")]
    [InlineData("{\"accessToken\":\"\",\"expiresAt\":\"2026-07-01T20:00:00Z\"}")]
    [InlineData("{\"accessToken\":{},\"expiresAt\":\"2026-07-01T20:00:00Z\"}")]
    [InlineData("{\"accessToken\":\"\\ud800\",\"expiresAt\":\"2026-07-01T20:00:00Z\"}")]
    public void A_file_that_is_no_token_asks_for_a_sign_in_and_is_replaced_by_one(string text)
    {
        Write(text);
        var e = Assert.Throws<CredentialsException>(() => _cache.Find(MySso));
        Assert.Equal((ErrorCodes.SsoTokenInvalid, FailureKind.PersonMustAct), (e.Code, e.Kind));
        Assert.Contains(_cache.PathOf(MySso), e.Message, StringComparison.Ordinal);

        _cache.Keep(MySso, Token);
        Assert.Equal("at+/=", _cache.Find(MySso)!.AccessToken.Reveal());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_token_and_no_hindrance()
    {
        Write("{\"accessToken\":\"a\",\"expiresAt\":\"2026-07-01T20:00:00Z\",\"other\":\"?\"}");
        var bytes = File.ReadAllBytes(_cache.PathOf(MySso));
        bytes[Array.LastIndexOf(bytes, (byte)'?')] = 0xFF;
        bytes[Array.IndexOf(bytes, (byte)'a', 16)] = 0xFF;
        File.WriteAllBytes(_cache.PathOf(MySso), bytes);
        Assert.Equal(ErrorCodes.SsoTokenInvalid, Assert.Throws<CredentialsException>(() => _cache.Find(MySso)).Code);
        _cache.Keep(MySso, Token);
        Assert.Equal("at+/=", _cache.Find(MySso)!.AccessToken.Reveal());
    }

    [Fact]
    public void A_missing_file_is_nobody_signed_in_and_a_folder_in_its_place_is_an_error()
    {
        Assert.Null(_cache.Find(MySso));
        Assert.False(_cache.Remove(MySso));
        Directory.CreateDirectory(_cache.PathOf(MySso));
        Assert.Equal(ErrorCodes.SsoTokenInvalid, Assert.Throws<CredentialsException>(() => _cache.Find(MySso)).Code);
        Assert.Equal(ErrorCodes.FileNotWritable, Assert.Throws<CredentialsException>(() => _cache.Keep(MySso, Token)).Code);
    }

    [Fact]
    public void A_token_that_was_removed_is_gone()
    {
        _cache.Keep(MySso, Token);
        Assert.True(_cache.Remove(MySso));
        Assert.Null(_cache.Find(MySso));
    }

    [Theory]
    [InlineData("clientId")]
    [InlineData("clientSecret")]
    [InlineData("registrationExpiresAt")]
    public void A_token_without_its_whole_client_can_not_be_renewed(string field)
    {
        _cache.Keep(MySso, Token);
        Assert.True(_cache.Find(MySso)!.CanRefresh(Now));
        Assert.False(_cache.Find(MySso)!.CanRefresh(Client.ExpiresAt));
        var json = JsonNode.Parse(File.ReadAllText(_cache.PathOf(MySso)))!.AsObject();
        json.Remove(field);
        Write(json.ToJsonString());
        Assert.False(_cache.Find(MySso)!.CanRefresh(Now));
    }

    [Fact]
    public void A_registration_is_used_again_for_the_same_sign_in_and_grants_while_it_lasts()
    {
        string[] grants = ["authorization_code", "refresh_token"];
        Assert.Null(_cache.FindRegistration(MySso, Endpoint, grants, Now));
        _cache.KeepRegistration(MySso, Endpoint, Client, grants);
        Assert.Equal("cid", _cache.FindRegistration(MySso, Endpoint, grants, Now)!.ClientId);
        Assert.Equal("cid", _cache.FindRegistration(MySso, Endpoint, ["refresh_token"], Now)!.ClientId);
        Assert.Null(_cache.FindRegistration(MySso, Endpoint, [DeviceCode], Now));
        Assert.NotNull(_cache.FindRegistration(MySso, Endpoint, grants, Client.ExpiresAt.AddMinutes(-15)));
        Assert.Null(_cache.FindRegistration(MySso, Endpoint, grants, Client.ExpiresAt.AddMinutes(-15).AddSeconds(1)));
        foreach (var other in new[] { MySso with { SessionName = "b" }, MySso with { SessionName = null }, MySso with { StartUrl = "b" }, MySso with { Region = "eu-west-1" }, MySso with { Scopes = "b" } })
        {
            Assert.Null(_cache.FindRegistration(other, Endpoint, grants, Now));
        }

        using var file = JsonDocument.Parse(File.ReadAllBytes(_cache.RegistrationPath(MySso, Endpoint)));
        Assert.Equal(["clientId", "clientSecret", "expiresAt", "scopes", "grantTypes"], file.RootElement.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void A_registration_that_names_no_grants_is_good_for_device_codes_alone()
    {
        WriteRegistration("""{"clientId":"old","clientSecret":"s","expiresAt":"2026-12-01T00:00:00Z"}""");
        Assert.Equal("old", _cache.FindRegistration(MySso, Endpoint, [DeviceCode], Now)!.ClientId);
        Assert.Null(_cache.FindRegistration(MySso, Endpoint, ["authorization_code"], Now));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("{\"clientId\":\"\",\"clientSecret\":\"\",\"expiresAt\":\"2026-12-01T00:00:00Z\"}")]
    [InlineData("{\"clientId\":\"a\",\"clientSecret\":\"\\ud800\",\"expiresAt\":\"2026-12-01T00:00:00Z\"}")]
    [InlineData("{\"clientId\":\"a\",\"clientSecret\":\"b\",\"expiresAt\":\"2026-12-01T00:00:00Z\",\"grantTypes\":[\"\\ud800\"]}")]
    public void A_registration_that_can_not_be_read_is_made_anew(string text)
    {
        WriteRegistration(text);
        Assert.Null(_cache.FindRegistration(MySso, Endpoint, [DeviceCode], Now));
        _cache.KeepRegistration(MySso, Endpoint, Client, [DeviceCode]);
        Assert.Equal("cid", _cache.FindRegistration(MySso, Endpoint, [DeviceCode], Now)!.ClientId);
    }

    private void Write(string text) => _aws.Write(Path.GetRelativePath(_aws.Path, _cache.PathOf(MySso)), text);

    private void WriteRegistration(string text) => _aws.Write(Path.GetRelativePath(_aws.Path, _cache.RegistrationPath(MySso, Endpoint)), text);
}
