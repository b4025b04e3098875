using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.ConsoleLinks;

namespace Lanyard.Tests.Credentials.ConsoleLinks;

public sealed class ConsoleFederationTests
{
    private static readonly Uri Page = new("https://console.aws.amazon.com/");
    private static readonly AwsCredentials Keys = new("ASIA1", new Secret("sk"), new Secret("tok"));

    private readonly List<WireRequest> _asked = [];
    private readonly List<string> _trace = [];
    private readonly Dictionary<WireRequest, string> _bodies = [];

    [Fact]
    public async Task The_keys_go_in_a_form_and_into_no_address()
    {
        var link = await LinkAsync(_ => Token(), TimeSpan.FromHours(8));
        var request = Assert.Single(_asked);
        Assert.Equal(("POST", "/federation", "application/x-www-form-urlencoded"), (request.Method, request.Target, request.MediaType));
        Assert.Equal(
            "https://us-east-1.signin.aws.amazon.com/federation?Action=login&Issuer=lanyard&Destination=https%3A%2F%2Fconsole.aws.amazon.com%2F&SigninToken=secret%2Btoken",
            link.AbsoluteUri);
    }

    // The IAM User Guide shows the query alone.
    [Theory]
    [InlineData(405)]
    [InlineData(403)]
    [InlineData(302)]
    public async Task Where_no_form_is_taken_the_query_is_used(int status)
    {
        await LinkAsync(request => request.Method == "POST" ? new WireResponse(status, WireHeaders.Empty, default) : Token(), null);
        Assert.Equal(["POST", "GET"], _asked.Select(r => r.Method));
        var query = QueryString.Parse(_asked[1].Query);
        Assert.Equal("getSigninToken", QueryString.Get(query, "Action"));
        Assert.Equal("""{"sessionId":"ASIA1","sessionKey":"sk","sessionToken":"tok"}""", QueryString.Get(query, "Session"));
        Assert.All(_trace, line => Assert.DoesNotContain("sk", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_length_that_is_refused_is_left_out()
    {
        await LinkAsync(request => Fields(request).Any(f => f.Key == "SessionDuration") ? new WireResponse(400, WireHeaders.Empty, default) : Token(), TimeSpan.FromHours(8));
        Assert.Equal([true, true, false], _asked.Select(r => Fields(r).Any(f => f.Key == "SessionDuration")));
    }

    [Theory]
    [InlineData(400, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(200, "[1]")]
    [InlineData(200, """{"SigninToken":1}""")]
    public async Task What_is_no_token_is_an_error_that_shows_nothing(int status, string body)
    {
        var e = await Assert.ThrowsAsync<CredentialsException>(() => LinkAsync(_ => WireResponse.OfText(status, "text/html", body), null));
        Assert.Equal((ErrorCodes.ConsoleRefused, FailureKind.RefusedByAws), (e.Code, e.Kind));
        Assert.DoesNotContain("tok\"", e.ToString(), StringComparison.Ordinal);
    }

    private static WireResponse Token() => WireResponse.OfText(200, "application/json", """{"SigninToken":"secret+token"}""");

    private IReadOnlyList<KeyValuePair<string, string>> Fields(WireRequest request) =>
        QueryString.Parse(request.Method == "POST" ? _bodies[request] : request.Query);

    private async Task<Uri> LinkAsync(Func<WireRequest, WireResponse> answer, TimeSpan? length)
    {
        using var http = new HttpMessageInvoker(new WireMessageHandler(async (request, stop) =>
        {
            _asked.Add(request);
            _bodies[request] = System.Text.Encoding.UTF8.GetString((await request.ReadBodyAsync(100_000, stop)).Span);
            return answer(request);
        }));
        var client = new WireClient(http, new FakeTime(), new RetryPolicy(1, new Random(1)), TimeSpan.FromSeconds(5), _trace.Add);
        return await new ConsoleFederation(client, "https://us-east-1.signin.aws.amazon.com").LinkAsync(Keys, Page, length, TestContext.Current.CancellationToken);
    }
}
