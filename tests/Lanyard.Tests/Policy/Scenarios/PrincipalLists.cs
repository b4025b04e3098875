using System.Text.Json.Nodes;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>Principal and NotPrincipal elements that often name the caller.</summary>
internal static class PrincipalLists
{
    private static readonly string[] Strangers =
    [
        "arn:aws:iam::333333333333:user/ana", "333333333333", "arn:aws:iam::111111111111:user/carl", "arn:aws:iam::111111111111:user/*", "arn:aws:iam::111111111111:user/Ana",
        "arn:aws:sts::111111111111:assumed-role/deploy/three", "arn:aws:sts::111111111111:assumed-role/deploy/*", "arn:aws:iam::222222222222:role/deploy", "arn:aws:iam::111111111111:role/deployer",
    ];

    public static JsonNode Named(Random random, string? arn, string kind)
    {
        int choice = random.Next(10);
        if (kind == "endpoint")
        {
            // What an account in an endpoint's policy means differs by the endpoint's kind.
            return choice < 7 || arn == null || arn.EndsWith(":root", StringComparison.Ordinal) ? "*" : new JsonObject { ["AWS"] = random.Next(2) == 0 ? arn : Strangers[0] };
        }

        if (choice == 0 && kind != "trust")
        {
            return random.Next(2) == 0 ? "*" : new JsonObject { ["AWS"] = "*" };
        }

        var element = new JsonObject { ["AWS"] = OneOrMany(random, () => random.Next(10) < 7 ? Identity(random, arn) : Strangers[random.Next(Strangers.Length)]) };
        if (random.Next(3) == 0)
        {
            element["Service"] = OneOrMany(random, () => random.Next(2) == 0 ? "sns.amazonaws.com" : "lambda.amazonaws.com");
        }

        if (random.Next(5) == 0)
        {
            element["Federated"] = random.Next(2) == 0 ? "accounts.google.com" : "www.amazon.com";
        }

        return element;
    }

    /// <summary>All names of the caller, or none of them: in between, the documentation says only what might happen.</summary>
    public static JsonNode Excepted(Random random, string arn) =>
        new JsonObject { ["AWS"] = new JsonArray([.. (random.Next(3) < 2 ? [.. Identities(arn), Strangers[0]] : Strangers[..2]).Select(name => (JsonNode)name)]) };

    private static string Identity(Random random, string? arn)
    {
        string[] all = [.. Identities(arn ?? "arn:aws:iam::111111111111:user/ana")];
        return all[random.Next(all.Length)];
    }

    private static IEnumerable<string> Identities(string arn)
    {
        string[] parts = arn.Split(':', 6);
        yield return parts[4][0] == '2' ? parts[4] : $"arn:aws:iam::{parts[4]}:root";
        if (parts[5].StartsWith("assumed-role/", StringComparison.Ordinal))
        {
            yield return $"arn:aws:iam::{parts[4]}:role/{parts[5].Split('/')[1]}";
        }

        if (parts[5] != "root")
        {
            yield return arn;
        }
    }

    private static JsonNode OneOrMany(Random random, Func<string> item) =>
        random.Next(3) < 2 ? item() : new JsonArray([.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => (JsonNode)item())]);
}
