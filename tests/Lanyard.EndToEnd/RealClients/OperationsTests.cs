using System.Diagnostics;
using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>
/// Every operation of the sandbox's services, called by the AWS CLI and boto3, Debian's and the newest there is, and by the SDK for JavaScript; the scenario of a service
/// and what it expects are in <c>clients/SERVICE-operations.py</c>. Each runs in a sandbox of its own. <c>clients/shapes.py</c> holds what the Python ones get against the
/// newest models of the services.
/// </summary>
public sealed class OperationsTests
{
    private static readonly string[] Services = ["apigateway", "cloudformation", "cloudtrail", "ecr", "iam", "identitystore", "lambda", "logs", "organizations", "s3", "sso-admin", "ssm", "sts"];

    // Whichever client asks, the answers are held against the newest models there are.
    private static readonly Lazy<string> ServiceModels = new(() => Said(Requires.Botocore(), "import os, botocore; print(os.path.join(os.path.dirname(botocore.__file__), 'data'))"));

    public static IEnumerable<TheoryDataRow<string, string, bool>> Clients =>
        from service in Services
        from client in new[] { ("boto3", false), ("boto3", true), ("aws", false), ("aws", true), ("js-v3", false) }
        select new TheoryDataRow<string, string, bool>(service, client.Item1, client.Item2);

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task The_scenario_ends_well_and_calls_all_that_the_page_lists(string service, string client, bool isNewest)
    {
        await using SandboxFixture sandbox = service == "sts" ? new TokenSandbox() : new LabSandbox();
        var command = Command(service, client, isNewest);
        await sandbox.InitializeAsync();
        using var home = new UserHome(sandbox);
        var said = JsonNode.Parse((await home.RunAsync(["/usr/bin/env", $"CALL_LOG={sandbox.Calls.Path}", $"SERVICE_MODELS={ServiceModels.Value}", .. command])).Succeeded().Out)!;
        var listed = Listed(service, NameOf(client));
        Assert.Equal(listed.Select(l => l.Name).Order(StringComparer.Ordinal), Names(said, "answered").Concat(Names(said, "absent")).Order(StringComparer.Ordinal));
        Assert.Subset(listed.Where(l => l.IsNew).Select(l => l.Name).ToHashSet(StringComparer.Ordinal), Names(said, "absent").ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain(sandbox.Calls.Read(), call => call.Status >= 500 && call.Error != "NotImplemented");
    }

    /// <summary>The rows of the page that name a client, under the service's heading.</summary>
    private static (string Name, bool IsNew)[] Listed(string service, string client) => [.. File.ReadAllLines(Path.Combine(Repository.Root, "docs", "sandbox-operations.md"))
        .SkipWhile(l => l != $"## {service}")
        .Skip(1)
        .TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
        .Where(l => l.StartsWith("| `", StringComparison.Ordinal) && l.Contains(client, StringComparison.Ordinal))
        .Select(l => (l.Split('`')[1], l.Split('`')[2].StartsWith('*')))];

    // The Python ones find the sandbox by names such as iam.amazonaws.com, which the proxy answers; the SDK for JavaScript knows no proxy.
    private static IReadOnlyList<string> Command(string service, string client, bool isNewest)
    {
        var scenario = Path.Combine(Repository.Clients, $"{service}-operations.py");
        if (client == "js-v3")
        {
            return [Requires.Boto3(), scenario, client, Requires.JavaScriptSdk()];
        }

        var python = isNewest ? Requires.Botocore() : Requires.Boto3();
        Assert.SkipUnless(Has(python, client == "aws" ? "awscli.clidriver" : "boto3"), $"{python} has no {client}");
        return ["/usr/bin/env", "-u", "AWS_ENDPOINT_URL", python, scenario, client];
    }

    private static string NameOf(string client) => client switch { "aws" => "AWS CLI", "js-v3" => "SDK for JavaScript", _ => client };

    private static IEnumerable<string> Names(JsonNode said, string member) => said[member]!.AsArray().Select(n => (string)n!);

    private static string Said(string python, string program)
    {
        using var asked = Process.Start(new ProcessStartInfo(python, ["-c", program]) { RedirectStandardOutput = true })!;
        return asked.StandardOutput.ReadToEnd().Trim();
    }

    private static bool Has(string python, string module)
    {
        using var asked = Process.Start(new ProcessStartInfo(python, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
        asked.WaitForExit();
        return asked.ExitCode == 0;
    }

    /// <summary>A sandbox with an administrator and a user who may do nothing, and administrators of other accounts.</summary>
    private sealed class LabSandbox : SandboxFixture
    {
        protected override string Seed =>
            """
            {"accounts":[{"id":"111111111111","name":"dev"},{"id":"222222222222","name":"second"},{"id":"333333333333","name":"third"}],
             "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}],
              "permissionSets":[{"name":"Developer"}],"assignments":[{"user":"alice","account":"dev","permissionSet":"Developer"}]},
             "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
              {"name":"limited","account":"dev","accessKeys":[{}]},
              {"name":"other","account":"second","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
              {"name":"outside","account":"third","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
              {"name":"member-admin","account":"second","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]}],
             "roles":[{"name":"functions","account":"dev","trust":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}}],
             "functions":[{"name":"orders-api","account":"dev","role":"functions"},{"name":"orders-jobs","account":"dev","role":"functions","runtime":"python3.13","handler":"jobs.run"}]}
            """;
    }

    /// <summary>The same with a CI job, whose tokens say more than those of others, and an operation that is throttled.</summary>
    private sealed class TokenSandbox : SandboxFixture
    {
        protected override string Place => "github";

        protected override string Seed =>
            """
            {"accounts":[{"id":"111111111111","name":"dev"}],
             "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}],
              "permissionSets":[{"name":"Developer"}],"assignments":[{"user":"alice","account":"dev","permissionSet":"Developer"}]},
             "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
              {"name":"limited","account":"dev","accessKeys":[{}]}],
             "webIdentity":{"issuer":"https://token.actions.githubusercontent.com","audiences":["sts.amazonaws.com"]},
             "roles":[{"name":"ci","account":"dev","trust":{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}}],
             "ciJob":{"account":"dev","role":"ci","subject":"repo:example/app:ref:refs/heads/main","claims":{"repository_id":"74",
              "https://aws.amazon.com/tags":{"principal_tags":{"Team":["blue"]},"transitive_tag_keys":["Team"]}}},
             "throttle":[{"service":"sts","operation":"GetAccessKeyInfo","callsPerSecond":"1"}]}
            """;
    }
}
