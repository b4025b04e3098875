using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Sandboxes;

/// <summary>A sandbox of a test class's own: <c>lanyard sandbox start</c>, stopped as a service manager would.</summary>
public class SandboxFixture : IAsyncLifetime
{
    private readonly UserHome _home = new();
    private RunningProcess? _process;

    /// <summary>Gets the variables that it printed.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; private set; } = new Dictionary<string, string>();

    /// <summary>Gets its address.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Gets the link that lets a browser in to its page.</summary>
    public string PageLink { get; private set; } = "";

    /// <summary>Gets what it was asked.</summary>
    public CallLog Calls { get; private set; } = new("");

    /// <summary>Gets its folder, which holds the files its variables name.</summary>
    public string Folder => Path.GetDirectoryName(Variables["AWS_CA_BUNDLE"])!;

    /// <summary>Gets the config file that leads into it.</summary>
    public string Config => File.ReadAllText(Variables["AWS_CONFIG_FILE"]);

    /// <summary>Gets the user and password of its sign-in page.</summary>
    public (string UserName, string Password) Person
    {
        get
        {
            var signIn = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "sign-in.json")))!;
            var userName = (string)signIn["userName"]!;
            return (userName, (string)signIn["passwords"]![userName]!);
        }
    }

    /// <summary>Gets the access key of <c>ci</c>, an IAM user: somebody else's identity, and a valid one.</summary>
    public (string Id, string Secret) OtherKey
    {
        get
        {
            var lines = File.ReadAllLines(Variables["AWS_SHARED_CREDENTIALS_FILE"]);
            return (Value(lines, "aws_access_key_id"), Value(lines, "aws_secret_access_key"));
        }
    }

    /// <summary>Gets the seed; null for the sandbox's own.</summary>
    protected virtual string? Seed => null;

    /// <summary>Gets the place that programs in it find themselves in; null for a developer's machine.</summary>
    protected virtual string? Place => null;

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        var log = _home.PathOf("calls.jsonl");
        string[] seed = Seed is { } text ? ["--seed", _home.Write("seed.json", text)] : [];
        _process = _home.StartLanyard(["sandbox", "start", "--call-log", log, "--format", "json", .. seed, .. Place is { } place ? new[] { "--in", place } : []]);
        Variables = await _process.WaitForAsync((output, _) => Parse(output));
        Url = new Uri(Variables["AWS_ENDPOINT_URL"]);
        PageLink = await _process.WaitForAsync((_, error) => Regex.Match(error, @"in a browser: (http\S+)\r?\n") is { Success: true } link ? link.Groups[1].Value : null);
        Calls = new CallLog(log);
        SecretWatch.Know(Person.Password, "the sandbox's sign-in page");
        if (File.ReadAllText(Variables["AWS_SHARED_CREDENTIALS_FILE"]).Contains("aws_secret_access_key", StringComparison.Ordinal))
        {
            SecretWatch.Know(OtherKey.Secret, "the sandbox's credentials file");
        }
    }

    /// <summary>Stops it, and gives what it said: which hosts that aren't AWS's its proxy was asked for, and refused.</summary>
    public async Task<Ended> StopAsync()
    {
        await using var process = _process ?? throw new InvalidOperationException("not started");
        _process = null;
        await process.SignalAsync("TERM");
        return (await process.EndAsync()).Succeeded();
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await StopAsync();
        }

        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Dictionary<string, string>? Parse(string output)
    {
        try
        {
            return output.Length == 0 ? null : JsonNode.Parse(output)!.AsObject().ToDictionary(v => v.Key, v => (string)v.Value!);
        }
        catch (JsonException)
        {
            // Not all of it is here yet.
            return null;
        }
    }

    private static string Value(IEnumerable<string> lines, string key) =>
        lines.Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries)).First(parts => parts[0] == key)[1];
}

/// <summary>A sandbox, and a user who is signed in to it by the real way: the page, approved by the sandbox's <c>BROWSER</c>.</summary>
public class SignedInSandbox : SandboxFixture
{
    private UserHome? _user;

    /// <summary>Gets the user.</summary>
    public UserHome User => _user ?? throw new InvalidOperationException("not started");

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _user = new UserHome(this);
        (await _user.LanyardAsync("login", "--profile", "dev")).Succeeded();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _user?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
