using System.Text.Json;
using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Policy;

/// <summary>
/// <c>policy simulate</c> and the sandbox's SimulatePrincipalPolicy, asked by boto3, decide the same files alike. Of each file of the corpus the first
/// scenarios that a user of IAM can stand in; <c>CorpusParityTests</c> has them all.
/// </summary>
public sealed class SimulatePrincipalPolicyTests
{
    private const int OfEach = 12;

    private static readonly string[] Takes = ["name", "request", "identityPolicies", "permissionsBoundaries", "resourcePolicy"];

    private static readonly string[] Refused = ["\" s3:", "\"*:", "\"Action\":[]", "\"Resource\":[]"];

    [Fact]
    public async Task Both_decide_alike()
    {
        await using var sandbox = new OneAccount();
        await sandbox.InitializeAsync();
        using var home = new UserHome(sandbox);
        List<JsonNode> scenarios = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "corpus"), "*.json")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(entry => entry!["scenario"]!).Where(IsFit).Take(OfEach).Select(s => s.DeepClone()))];
        Assert.True(scenarios.Count > 180, $"{scenarios.Count} scenarios");
        var file = Path.Combine(home.Folder, "scenarios.json");
        await File.WriteAllTextAsync(file, new JsonArray([.. scenarios.Select(s => s.DeepClone())]).ToJsonString(), TestContext.Current.CancellationToken);

        var simulated = JsonDocument.Parse((await home.LanyardAsync("policy", "simulate", "--scenario", file, "--json")).Succeeded().Out).RootElement.EnumerateArray();
        var asked = JsonNode.Parse((await home.RunAsync(
            "/usr/bin/env", "-u", "AWS_ENDPOINT_URL", Requires.Boto3(), Path.Combine(Repository.Clients, "simulate-corpus.py"), file)).Succeeded().Out)!.AsArray();

        Assert.Equal(
            simulated.Select(r => $"{r.GetProperty("name")}: {r.GetProperty("decision")}"),
            scenarios.Zip(asked, (s, decision) => $"{s["name"]}: {decision}"));
    }

    // Without a policy of the resource the operation answers for the caller's side alone; some policies and tags IAM doesn't take.
    private static bool IsFit(JsonNode scenario)
    {
        var request = scenario["request"]!;
        var (resource, hasPolicy) = ((string)request["resource"]!, scenario["resourcePolicy"] is not null);
        return request["principal"] is JsonValue principal && ((string)principal!).StartsWith("arn:aws:iam::111122223333:user/", StringComparison.Ordinal)
            && scenario.AsObject().All(p => Takes.Contains(p.Key))
            && request["resourceAccount"] is not null
            && (hasPolicy || ((string)request["resourceAccount"]! == "111122223333" && !resource.Contains("key/", StringComparison.Ordinal) && !resource.Contains(":role/", StringComparison.Ordinal)))
            && !(request["context"]?.AsObject().Any(k => k.Key.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase) && (k.Value is not JsonValue value || ((string)value!).AsSpan().ContainsAny("*?${}"))) ?? false)
            && !Refused.Any(text => scenario.ToJsonString().Contains(text, StringComparison.Ordinal));
    }

    /// <summary>The account of the corpus's callers.</summary>
    private sealed class OneAccount : SandboxFixture
    {
        protected override string Seed =>
            """
            {"accounts":[{"id":"111122223333","name":"dev"},{"id":"444455556666","name":"other"}],
             "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}],
              "permissionSets":[{"name":"Developer"}],"assignments":[{"user":"alice","account":"dev","permissionSet":"Developer"}]},
             "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]}]}
            """;
    }
}
