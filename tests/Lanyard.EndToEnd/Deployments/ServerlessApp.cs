using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Deployments;

/// <summary>
/// The app in <c>apps/serverless</c>, in a folder of its own and packaged by a tool, with the policies that <c>policy generate</c> makes of the package, and throw-away
/// sandboxes to deploy it in. Serverless Framework 3 finds these by their proxy, osls by <c>AWS_ENDPOINT_URL</c>.
/// </summary>
/// <param name="tool">The npm package of the tool.</param>
internal sealed class ServerlessApp(string tool) : IDisposable
{
    public const string RoleArn = "arn:aws:iam::111111111111:role/orders-cfn";

    private const string Statements = "Statement";

    private readonly UserHome _user = new();
    private readonly List<string> _logs = [];

    /// <summary>Gets what the user <c>deployer</c> may do; with a role of CloudFormation's that is little.</summary>
    public JsonObject Deployer { get; private set; } = [];

    /// <summary>Gets what CloudFormation's role may do; <see langword="null"/> where the deployer's permissions count.</summary>
    public JsonObject? ServiceRole { get; private set; }

    private JsonObject Boundary { get; set; } = [];

    private string Folder => _user.PathOf("app");

    /// <summary>Packages the app, and has its policies made.</summary>
    public static async Task<ServerlessApp> PackageAsync(string tool, bool hasRole = false)
    {
        var app = new ServerlessApp(tool);
        Copy(Path.Combine(Repository.Root, "tests", "Lanyard.EndToEnd", "apps", "serverless"), app.Folder);
        if (hasRole)
        {
            // The framework's custom resources then have that role too, and none of their own.
            var file = Path.Combine(app.Folder, "serverless.yml");
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Split("  # The framework makes this role")[0]);
        }

        (await app.RunAsync(app.Command(
            hasRole ? $"export DEPLOYMENT_ROLE={RoleArn}\nsls package" : "sls package", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY=none"))).Succeeded();
        var policies = await app.GenerateAsync(hasRole ? ["--for", "both", "--service-role", RoleArn] : ["--for", "deployer"]);
        (app.Deployer, app.Boundary) = (policies["deployer"], policies["boundary"]);
        app.ServiceRole = policies.GetValueOrDefault("service-role");
        return app;
    }

    /// <summary>Gives a policy without an action.</summary>
    public static JsonObject Without(JsonObject policy, string action)
    {
        var without = policy.DeepClone().AsObject();
        var isThere = false;
        foreach (var statement in without[Statements]!.AsArray().ToList())
        {
            var actions = statement!["Action"] is JsonArray many ? many.Select(a => (string)a!).ToList() : [(string)statement["Action"]!];
            isThere |= actions.Remove(action);
            statement["Action"] = new JsonArray([.. actions.Select(a => JsonValue.Create(a))]);
            if (actions.Count == 0)
            {
                without[Statements]!.AsArray().Remove(statement);
            }
        }

        Assert.True(isThere, $"the policy has no {action}");
        return without;
    }

    /// <summary>Runs a script in a sandbox of its own; <c>sls</c> is the tool, at the stage dev.</summary>
    /// <param name="script">The script, of which each command must end well.</param>
    /// <param name="who">The user: <c>admin</c> or <c>deployer</c>.</param>
    /// <param name="policy">What the deployer may do; <see langword="null"/> for what was generated.</param>
    public async Task<(Ended Ended, IReadOnlyList<Call> Calls)> InSandboxAsync(string script, string who, JsonObject? policy = null)
    {
        var seed = _user.Write("seed.json", Seed(policy ?? Deployer).ToJsonString());
        var log = _user.PathOf($"calls-{_logs.Count}.jsonl");
        _logs.Add(log);
        var role = ServiceRole is null ? "" : $"export DEPLOYMENT_ROLE={RoleArn}\n";
        var found = tool == "osls" ? "unset HTTPS_PROXY https_proxy HTTP_PROXY http_proxy" : "unset AWS_ENDPOINT_URL";
        var ended = await RunAsync([LanyardBinary.Path, "sandbox", "exec", "--seed", seed, "--call-log", log, "--", .. Command($"{found}\n{role}{script}", $"AWS_PROFILE={who}")]);
        return (ended, new CallLog(log).Read());
    }

    /// <summary>Keeps the calls of the last sandbox where the test failed: <c>artifacts/deployments</c>.</summary>
    public void KeepCalls()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed && _logs is [.., var log] && File.Exists(log))
        {
            var name = string.Concat((TestContext.Current.Test?.TestDisplayName ?? "")[(typeof(ServerlessApp).Namespace!.Length + 1)..].Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
            File.Copy(log, Repository.Artifact("deployments", $"{name}.jsonl"), true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _user.Dispose();

    // Node takes its time where many things run at once.
    private async Task<Ended> RunAsync(IReadOnlyList<string> command)
    {
        await using var process = _user.Start(command);
        return await process.EndAsync(TimeSpan.FromMinutes(5));
    }

    private IReadOnlyList<string> Command(string script, params string[] variables)
    {
        var (node, packages) = Requires.DeployTools();
        return
        [
            "/usr/bin/env", "CI=true", "NODE_NO_WARNINGS=1", "SLS_TELEMETRY_DISABLED=1", "SLS_NOTIFICATIONS_MODE=off", "SLS_AWS_REQUEST_MAX_RETRIES=0", "SLS_AWS_MONITORING_FREQUENCY=100", .. variables,
            "/bin/sh", "-ec", $"cd '{Folder}'\nsls() {{ '{node}' '{Path.Combine(packages, tool, "bin", "serverless.js")}' \"$@\" --stage dev 2>&1; }}\n{script}",
        ];
    }

    private async Task<IReadOnlyDictionary<string, JsonObject>> GenerateAsync(params string[] whom)
    {
        var made = (await _user.LanyardAsync(
            ["policy", "generate", "--framework", "serverless", "--template", Path.Combine(Folder, ".serverless"), "--account", "111111111111", "--region", "eu-west-1", .. whom, "--boundary-document", "--json"])).Succeeded();
        return JsonNode.Parse(made.Out)!["policies"]!.AsArray().ToDictionary(p => (string)p!["name"]!, p => p!["document"]!.DeepClone().AsObject());
    }

    private JsonObject Seed(JsonObject deployer)
    {
        var seed = JsonNode.Parse(
            """
            {"accounts":[{"id":"111111111111","name":"dev","managedPolicies":[{"name":"orders-api-dev-boundary","policy":{}}]}],
             "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}],
              "permissionSets":[{"name":"Developer"}],"assignments":[{"user":"alice","account":"dev","permissionSet":"Developer"}]},
             "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
              {"name":"deployer","account":"dev","accessKeys":[{}],"policies":[{"name":"deploy","policy":{}}]}],"roles":[]}
            """)!.AsObject();
        seed["accounts"]![0]!["managedPolicies"]![0]!["policy"] = Boundary.DeepClone();
        seed["iamUsers"]![1]!["policies"]![0]!["policy"] = deployer.DeepClone();
        if (ServiceRole is not null)
        {
            var role = JsonNode.Parse(
                """
                {"name":"orders-cfn","account":"dev","policies":[{"name":"deploy","policy":{}}],
                 "trust":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["cloudformation.amazonaws.com","lambda.amazonaws.com"]},"Action":"sts:AssumeRole"}]}}
                """)!;
            role["policies"]![0]!["policy"] = ServiceRole.DeepClone();
            seed["roles"]!.AsArray().Add(role);
        }

        return seed;
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
}
