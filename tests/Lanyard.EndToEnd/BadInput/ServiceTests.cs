using System.Globalization;
using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.BadInput;

/// <summary>Sign-ins that have ended, roles that refuse, endpoints that don't answer, a clock that is off.</summary>
public sealed class ServiceTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    private const string Keys = "[profile keys]\nregion = eu-west-1\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = " + Failing.SecretKey + "\n";

    [Fact]
    public async Task A_sign_in_that_has_ended_says_how_to_sign_in_again()
    {
        using var home = new UserHome(sandbox);
        (await home.LanyardAsync("login", "--profile", "dev")).Succeeded();
        var token = Directory.GetFiles(home.PathOf(".aws/sso/cache")).Single(f => File.ReadAllText(f).Contains("refreshToken", StringComparison.Ordinal));
        var json = JsonNode.Parse(await File.ReadAllTextAsync(token, TestContext.Current.CancellationToken))!.AsObject();
        json["expiresAt"] = DateTimeOffset.UnixEpoch.AddYears(30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        json.Remove("refreshToken");
        await File.WriteAllTextAsync(token, json.ToJsonString(), TestContext.Current.CancellationToken);

        foreach (var command in new[] { "whoami", "credential-process", "env" })
        {
            var (message, fix) = await Failing.AssertAsync(home, "SSO_TOKEN_EXPIRED", 4, command, "--profile", "dev");
            Assert.Contains("2000-01-01", message, StringComparison.Ordinal);
            Assert.Equal("lanyard login --profile dev", fix);
        }
    }

    [Fact]
    public async Task A_cached_sign_in_that_is_no_json_is_said()
    {
        using var home = new UserHome(sandbox);
        (await home.LanyardAsync("login", "--profile", "dev")).Succeeded();
        foreach (var file in Directory.GetFiles(home.PathOf(".aws/sso/cache")))
        {
            await File.WriteAllTextAsync(file, "{\"accessToken\": \"" + Failing.SessionToken, TestContext.Current.CancellationToken);
        }

        await Failing.AssertAsync(home, "SSO_TOKEN_INVALID", 4, "whoami", "--profile", "dev");
    }

    [Fact]
    public async Task A_role_that_may_not_be_assumed_ends_with_5() =>
        Assert.Contains("role/locked", (await Failing.AssertAsync(sandbox.User, "ROLE_ACCESS_DENIED", 5, "whoami", "--profile", "prod-locked")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_permission_set_that_the_user_does_not_have_ends_with_5()
    {
        using var home = new UserHome(sandbox);
        home.Environment["HOME"] = sandbox.User.Folder;
        home.WriteAwsFiles(sandbox.Config.Replace("ReadOnly", "Administrator", StringComparison.Ordinal));

        await Failing.AssertAsync(home, "SSO_ACCESS_DENIED", 5, "whoami", "--profile", "prod");
    }

    [Fact]
    public async Task Keys_that_aws_does_not_know_end_with_5()
    {
        using var home = new UserHome(sandbox);
        home.WriteAwsFiles(Keys);

        await Failing.AssertAsync(home, "CREDENTIALS_REJECTED", 5, "whoami", "--profile", "keys");
    }

    [Fact]
    public async Task An_endpoint_that_nobody_listens_on_is_named()
    {
        using var home = new UserHome();
        home.WriteAwsFiles(Keys);
        home.Environment["AWS_ENDPOINT_URL"] = $"http://127.0.0.1:{LoopbackServer.ClosedPort()}";
        home.Environment["AWS_MAX_ATTEMPTS"] = "1";

        var (message, _) = await Failing.AssertAsync(home, "ENDPOINT_UNREACHABLE", 1, "whoami", "--profile", "keys");

        Assert.Contains(home.Environment["AWS_ENDPOINT_URL"], message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_never_answers_is_given_up()
    {
        await using var silent = LoopbackServer.Start(_ => null);
        using var home = new UserHome();
        home.WriteAwsFiles(Keys);
        home.Environment["AWS_ENDPOINT_URL"] = silent.Url.OriginalString;
        home.Environment["AWS_MAX_ATTEMPTS"] = "1";
        home.Environment["LANYARD_HTTP_TIMEOUT"] = "1";

        await Failing.AssertAsync(home, "ENDPOINT_TIMEOUT", 1, "whoami", "--profile", "keys");

        Assert.Equal(2, silent.Requests);
    }

    [Fact]
    public async Task An_endpoint_that_is_no_address_is_said()
    {
        using var home = new UserHome();
        home.WriteAwsFiles(Keys);
        home.Environment["AWS_ENDPOINT_URL"] = "localhost:4566";

        Assert.Contains("AWS_ENDPOINT_URL", (await Failing.AssertAsync(home, "SETTING_INVALID", 1, "whoami", "--profile", "keys")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_whose_certificate_is_not_trusted_is_said()
    {
        using var home = new UserHome(sandbox);
        home.WriteAwsFiles(Keys);
        home.Environment.Remove("AWS_ENDPOINT_URL");
        home.Environment.Remove("AWS_CA_BUNDLE");
        home.Environment.Remove("SSL_CERT_FILE");

        await Failing.AssertAsync(home, "TLS_UNTRUSTED", 1, "whoami", "--profile", "keys");

        home.Environment["AWS_CA_BUNDLE"] = home.PathOf("gone.pem");
        await Failing.AssertAsync(home, "CA_BUNDLE_INVALID", 1, "whoami", "--profile", "keys");
    }

    [Theory]
    [InlineData(-65, "1 h", "ahead of")]
    [InlineData(65, "1 h", "behind")]
    public async Task A_clock_that_is_an_hour_off_is_told_apart_from_a_wrong_key(int minutes, string howFar, string direction)
    {
        // STS's own words ("Troubleshooting Signature Version 4 errors", IAM User Guide: a request expires after five minutes); its
        // Date header is its clock.
        var server = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
        var said = minutes < 0 ? "Signature not yet current: 20260101T010000Z is still later than 20260101T000500Z (20260101T000000Z + 5 min.)" : "Signature expired: 20260101T000000Z is now earlier than 20260101T005500Z (20260101T010000Z - 5 min.)";
        await using var endpoint = LoopbackServer.Start(_ => LoopbackServer.Answer(
            403, "text/xml",
            $"<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>{said}</Message></Error><RequestId>0</RequestId></ErrorResponse>",
            $"Date: {server.ToString("R", CultureInfo.InvariantCulture)}"));
        using var home = new UserHome();
        home.WriteAwsFiles(Keys);
        home.Environment["AWS_ENDPOINT_URL"] = endpoint.Url.OriginalString;

        var (message, _) = await Failing.AssertAsync(home, "CLOCK_SKEW", 1, "whoami", "--profile", "keys");

        Assert.Contains(howFar, message, StringComparison.Ordinal);
        Assert.Contains(direction, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_throttles_to_the_end_ends_with_5()
    {
        await using var endpoint = LoopbackServer.Start(_ => LoopbackServer.Answer(
            400, "text/xml", "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>"));
        using var home = new UserHome();
        home.WriteAwsFiles(Keys);
        home.Environment["AWS_ENDPOINT_URL"] = endpoint.Url.OriginalString;
        home.Environment["AWS_MAX_ATTEMPTS"] = "2";

        await Failing.AssertAsync(home, "THROTTLED", 5, "whoami", "--profile", "keys");

        Assert.Equal(4, endpoint.Requests);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>a captive portal</html>")]
    [InlineData(200, "text/xml", "<GetCallerIdentityResponse><GetCallerIdentityResult>")]
    [InlineData(500, "text/plain", "")]
    [InlineData(200, "application/octet-stream", "\0\0\0")]
    public async Task An_endpoint_that_is_not_aws_is_an_error_of_ours(int status, string type, string body)
    {
        await using var endpoint = LoopbackServer.Start(_ => LoopbackServer.Answer(status, type, body));
        using var home = new UserHome();
        home.WriteAwsFiles(Keys);
        home.Environment["AWS_ENDPOINT_URL"] = endpoint.Url.OriginalString;
        home.Environment["AWS_MAX_ATTEMPTS"] = "1";

        await Failing.AssertAsync(home, "AWS_ERROR", 1, "whoami", "--profile", "keys");
    }
}
