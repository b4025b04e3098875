using System.Diagnostics;
using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Policy;

/// <summary>
/// What real clients print when they are refused is enough for a policy that lets them through: refused, <c>generate --from-failure</c>, put, allowed. The calls
/// are in <c>clients/from-failure.py</c>.
/// </summary>
public sealed class FromFailureTests
{
    [Theory]
    [InlineData("boto3", false)]
    [InlineData("aws", true)]
    [InlineData("js-v3", false)]
    public async Task A_user_who_may_do_nothing_comes_to_the_least_that_their_calls_need(string client, bool isNewest)
    {
        IReadOnlyList<string> node = client == "js-v3" ? [Requires.JavaScriptSdk()] : [];
        var python = isNewest ? Requires.Botocore() : Requires.Boto3();
        Assert.SkipUnless(Has(python, "boto3") && (client != "aws" || Has(python, "awscli.clidriver")), $"{python} has no {client}");
        await using var sandbox = new OneUser();
        await sandbox.InitializeAsync();
        using var home = new UserHome(sandbox);
        var said = JsonNode.Parse((await home.RunAsync(["/usr/bin/env", .. Unset(client), python, Path.Combine(Repository.Clients, "from-failure.py"), LanyardBinary.Path, client, .. node])).Succeeded().Out)!;

        Assert.Equal(
            ["AddRoleToInstanceProfile", "AssumeRole", "CreateRole", "GetUser", "ListRoles"],
            said["refused"]!.AsArray().Select(operation => (string)operation!).Distinct().Order(StringComparer.Ordinal));

        // A role is put into an instance profile with the right to pass it. The SDK for JavaScript doesn't say in which call it failed.
        var statements = said["statements"]!.AsArray();
        var passed = Assert.Single(statements, statement => statement!["Action"]!.ToJsonString().Contains("iam:PassRole", StringComparison.Ordinal))!;
        Assert.Equal(client == "js-v3" ? null : "ec2.amazonaws.com", (string?)passed["Condition"]?["StringEquals"]?["iam:PassedToService"]);
        Assert.Equal("arn:aws:iam::111111111111:role/web", (string)passed["Resource"]!);

        // The action of listing roles takes no resource; it was the first to be refused, behind what the user had.
        Assert.Equal(["iam:GetAccountSummary", "iam:ListRoles"], statements.Where(statement => statement!["Resource"]!.ToJsonString() == "\"*\"").Select(statement => (string)statement!["Action"]!));
    }

    // The SDK for JavaScript knows no proxy; the others find the sandbox by its names.
    private static IReadOnlyList<string> Unset(string client) => client == "js-v3" ? [] : ["-u", "AWS_ENDPOINT_URL"];

    private static bool Has(string python, string module)
    {
        using var asked = Process.Start(new ProcessStartInfo(python, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
        asked.WaitForExit();
        return asked.ExitCode == 0;
    }

    /// <summary>An account with an administrator, and a user who may do nothing.</summary>
    private sealed class OneUser : SandboxFixture
    {
        protected override string Seed =>
            """
            {"accounts":[{"id":"111111111111","name":"dev"}],
             "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}],
              "permissionSets":[{"name":"Developer"}],"assignments":[{"user":"alice","account":"dev","permissionSet":"Developer"}]},
             "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
              {"name":"limited","account":"dev","accessKeys":[{}]}]}
            """;
    }
}
