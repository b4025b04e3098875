using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Wire;
using Lanyard.Cli;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;
using Lanyard.Sandbox;
using Lanyard.Sandbox.Seeds;
using Lanyard.Sandbox.SignIn;
using Lanyard.Tests.Credentials;
using Lanyard.Tests.Credentials.Vault;

namespace Lanyard.Tests.Cli;

/// <summary>The whole program in this process: its own home, its own AWS on a loopback port, one clock for both.</summary>
internal sealed class TestCli : IAsyncDisposable
{
    private readonly SandboxServer _server;
    private readonly KestrelHost _host;

    private TestCli(SandboxServer server, KestrelHost host)
    {
        (_server, _host) = (server, host);
        Home.Set(("PATH", "/usr/bin:/bin"), ("AWS_ENDPOINT_URL", host.Url.OriginalString), ("AWS_MAX_ATTEMPTS", "1"), ("AWS_EC2_METADATA_DISABLED", "true"), ("LANYARD_HOME", Home["lanyard"]));
        Home.Write("project/src/.keep", "");
    }

    public TestHome Home { get; } = new();

    /// <summary>Asks the person at the terminal; nobody is there unless a test says so.</summary>
    public Func<string, string?> Person { get; set; } = _ => null;

    /// <summary>Gets the address that answers for AWS.</summary>
    public string Endpoint => _host.Url.OriginalString.TrimEnd('/');

    public FakeTime Time { get; private init; } = new();

    public ConcurrentQueue<CallRecord> Calls { get; private init; } = new();

    public MemoryVault Vault { get; } = new();

    /// <summary>Answers a call by its body in AWS's place; null for AWS's own answer.</summary>
    public Func<string, WireResponse?>? Instead { get; set; }

    /// <summary>What comes on stdin; null for a terminal.</summary>
    public string? Input { get; set; }

    /// <summary>The folder in which commands are run.</summary>
    public string Folder { get; set; } = "project";

    public SandboxServer Server => _server;

    public SsoTokenCache Tokens => new(Home[".aws"]);

    /// <param name="seed">What the AWS of the test holds.</param>
    public static async Task<TestCli> StartAsync(SandboxSeed? seed = null)
    {
        var (time, calls) = (new FakeTime(), new ConcurrentQueue<CallRecord>());
        SandboxServer? server = null;
        TestCli? cli = null;
        var host = await KestrelHost.StartAsync(
            url =>
            {
                server = new SandboxServer(seed ?? TestAws.Seed, time, url, calls.Enqueue);
                return (request, stop) => cli?.Instead is { } instead ? AnswerAsync(instead, server, request, stop) : server.HandleAsync(request, stop);
            },
            0, null, TestContext.Current.CancellationToken);
        return cli = new TestCli(server!, host) { Time = time, Calls = calls };
    }

    private static async ValueTask<WireResponse> AnswerAsync(Func<string, WireResponse?> instead, SandboxServer server, WireRequest request, CancellationToken stop)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, stop);
        return instead(Encoding.UTF8.GetString(body.ToArray())) ?? await server.HandleAsync(new WireRequest(request.Method, request.Target, request.Headers, body.ToArray().AsMemory()), stop);
    }

    /// <summary>Writes a project of these stages, and lets the machine have met what the stages of most tests stand on.</summary>
    /// <param name="stages">The stages, two blanks in; <c>ENDPOINT</c> declares this AWS's address.</param>
    public void UseStages(string stages)
    {
        Home.Write("project/lanyard.yaml", Project(stages));
        Meet();
    }

    /// <summary>Gives the text of such a project.</summary>
    public string Project(string stages) => $$"""
        version: 1
        project: orders
        sessions:
          my-org: { startUrl: "{{TestAws.StartUrl}}", region: eu-west-1 }
        stages:
        {{stages.Replace("ENDPOINT", $"endpoint: \"{Endpoint}\"", StringComparison.Ordinal)}}
        """;

    /// <summary>Writes a program into the folder <c>bin</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="script">What a shell runs.</param>
    /// <returns>Its path.</returns>
    public string Program(string name, string script)
    {
        var file = Home.Write($"bin/{name}", $"#!/bin/sh\n{script}");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return file;
    }

    /// <summary>Maps a stage to a profile of this machine.</summary>
    public void UseProfile(string stage, string profile) =>
        Home.Write("project/lanyard.local.yaml", $"version: 1\nstages:\n  {stage}: {{ profile: {profile} }}\n");

    /// <summary>Lets the machine have met what the stages of most tests stand on.</summary>
    public void Meet() =>
        Home.Write("lanyard/state/met", $"start URL {TestAws.StartUrl}\npermission set Developer in account {TestAws.Dev}\nrole {TestAws.Deploy}\n");

    /// <summary>Signs alice in.</summary>
    public async Task SignInAsync(SsoSignIn? signIn = null)
    {
        using var http = WireTransport.Create(null, TimeSpan.FromSeconds(30));
        var client = new WireClient(http, Time, new RetryPolicy(1, new Random(1)), TimeSpan.FromMinutes(5));
        var person = new SignInPerson(
            async (page, stop) =>
            {
                await new SignInApprover(http, _host.Url).ApproveAsync(page, "alice", _server.PasswordOf("alice")!, stop);
                return true;
            },
            _ => { });
        await new IdentityCenterSignIn(client, new EndpointSettings { ForAll = _host.Url.OriginalString }, Tokens, person)
            .WithBrowserAsync(signIn ?? TestAws.Corp, KestrelHost.StartAsync, TestContext.Current.CancellationToken);
        Calls.Clear();
    }

    /// <summary>Approves a sign-in page as alice.</summary>
    public async Task<SignInEnd> ApproveAsync(Uri page)
    {
        using var http = WireTransport.Create(null, TimeSpan.FromSeconds(30));
        return await new SignInApprover(http, _host.Url).ApproveAsync(page, "alice", _server.PasswordOf("alice")!, TestContext.Current.CancellationToken);
    }

    /// <summary>Writes the keys of the IAM user <c>ci</c> as the profile <c>ci</c>.</summary>
    public void WriteCiKeys()
    {
        var key = _server.AccessKeyOf(TestAws.Dev, "ci")!;
        Home.Credentials($"[ci]\naws_access_key_id = {key.AccessKeyId}\naws_secret_access_key = {key.SecretAccessKey.Reveal()}\n");
    }

    public Surroundings Surroundings(Stream output, TextWriter error) =>
        new(Home.Environment, Home[Folder], output, error, Time)
        {
            IsWindows = false,
            OwnCommand = ["lanyard"],
            OpenVault = (_, _, _) => Vault,
            Person = Person,
            In = Input is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(Input)),
        };

    public async Task<CliRun> RunAsync(params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var exitCode = await Application.RunAsync(arguments, Surroundings(output, error));
        return new CliRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _server.Dispose();
        Home.Dispose();
    }
}

/// <summary>How a command ended.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public JsonElement Json => Parse(Out);

    /// <summary>Checks that it failed in this way, with nothing on stdout.</summary>
    public CliRun Failed(int exitCode, string code)
    {
        Assert.Equal((exitCode, ""), (ExitCode, Out));
        Assert.Contains($"[{code}]", Error, StringComparison.Ordinal);
        return this;
    }

    public CliRun Done()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}{Out}");
        return this;
    }

    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
