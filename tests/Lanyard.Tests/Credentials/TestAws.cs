using System.Collections.Concurrent;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;
using Lanyard.Sandbox;
using Lanyard.Sandbox.Seeds;
using Lanyard.Sandbox.SignIn;

namespace Lanyard.Tests.Credentials;

/// <summary>A home folder whose every AWS call the sandbox answers, in this process and by this clock.</summary>
internal sealed class TestAws : IDisposable
{
    public const string Dev = "111111111111";
    public const string Prod = "333333333333";
    public const string Deploy = $"arn:aws:iam::{Prod}:role/deploy";
    public const string Locked = $"arn:aws:iam::{Prod}:role/locked";
    public const string Next = $"arn:aws:iam::{Prod}:role/next";
    public const string Web = $"arn:aws:iam::{Prod}:role/web";
    public const string StartUrl = "https://lanyard-sandbox.awsapps.com/start";

    public const string SsoProfile = $"""
        [sso-session corp]
        sso_start_url = {StartUrl}
        sso_region = eu-west-1

        [profile dev]
        sso_session = corp
        sso_account_id = {Dev}
        sso_role_name = Developer
        region = eu-west-1

        """;

    public static readonly SsoSignIn Corp = new("corp", StartUrl, "eu-west-1");
    public static readonly Uri Url = new("http://127.0.0.1:8181/");

    private readonly HttpMessageInvoker _http;
    private readonly Dictionary<string, WireHandler> _hosts = [];

    public TestAws(SandboxSeed? seed = null)
    {
        Server = new SandboxServer(seed ?? Seed, ServerTime, Url, Calls.Enqueue);
        _http = new HttpMessageInvoker(new WireMessageHandler(AnswerAsync));
    }

    public static SandboxSeed Seed { get; } = SandboxSeed.Default with
    {
        Roles =
        [
            .. SandboxSeed.Default.Roles,
            new(Prod, "next",
                $$"""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","sts:SetSourceIdentity"],
                  "Principal":{"AWS":"arn:aws:iam::{{Prod}}:role/deploy" } }]}
                """, [], TimeSpan.FromHours(1)),
            new(Prod, "web",
                $$"""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",
                  "Principal":{"Federated":"arn:aws:iam::{{Prod}}:oidc-provider/oidc.lanyard-sandbox.test"},
                  "Condition":{"StringEquals":{"oidc.lanyard-sandbox.test:sub":"repo:me/app" } } }]}
                """, [], TimeSpan.FromHours(1)),
        ],
    };

    public TestHome Home { get; } = new();

    /// <summary>This machine's clock.</summary>
    public FakeTime Time { get; } = new();

    /// <summary>AWS's clock; moved by itself, the two differ.</summary>
    public FakeTime ServerTime { get; } = new();

    public ConcurrentQueue<CallRecord> Calls { get; } = new();

    public SandboxServer Server { get; }

    /// <summary>What AWS sends in place of the sandbox's answer, for faults that it has and a sandbox doesn't.</summary>
    public Func<WireRequest, WireResponse?> Fault { get; set; } = _ => null;

    /// <summary>Stands before the sandbox; given the sandbox to pass on to.</summary>
    public Func<WireRequest, Func<Task<WireResponse>>, Task<WireResponse>>? Before { get; set; }

    public int MaxAttempts { get; set; } = 1;

    public ProcessRun Process { get; set; } = (_, _, _) => throw new InvalidOperationException("no process is run in this test");

    public SsoTokenCache Tokens => new(Home[".aws"]);

    public ConsoleTokenCache ConsoleTokens => ConsoleTokenCache.Of(Home.Machine());

    public List<string> Warnings { get; } = [];

    public SessionStore Sessions => new(Home["sessions"], Time);

    public EndpointSettings Endpoints { get; set; } = new() { ForAll = Url.OriginalString };

    public WireClient Client => new(_http, Time, new RetryPolicy(MaxAttempts, new Random(1)), TimeSpan.FromMinutes(5));

    public HttpMessageInvoker Http => _http;

    public AwsCredentials Ci => Server.AccessKeyOf(Dev, "ci")!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public string[] Operations => [.. Calls.Select(c => c.Operation ?? "?")];

    public void Advance(TimeSpan by)
    {
        Time.Advance(by);
        ServerTime.Advance(by);
    }

    /// <summary>Writes the keys of the sandbox's IAM user as the profile <c>ci</c>.</summary>
    public void WriteCiKeys(string profile = "ci") =>
        Home.Credentials($"[{profile}]\naws_access_key_id = {Ci.AccessKeyId}\naws_secret_access_key = {Ci.SecretAccessKey.Reveal()}\n");

    public CredentialResolver Resolver(string? profile = null) =>
        new(new SourceContext(Home.Machine(profile), Client, Endpoints, Sessions, Tokens, Process) { Warn = Warnings.Add });

    public Task<AwsCredentials> ResolveAsync(string? profile = null) => Resolver(profile).ResolveAsync(Home.Plan(profile), Ct);

    public AwsCredentials? AtHand(string? profile = null) =>
        CredentialResolver.FindAtHand(Home.Plan(profile), Home.Machine(profile), Endpoints, Sessions);

    public async Task<CredentialsException> RefusedAsync(string code, string? profile = null)
    {
        var e = await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync(profile));
        Assert.Equal(code, e.Code);
        return e;
    }

    public async Task<string> ArnOfAsync(AwsCredentials credentials) =>
        (await new Lanyard.Aws.Services.StsClient(Client, new Endpoint(Url, "eu-west-1")).GetCallerIdentityAsync(credentials, Ct)).Arn;

    /// <summary>Signs alice in with a browser that approves whatever page it is sent to.</summary>
    public async Task<SsoToken> SignInAsync(SsoSignIn? signIn = null)
    {
        var token = await new IdentityCenterSignIn(Client, Endpoints, Tokens, new SignInPerson(ApproveAsync, _ => { })).WithBrowserAsync(signIn ?? Corp, StartHost, Ct);
        Calls.Clear();
        return token;
    }

    /// <summary>Signs alice in to the console as a developer, and the profile <c>console</c> with her.</summary>
    public async Task<ConsoleSession> SignInToConsoleAsync()
    {
        var session = await new ConsoleSignIn(Client, Endpoints, new SignInPerson(ApproveAsync, _ => { }), "console").WithBrowserAsync("eu-west-1", StartHost, Ct);
        ConsoleTokens.Keep(session.Session, session.Token);
        Home.Config($"[profile console]\nlogin_session = {session.Session}\nregion = eu-west-1\n");
        Calls.Clear();
        return session;
    }

    public async Task<bool> ApproveAsync(Uri page, CancellationToken cancellationToken)
    {
        await new SignInApprover(_http, Url).ApproveAsync(page, "alice", Server.PasswordOf("alice")!, cancellationToken);
        return true;
    }

    /// <summary>A server in memory, that this test's HTTP client reaches under an address of its own.</summary>
    public Task<IWireHost> StartHost(WireHandler handler, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{50_000 + _hosts.Count}/");
        _hosts.Add(url.Authority, handler);
        return Task.FromResult<IWireHost>(new MemoryHost(url, () => _hosts.Remove(url.Authority)));
    }

    public bool IsHosting => _hosts.Count > 0;

    /// <summary>Asks a server in memory.</summary>
    public ValueTask<WireResponse> AskHost(WireRequest request) => _hosts[request.Host](request, Ct);

    public void Dispose()
    {
        _http.Dispose();
        Server.Dispose();
        Home.Dispose();
    }

    private async ValueTask<WireResponse> AnswerAsync(WireRequest request, CancellationToken cancellationToken)
    {
        if (_hosts.TryGetValue(request.Host, out var host))
        {
            return await host(request, cancellationToken);
        }

        if (Fault(request) is { } fault)
        {
            return fault;
        }

        return Before is { } before
            ? await before(request, () => Server.HandleAsync(request, cancellationToken).AsTask()).WaitAsync(cancellationToken)
            : await Server.HandleAsync(request, cancellationToken);
    }

    private sealed class MemoryHost(Uri url, Action stop) : IWireHost
    {
        public Uri Url { get; } = url;

        public ValueTask DisposeAsync()
        {
            stop();
            return ValueTask.CompletedTask;
        }
    }
}
