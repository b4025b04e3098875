using Lanyard.Credentials;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>The cache of <c>aws login</c>, as botocore (<c>LoginCredentialFetcher</c>) and the SDKs read it.</summary>
public sealed class LoginSessionSourceTests : IDisposable
{
    private const string Session = "arn:aws:sts::012345678910:assumed-role/Admin/admin";

    // The SHA-256 of the session, by sha256sum.
    private const string Name = "4b0ba8f99f075c0633e122fd73346ce203a3faf18ea0310eb2d29df1bab2e255.json";

    private readonly TestAws _aws = new();

    public LoginSessionSourceTests() => _aws.Home.Config($"[profile p]\nlogin_session = {Session}\n");

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData(".aws/login/cache", null)]
    [InlineData("elsewhere", "~/elsewhere")]
    public async Task A_cached_sign_in_is_handed_out_with_its_account(string folder, string? variable)
    {
        _aws.Home.Set(("AWS_LOGIN_CACHE_DIRECTORY", variable ?? ""));
        _aws.Home.Write($"{folder}/{Name}", Token("2026-07-01T12:10:00Z"));
        var keys = await _aws.ResolveAsync("p");
        Assert.Equal(("ASIALOGIN", "sk", "tok", "012345678910"), (keys.AccessKeyId, keys.SecretAccessKey.Reveal(), keys.SessionToken!.Reveal(), keys.AccountId));
        Assert.Equal(_aws.Time.GetUtcNow().AddMinutes(10), keys.Expiration);
    }

    [Fact]
    public async Task A_missing_ended_or_spoilt_sign_in_is_told_apart_and_a_person_mends_it()
    {
        Assert.Contains($"/.aws/login/cache/{Name}", (await FailsAsync(ErrorCodes.LoginSessionMissing)).Message, StringComparison.Ordinal);

        _aws.Home.Write($".aws/login/cache/{Name}", Token("2026-07-01T12:00:00Z"));
        Assert.Contains("ended at 2026-07-01 12:00:00 UTC", (await FailsAsync(ErrorCodes.LoginSessionExpired)).Message, StringComparison.Ordinal);

        foreach (var spoilt in new[] { "", "wJalrXUtnFEMI", "[]", "{}", """{"accessToken":"wJalrXUtnFEMI"}""", Token("2026-07-01T12:10:00Z").Replace("accountId", "other", StringComparison.Ordinal), Token("soon"), "{\"accessToken\":{\"accessKeyId\":\"\\ud800\"}}" })
        {
            _aws.Home.Write($".aws/login/cache/{Name}", spoilt);
            Assert.DoesNotContain("wJalrXUtnFEMI", (await FailsAsync(ErrorCodes.LoginSessionInvalid)).ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_role_may_stand_on_a_console_sign_in()
    {
        _aws.Home.Config($"[profile top]\nrole_arn = {TestAws.Deploy}\nsource_profile = p\n[profile p]\nlogin_session = {Session}\n");
        Assert.Equal("p", (await _aws.RefusedAsync(ErrorCodes.LoginSessionMissing, "top")).Profile);
    }

    private static string Token(string end) =>
        $$"""
        {"accessToken":{"accessKeyId":"ASIALOGIN","secretAccessKey":"sk","sessionToken":"tok","accountId":"012345678910","expiresAt":"{{end}}"},
         "tokenType":"aws_sigv4","clientId":"c","refreshToken":"r","dpopKey":"k"}
        """;

    private async Task<CredentialsException> FailsAsync(string code)
    {
        var e = await _aws.RefusedAsync(code, "p");
        Assert.Equal((FailureKind.PersonMustAct, "lanyard login --profile p", "p"), (e.Kind, e.Fix, e.Profile));
        Assert.Contains($"({_aws.Home.ConfigFile}:2)", e.Message, StringComparison.Ordinal);
        return e;
    }
}
