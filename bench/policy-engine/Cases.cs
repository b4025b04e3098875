using System.Globalization;
using System.Text.Json.Nodes;

namespace Lanyard.Bench.PolicyEngine;

/// <summary>The cases: each a file of scenarios, the same for every engine.</summary>
internal static class Cases
{
    private const string Account = "111111111111";

    private static readonly string[] Services = ["s3", "ec2", "lambda", "dynamodb", "sqs", "sns", "kms", "logs", "iam", "ecs"];

    /// <summary>Writes the files.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Save("1-identity", Requests(_ => new JsonObject { ["identityPolicies"] = Named(Simple()) }));
        Save("2-boundary-and-two-scps", Requests(_ => new JsonObject
        {
            ["identityPolicies"] = Named(Simple()),
            ["permissionsBoundaries"] = Named(Document(Allow("s3:*", "*"), Allow("logs:*", "*"))),
            ["serviceControlPolicies"] = new JsonArray(Target("r-root"), Target("ou-1")),
        }));
        Save("3-sixty-statements", Requests(_ => new JsonObject { ["identityPolicies"] = Named(Sixty()) }));
        Save("4-conditions", Requests(_ => new JsonObject { ["identityPolicies"] = Named(WithConditions()) }));
        Save("5-cross-account", Requests(
            _ => new JsonObject
            {
                ["identityPolicies"] = Named(Simple()),
                ["resourcePolicy"] = Document(With(Allow("s3:GetObject", "arn:aws:s3:::reports/*"), "Principal", new JsonObject { ["AWS"] = Account })),
            },
            owner: "222222222222"));
        Save("6-denied", Requests(_ => new JsonObject { ["identityPolicies"] = Named(Document(Allow("s3:Put*", "arn:aws:s3:::reports/*"))) }));

        void Save(string name, JsonArray scenarios) => File.WriteAllText(Path.Combine(folder, $"{name}.json"), scenarios.ToJsonString());
    }

    // Sixteen requests each, so that nothing is answered from a single remembered one.
    private static JsonArray Requests(Func<int, JsonObject> policies, string owner = Account) => new(
        [.. Enumerable.Range(0, 16).Select(i =>
        {
            var scenario = policies(i);
            scenario["name"] = i.ToString(CultureInfo.InvariantCulture);
            scenario["request"] = new JsonObject
            {
                ["principal"] = $"arn:aws:iam::{Account}:user/ann",
                ["action"] = "s3:GetObject",
                ["resource"] = $"arn:aws:s3:::reports/2026/{i}/summary.pdf",
                ["resourceAccount"] = owner,
                ["context"] = new JsonObject
                {
                    ["aws:username"] = "ann",
                    ["aws:SourceIp"] = $"203.0.113.{i}",
                    ["aws:CurrentTime"] = "2026-06-01T12:00:00Z",
                    ["aws:SecureTransport"] = "true",
                    ["aws:PrincipalArn"] = $"arn:aws:iam::{Account}:user/ann",
                },
            };
            return (JsonNode)scenario;
        })]);

    private static JsonObject Simple() => Document(
        Allow("s3:Get*", "arn:aws:s3:::reports/*"), Allow("s3:ListBucket", "arn:aws:s3:::reports"), Deny("s3:*", "arn:aws:s3:::secret/*"));

    private static JsonObject WithConditions()
    {
        var condition = new JsonObject
        {
            ["IpAddress"] = new JsonObject { ["aws:SourceIp"] = new JsonArray("198.51.100.0/24", "203.0.113.0/24") },
            ["StringLike"] = new JsonObject { ["aws:PrincipalArn"] = $"arn:aws:iam::{Account}:user/*" },
            ["DateLessThan"] = new JsonObject { ["aws:CurrentTime"] = "2027-01-01T00:00:00Z" },
            ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "true" },
        };
        return Document(With(Allow("s3:GetObject", "arn:aws:s3:::reports/*/summary.pdf"), "Condition", condition));
    }

    private static JsonObject Sixty()
    {
        var statements = Enumerable.Range(0, 59).Select(i =>
        {
            var service = Services[i % Services.Length];
            return i % 5 == 4
                ? Deny($"{service}:Delete*", $"arn:aws:{service}:::prod-{i}/*")
                : Allow($"{service}:{(i % 3 == 0 ? "Describe*" : $"Get{i}")}", $"arn:aws:{service}:::thing-{i}/*");
        });
        return Document([.. statements, Allow("s3:GetObject", "arn:aws:s3:::reports/*")]);
    }

    private static JsonObject Target(string name) => new()
    {
        ["target"] = name,
        ["policies"] = new JsonArray(
            new JsonObject { ["name"] = "FullAWSAccess", ["policy"] = Document(Allow("*", "*")) },
            new JsonObject { ["name"] = "guard", ["policy"] = Document(Deny("organizations:LeaveOrganization", "*"), Deny("iam:*", $"arn:aws:iam::{Account}:role/guard")) }),
    };

    private static JsonArray Named(JsonObject document) => new(new JsonObject { ["name"] = "policy", ["policy"] = document });

    private static JsonObject Document(params JsonObject[] statements) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray([.. statements.Select(statement => (JsonNode)statement)]),
    };

    private static JsonObject Allow(string action, string resource) => Statement("Allow", action, resource);

    private static JsonObject Deny(string action, string resource) => Statement("Deny", action, resource);

    private static JsonObject Statement(string effect, string action, string resource) =>
        new() { ["Effect"] = effect, ["Action"] = action, ["Resource"] = resource };

    private static JsonObject With(JsonObject statement, string name, JsonNode value)
    {
        statement[name] = value;
        return statement;
    }
}
