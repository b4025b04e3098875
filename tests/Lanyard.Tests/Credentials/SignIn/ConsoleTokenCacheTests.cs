using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;

namespace Lanyard.Tests.Credentials.SignIn;

/// <summary>The cache of <c>aws login</c>, as botocore (<c>LoginCredentialFetcher</c>) and the JavaScript SDK (<c>fromLoginCredentials</c>) read and write it.</summary>
public sealed class ConsoleTokenCacheTests : IDisposable
{
    private const string Session = "arn:aws:sts::012345678910:assumed-role/Admin/admin";

    // The SHA-256 of the session, by sha256sum.
    private const string Name = "4b0ba8f99f075c0633e122fd73346ce203a3faf18ea0310eb2d29df1bab2e255.json";

    private readonly TestHome _home = new();

    private ConsoleTokenCache Cache => ConsoleTokenCache.Of(_home.Machine());

    private string File => _home[$".aws/login/cache/{Name}"];

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(Session)]
    [InlineData("  " + Session + "\t")]
    public void The_file_is_named_after_the_session_without_blanks(string session) => Assert.Equal(File, Cache.PathOf(session));

    [Fact]
    public void What_is_kept_has_every_field_that_the_sdks_need_and_is_found_again()
    {
        Cache.Keep(Session, Token());
        var json = JsonNode.Parse(System.IO.File.ReadAllText(File))!;
        Assert.Equal(["accessToken", "tokenType", "clientId", "refreshToken", "idToken", "dpopKey", "signInRegion"], json.AsObject().Select(p => p.Key));
        Assert.Equal(["accessKeyId", "secretAccessKey", "sessionToken", "accountId", "expiresAt"], json["accessToken"]!.AsObject().Select(p => p.Key));
        Assert.Equal("2026-07-01T12:15:00Z", (string)json["accessToken"]!["expiresAt"]!);

        var found = Cache.Find(Session)!;
        Assert.Equal(("ASIA1", "sk", "st", "012345678910"), (found.Credentials.AccessKeyId, found.Credentials.SecretAccessKey.Reveal(), found.Credentials.SessionToken!.Reveal(), found.Credentials.AccountId));
        Assert.Equal(("client", "refresh", "key", "id", "eu-west-1", "aws_sigv4"), (found.ClientId, found.RefreshToken!.Reveal(), found.Key!.Reveal(), found.IdToken!.Reveal(), found.Region, found.TokenType));
        Assert.True(found.CanRefresh);
    }

    [Fact]
    public void The_file_and_its_folders_are_for_their_owner_alone_whatever_they_were()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Cache.Keep(Session, Token());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(_home[".aws/login/cache"]));

        // The JavaScript SDK writes it with whatever the umask leaves.
        System.IO.File.SetUnixFileMode(File, (UnixFileMode)Convert.ToInt32("644", 8));
        Cache.Keep(Session, Token());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void Fields_of_others_stay_where_they_are_and_ours_are_replaced()
    {
        _home.Write($".aws/login/cache/{Name}",
            """
            {
              "accessToken": {"accessKeyId": "old", "secretAccessKey": "old", "sessionToken": "old", "accountId": "1", "expiresAt": "2020-01-01T00:00:00.000Z", "theirs": [1, 2.5]},
              "identityToken": "as the Go SDK calls it", "clientId": "old", "refreshToken": "old", "dpopKey": "old", "future": {"a": null}
            }
            """);
        Cache.Keep(Session, Token() with { IdToken = null });
        var json = JsonNode.Parse(System.IO.File.ReadAllText(File))!;
        Assert.Equal("as the Go SDK calls it", (string)json["identityToken"]!);
        Assert.Equal("""{"a":null}""", json["future"]!.ToJsonString());
        Assert.Equal("[1,2.5]", json["accessToken"]!["theirs"]!.ToJsonString());
        Assert.DoesNotContain("old", json.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(json["idToken"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"accessToken\":{\"accessKeyId\":\"\\ud800\"},\"x\":\"\\ud800\"}")]
    public void What_is_no_sign_in_is_refused_and_overwritten(string text)
    {
        _home.Write($".aws/login/cache/{Name}", text);
        Assert.StartsWith(File, Assert.Throws<InvalidDataException>(() => Cache.Find(Session)).Message, StringComparison.Ordinal);
        Cache.Keep(Session, Token());
        Assert.NotNull(Cache.Find(Session));
    }

    [Fact]
    public void Without_what_it_takes_to_renew_it_a_sign_in_is_only_good_as_it_is()
    {
        foreach (var missing in new[] { "clientId", "refreshToken", "dpopKey" })
        {
            Cache.Keep(Session, Token());
            var json = JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject();
            json.Remove(missing);
            System.IO.File.WriteAllText(File, json.ToJsonString());
            Assert.False(Cache.Find(Session)!.CanRefresh);
        }
    }

    [Fact]
    public void Who_keeps_out_of_shared_caches_has_one_of_their_own()
    {
        _home.Set(("LANYARD_SHARED_CACHE", "off"), ("LANYARD_HOME", _home["lanyard"]), ("AWS_LOGIN_CACHE_DIRECTORY", _home["elsewhere"]));
        Cache.Keep(Session, Token());
        Assert.True(System.IO.File.Exists(_home[$"lanyard/cache/aws/login/cache/{Name}"]));
        Assert.False(Directory.Exists(_home[".aws"]) || Directory.Exists(_home["elsewhere"]));
        Assert.NotNull(Cache.Find(Session));
    }

    [Fact]
    public void It_is_removed_and_then_nobody_is_signed_in()
    {
        Assert.Null(Cache.Find(Session));
        Assert.False(Cache.Remove(Session));
        Cache.Keep(Session, Token());
        Assert.True(Cache.Remove(Session));
        Assert.Null(Cache.Find(Session));
    }

    [Fact]
    public void A_folder_that_can_not_be_written_to_is_told()
    {
        _home.Write("file", "");
        _home.Set(("AWS_LOGIN_CACHE_DIRECTORY", "~/file/cache"));
        Assert.Equal(ErrorCodes.FileNotWritable, Assert.Throws<CredentialsException>(() => Cache.Keep(Session, Token())).Code);
        _home.Environment.Remove("HOME");
        Assert.Equal(ErrorCodes.SettingInvalid, Assert.Throws<CredentialsException>(() => Cache).Code);
    }

    [Fact]
    public void Keys_are_read_in_both_forms_and_written_in_the_one_that_all_sdks_read()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var pem in new[] { key.ExportECPrivateKeyPem(), key.ExportPkcs8PrivateKeyPem() })
        {
            using var read = SignInKey.Read(new Secret(pem))!;
            Assert.Equal(key.ExportSubjectPublicKeyInfo(), read.ExportSubjectPublicKeyInfo());
            Assert.StartsWith("-----BEGIN EC PRIVATE KEY-----\n", SignInKey.Write(read).Reveal(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_no_private_key_on_the_curve_is_none()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var pem in new[] { "k", other.ExportECPrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), key.ExportSubjectPublicKeyInfoPem() })
        {
            Assert.Null(SignInKey.Read(new Secret(pem)));
        }
    }

    private static ConsoleToken Token() => new(
        new AwsCredentials("ASIA1", new Secret("sk"), new Secret("st"), new DateTimeOffset(2026, 7, 1, 12, 15, 0, TimeSpan.Zero), "012345678910"),
        "client", new Secret("refresh"), new Secret("key"))
    {
        TokenType = "aws_sigv4",
        IdToken = new Secret("id"),
        Region = "eu-west-1",
    };
}
