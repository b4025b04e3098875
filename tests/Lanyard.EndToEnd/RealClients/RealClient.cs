using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>Who a client found itself to be.</summary>
public sealed record Identity(string Account, string Arn)
{
    /// <summary>Reads the JSON that clients, and <c>lanyard whoami --json</c>, print.</summary>
    public static Identity Parse(string json)
    {
        var node = JsonNode.Parse(json)!;
        return new Identity((string)node[nameof(Account)]!, (string)node[nameof(Arn)]!);
    }
}

/// <summary>A client of AWS that isn't ours.</summary>
public static class RealClient
{
    private const string AskInPython =
        """import boto3, json; r = boto3.client("sts").get_caller_identity(); print(json.dumps({k: r[k] for k in ("Account", "Arn")}))""";

    /// <summary>The clients that find all of their settings by themselves.</summary>
    public static IReadOnlyList<string> Names { get; } = ["aws-cli", "boto3", "js-v3"];

    /// <summary>The clients, also those whose program sets the endpoint in code, or has to be built.</summary>
    public static IReadOnlyList<string> AllNames { get; } = [.. Names, "js-v2", "dotnet"];

    /// <summary>
    /// Gives the command that prints who the client is. The Python ones are given no endpoint variable, whether they know it or not:
    /// they find the sandbox through the HTTPS proxy, with its certificate.
    /// </summary>
    public static IReadOnlyList<string> CallerIdentity(string client) => client switch
    {
        "aws-cli" => ["/usr/bin/env", "-u", "AWS_ENDPOINT_URL", AwsCli(), "sts", "get-caller-identity", "--output", "json"],
        "boto3" => ["/usr/bin/env", "-u", "AWS_ENDPOINT_URL", Requires.Boto3(), "-c", AskInPython],
        "js-v3" => [Requires.JavaScriptSdk(), Path.Combine(Repository.Clients, "caller-identity.mjs")],
        "js-v2" => [Requires.JavaScriptSdk(), Path.Combine(Repository.Clients, "caller-identity-v2.mjs")],
        "dotnet" => [.. Requires.DotnetSdk(), "--caller-identity"],
        _ => throw new ArgumentException($"no client {client}", nameof(client)),
    };

    /// <summary>Gives the command that prints the client's version.</summary>
    public static IReadOnlyList<string> Version(string client) => client switch
    {
        "aws-cli" => [AwsCli(), "--version"],
        "boto3" => [Requires.Boto3(), "-c", "import boto3; print(boto3.__version__)"],
        "js-v3" => [Requires.JavaScriptSdk(), Path.Combine(Repository.Clients, "caller-identity.mjs"), "--version"],
        _ => throw new ArgumentException($"no client {client}", nameof(client)),
    };

    /// <summary>Gives the AWS CLI's path.</summary>
    public static string AwsCli() => Requires.Program("aws", "awscli");
}
