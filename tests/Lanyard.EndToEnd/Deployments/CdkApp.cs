using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Deployments;

/// <summary>
/// The app in <c>apps/cdk</c>, with the policies that <c>policy generate</c> makes of it and of the bootstrap, and throw-away sandboxes to deploy it in.
/// Its users are <c>admin</c>, <c>bootstrapper</c> and <c>deployer</c>.
/// </summary>
public class CdkApp : IAsyncLifetime
{
    /// <summary>Bootstraps as the administrator, with the generated policies for what CloudFormation does.</summary>
    public const string Bootstrap = "(export AWS_PROFILE=admin; cdk bootstrap aws://111111111111/eu-west-1 --cloudformation-execution-policies \"$EXECUTION\")";

    /// <summary>Deploys the app.</summary>
    public const string Deploy = "cdk deploy --app cdk.out --require-approval never";

    private const string Account = "111111111111";
    private const string PolicyArn = $"arn:aws:iam::{Account}:policy/";

    // What the deployment changes of each type, without needing a permission that the first one doesn't.
    private static readonly IReadOnlyDictionary<string, (string Property, JsonNode Value)> Changes = new Dictionary<string, (string, JsonNode)>
    {
        ["AWS::ApiGateway::RestApi"] = ("Description", "changed"),
        ["AWS::ApiGateway::Stage"] = ("Description", "changed"),
        ["AWS::ApiGatewayV2::Api"] = ("Description", "changed"),
        ["AWS::ApiGatewayV2::Integration"] = ("TimeoutInMillis", 1000),
        ["AWS::DynamoDB::Table"] = ("BillingMode", "PAY_PER_REQUEST"),
        ["AWS::Events::Rule"] = ("Description", "changed"),
        ["AWS::IAM::Role"] = ("Description", "changed"),
        ["AWS::Lambda::EventSourceMapping"] = ("BatchSize", 5),
        ["AWS::Lambda::Function"] = ("MemorySize", 256),
        ["AWS::SQS::Queue"] = ("VisibilityTimeout", 60),
        ["Custom::S3BucketNotifications"] = ("SkipDestinationValidation", true),
    };

    private readonly UserHome _user = new();
    private readonly List<string> _logs = [];
    private readonly (string Folder, string Stack, string Framework) _app;

    /// <summary>Initializes a new instance of the <see cref="CdkApp"/> class.</summary>
    public CdkApp()
        : this("cdk", "orders-dev", "cdk")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="CdkApp"/> class, for what another tool made with CDK.</summary>
    /// <param name="folder">The folder under <c>apps</c>.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="framework">The tool.</param>
    protected CdkApp(string folder, string stack, string framework) => _app = (folder, stack, framework);

    /// <summary>Gets the generated policies by their names: <c>deployer</c>, <c>boundary</c>, <c>service-role-1</c> and so on, and <c>bootstrapper</c>.</summary>
    public IReadOnlyDictionary<string, JsonObject> Policies { get; private set; } = new Dictionary<string, JsonObject>();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Requires.DeployTools();
        Copy(Path.Combine(Repository.Root, "tests", "Lanyard.EndToEnd", "apps", _app.Folder, "cdk.out"), _user.PathOf("cdk.out"));
        WriteChanged();
        var app = await GenerateAsync("--framework", _app.Framework, "--template", _user.PathOf("cdk.out"), "--for", "both", "--boundary-document", "--split");
        var bootstrap = await GenerateAsync("--framework", "cdk-bootstrap");
        Policies = app.Select(p => ((string)p!["name"]!, p["document"]!)).Append(("bootstrapper", bootstrap.Single()!["document"]!)).ToDictionary(p => p.Item1, p => p.Item2.DeepClone().AsObject());
    }

    /// <summary>Gives the policies of which one lacks an action.</summary>
    public IReadOnlyDictionary<string, JsonObject> Without(string action, Func<string, bool> ofPolicy)
    {
        var isThere = false;
        var policies = Policies.ToDictionary(p => p.Key, p => p.Value.DeepClone().AsObject());
        foreach (var statements in policies.Where(p => ofPolicy(p.Key)).Select(p => p.Value["Statement"]!.AsArray()))
        {
            foreach (var statement in statements.ToList())
            {
                var actions = statement!["Action"] is JsonArray many ? many.Select(a => (string)a!).ToList() : [(string)statement["Action"]!];
                if (actions.Remove(action))
                {
                    (isThere, statement["Action"]) = (true, new JsonArray([.. actions.Select(a => JsonValue.Create(a))]));
                }

                if (actions.Count == 0)
                {
                    statements.Remove(statement);
                }
            }
        }

        Assert.True(isThere, $"no policy has {action}");
        return policies;
    }

    /// <summary>Runs scripts in a sandbox of their own, up to one that ends ill. <c>cdk</c> is the tool; the app is in <c>cdk.out</c>, and changed in <c>changed.out</c>.</summary>
    /// <param name="policies">What the users may do.</param>
    /// <param name="scripts">The scripts, of which each command must end well.</param>
    public async Task<(Ended Ended, IReadOnlyList<Call> Calls)> InSandboxAsync(IReadOnlyDictionary<string, JsonObject> policies, params IReadOnlyList<string> scripts)
    {
        await using var sandbox = new Sandbox(Seed(policies).ToJsonString());
        await sandbox.InitializeAsync();
        using var home = new UserHome(sandbox);
        var ended = new Ended("", 0, "", "");
        foreach (var script in scripts.TakeWhile(_ => ended.ExitCode == 0))
        {
            var one = await home.RunAsync(Command(script, home.PathOf(".cdk")));
            ended = new Ended($"{ended.Command}\n{script}", one.ExitCode, ended.Out + one.Out, ended.Error + one.Error);
        }

        var log = _user.PathOf($"calls-{_logs.Count}.jsonl");
        File.Copy(sandbox.Calls.Path, log);
        _logs.Add(log);
        Assert.DoesNotContain("refused", (await sandbox.StopAsync()).Error, StringComparison.Ordinal);
        return (ended, new CallLog(log).Read());
    }

    /// <summary>Tells whether a policy is for what CloudFormation does.</summary>
    public static bool IsExecution(string policy) => policy.StartsWith("service-role", StringComparison.Ordinal);

    /// <summary>Keeps the calls of the newest sandbox, where the test that had it failed.</summary>
    public void KeepCallsOfFailure()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed && _logs is [.., var log] && File.Exists(log))
        {
            File.Copy(log, Repository.Artifact("deployments", $"{_app.Folder}-{TestContext.Current.TestMethod?.MethodName}-{Path.GetFileName(log)}"), true);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _user.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private IReadOnlyList<string> Command(string script, string cdkHome)
    {
        var (node, packages) = Requires.DeployTools();
        var execution = string.Join(',', Policies.Keys.Where(IsExecution).Select(name => PolicyArn + name));
        return
        [
            "/usr/bin/env", "CI=true", "NODE_NO_WARNINGS=1", "CDK_DISABLE_CLI_TELEMETRY=true", $"CDK_HOME={cdkHome}", "AWS_PROFILE=deployer", $"EXECUTION={execution}", "/bin/sh", "-ec",
            $"cd '{_user.Folder}'\ncdk() {{ '{node}' '{Path.Combine(packages, "aws-cdk", "bin", "cdk")}' \"$@\" --no-notices 2>&1; }}\n{script}",
        ];
    }

    private JsonObject Seed(IReadOnlyDictionary<string, JsonObject> policies)
    {
        var seed = JsonNode.Parse(
            """
            {"accounts":[{"id":"111111111111","name":"dev","managedPolicies":[]}],
             "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}]},
             "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]}]}
            """)!.AsObject();
        foreach (var (name, policy) in policies)
        {
            if (name is "deployer" or "bootstrapper")
            {
                seed["iamUsers"]!.AsArray().Add(new JsonObject
                {
                    ["name"] = name,
                    ["account"] = "dev",
                    ["accessKeys"] = new JsonArray(new JsonObject()),
                    ["policies"] = new JsonArray(new JsonObject { ["name"] = "deploy", ["policy"] = policy.DeepClone() }),
                });
            }
            else
            {
                seed["accounts"]![0]!["managedPolicies"]!.AsArray().Add(new JsonObject { ["name"] = name == "boundary" ? $"{_app.Stack}-boundary" : name, ["policy"] = policy.DeepClone() });
            }
        }

        return seed;
    }

    // A template is uploaded under the hash of its text.
    private void WriteChanged()
    {
        Copy(_user.PathOf("cdk.out"), _user.PathOf("changed.out"));
        var assets = JsonNode.Parse(File.ReadAllText(_user.PathOf($"changed.out/{_app.Stack}.assets.json")))!["files"]!.AsObject();
        var hash = assets.Single(asset => (string)asset.Value!["source"]!["path"]! == $"{_app.Stack}.template.json").Key;
        foreach (var file in Directory.EnumerateFiles(_user.PathOf("changed.out"), "*.json"))
        {
            File.WriteAllText(file, File.ReadAllText(file).Replace(hash, new string('f', 64), StringComparison.Ordinal));
        }

        var path = _user.PathOf($"changed.out/{_app.Stack}.template.json");
        var template = JsonNode.Parse(File.ReadAllText(path))!;
        foreach (var (_, resource) in template["Resources"]!.AsObject())
        {
            if (Changes.TryGetValue((string)resource!["Type"]!, out var change))
            {
                resource["Properties"] ??= new JsonObject();
                resource["Properties"]![change.Property] = change.Value.DeepClone();
            }
        }

        File.WriteAllText(path, template.ToJsonString());
    }

    private async Task<JsonArray> GenerateAsync(params string[] arguments)
    {
        var made = (await _user.LanyardAsync(["policy", "generate", "--account", Account, "--region", "eu-west-1", .. arguments, "--json"])).Succeeded();
        return JsonNode.Parse(made.Out)!["policies"]!.AsArray();
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private sealed class Sandbox(string seed) : SandboxFixture
    {
        protected override string Seed => seed;
    }
}
