using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox;
using Lanyard.Sandbox.CloudFormation.Schemas;
using Lanyard.Sandbox.Journal;
using Lanyard.Sandbox.Seeds;
using Lanyard.Sandbox.SignIn;

namespace Lanyard.Tests.Sandbox;

/// <summary>A sandbox in this process with our own clients before it.</summary>
internal sealed class TestSandbox : IDisposable
{
    public const string Dev = "111111111111";
    public const string Staging = "222222222222";
    public const string Prod = "333333333333";
    public const string DeployInProd = "arn:aws:iam::333333333333:role/deploy";
    public const string StartUrl = "https://lanyard-sandbox.awsapps.com/start";
    public const string Callback = "http://127.0.0.1:53682/oauth/callback";
    public static readonly Uri Url = new("http://127.0.0.1:8181/");

    private readonly HttpMessageInvoker _http;

    public TestSandbox(SandboxSeed? seed = null, TestClock? clock = null, CallOrder? order = null, Func<string, HandlerSchema?>? published = null)
    {
        Clock = clock ?? new TestClock();
        Server = new SandboxServer(seed ?? SandboxSeed.Default, Clock, Url, Log.Enqueue, order, published);
        _http = new HttpMessageInvoker(new WireMessageHandler(Server.HandleAsync));
        Wire = new WireClient(_http, Clock, new RetryPolicy(1, new Random(1)), TimeSpan.FromSeconds(60));
        Sts = new StsClient(Wire, new Endpoint(Url, "eu-west-1"));
        Oidc = new SsoOidcClient(Wire, Url);
        Portal = new SsoPortalClient(Wire, Url);
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public TestClock Clock { get; }

    public ConcurrentQueue<CallRecord> Log { get; } = new();

    public SandboxServer Server { get; }

    public WireClient Wire { get; }

    public StsClient Sts { get; }

    public SsoOidcClient Oidc { get; }

    public SsoPortalClient Portal { get; }

    public AwsCredentials Ci => Server.AccessKeyOf(Dev, "ci")!;

    public AwsCredentials Developer => Server.IssueRoleCredentials("alice", Dev, "Developer")!;

    public Task<WireResponse> SendAsync(WireRequest request) => Server.HandleAsync(request, Ct).AsTask();

    /// <summary>Sends a request without credentials.</summary>
    public Task<WireResponse> SendAsync(string method, string target, string? form = null, params (string Name, string Value)[] headers)
    {
        var lines = new List<(string, string)> { ("Host", Url.Authority) };
        if (form is not null)
        {
            lines.Add(("Content-Type", form.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded"));
        }

        return SendAsync(new WireRequest(method, target, new WireHeaders([.. lines, .. headers]), Encoding.UTF8.GetBytes(form ?? "")));
    }

    /// <summary>Makes a signed STS call to send or to spoil.</summary>
    public WireRequest Signed(
        string form, AwsCredentials credentials, string host = "127.0.0.1:8181", string region = "eu-west-1", string service = "sts", TimeSpan skew = default)
    {
        var body = Encoding.UTF8.GetBytes(form);
        var headers = new WireHeaders(("Host", host), ("Content-Type", "application/x-www-form-urlencoded"));
        return SigV4Signer.Sign(new WireRequest("POST", "/", headers, body), body, credentials, region, service, Clock.Now + skew);
    }

    /// <summary>Makes an STS call by its action and parameters.</summary>
    public Task<WireResponse> StsAsync(AwsCredentials credentials, string action, params (string Name, string Value)[] parameters) =>
        SendAsync(Signed(Form(action, parameters), credentials));

    public static string Form(string action, params (string Name, string Value)[] parameters) => QueryString.Format(
        [new("Action", action), new("Version", "2011-06-15"), .. parameters.Select(p => new KeyValuePair<string, string>(p.Name, p.Value))]);

    public static string? Xml(WireResponse response, string element) =>
        QueryProtocol.Descendant(System.Xml.Linq.XElement.Parse(response.Text), element);

    public Task<OidcClientRegistration> RegisterForCodeAsync(params string[] scopes) => Oidc.RegisterClientAsync(
        "test client", scopes.Length > 0 ? scopes : ["sso:account:access"], ["authorization_code", "refresh_token"],
        "http://127.0.0.1/oauth/callback", StartUrl, Ct);

    public Task<OidcClientRegistration> RegisterForDeviceAsync() => Oidc.RegisterClientAsync(
        "test client", ["sso:account:access"], [OidcGrant.DeviceCodeType, "refresh_token"], null, null, Ct);

    /// <summary>Signs alice in on the page, or somebody else, and gives what came to the callback.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> AuthorizeAsync(OidcClientRegistration client, string challenge, string state = "s", string user = "alice")
    {
        Uri? called = null;
        using var browser = new HttpMessageInvoker(new Fork(Server.HandleAsync, uri => called = uri));
        var url = Oidc.AuthorizeUrl(client, new Uri(Callback), state, challenge, ["sso:account:access"]);
        await new SignInApprover(browser, Url).ApproveAsync(url, user, Server.PasswordOf(user)!, Ct);
        return QueryString.Parse(called!.Query.TrimStart('?'));
    }

    /// <summary>Signs alice in all the way, or somebody else.</summary>
    public async Task<(OidcClientRegistration Client, OidcTokens Tokens)> SignInAsync(string user = "alice")
    {
        var client = await RegisterForCodeAsync();
        var (verifier, challenge) = Pkce();
        var code = QueryString.Get(await AuthorizeAsync(client, challenge, user: user), "code")!;
        return (client, await Oidc.CreateTokenAsync(client, new OidcGrant.AuthorizationCode(new Secret(code), new Secret(verifier), new Uri(Callback)), Ct));
    }

    public static (string Verifier, string Challenge) Pkce()
    {
        var verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (verifier, System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
    }

    public static async Task<AwsServiceError> RefusalAsync(Func<Task> call) => (await Assert.ThrowsAsync<AwsServiceException>(call)).Error;

    public void Dispose()
    {
        _http.Dispose();
        Server.Dispose();
    }

    /// <summary>The sandbox at its own address, and a waiting program at every other.</summary>
    private sealed class Fork(WireHandler sandbox, Action<Uri> callback) : DelegatingHandler(new WireMessageHandler(sandbox))
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Authority == Url.Authority)
            {
                return base.SendAsync(request, cancellationToken);
            }

            callback(request.RequestUri);
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.OK));
        }
    }
}
