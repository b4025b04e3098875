using System.Text.Json.Nodes;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>
/// Scenarios by the million, the same for the same number. The vocabulary is small, so that policies often speak of what is asked; what
/// the documentation leaves open is left out.
/// </summary>
internal sealed class ScenarioGenerator(int seed)
{
    private const string Own = "111111111111";
    private const string Other = "222222222222";

    private static readonly string[] Actions = ["s3:GetObject", "s3:PutObject", "S3:getobject", "sqs:SendMessage", "iam:PassRole", "kms:Decrypt", "sts:AssumeRole", "ec2:DescribeInstances", "kms:ListKeys"];

    private static readonly string[] ActionPatterns =
    [
        "*", "*", "*", "*", "*", "*", "s3:*", "s3:*", "S3:Get*", "s3:?etObject", "s3:*Object", "sqs:SendMessage", "SQS:*", "iam:*", "iam:PassRole", "kms:*", "kms:decrypt", "sts:AssumeRole", "sts:*",
        "ec2:Describe*", "s3:GetObject", "s3:PutObject", "s3:Get*Obj?ct", "s3:G*t*t", "kms:List*", "ec2:DescribeInstance", "s3:getobjec",
    ];

    private static readonly string[] Keys = ["a/b", "a/b/c", "ana/x", "*/x", "A/b", "a\nb", "blue", "a", "what?", "${aws:username}/x", "aab", ""];

    private static readonly string[] KeyPatterns =
    [
        "*", "*", "a/*", "*/x", "?/b", "a?b", "a/b", "*b", "**", "a*b*", "A/*", "*a*b", "??b", "", "blue", "a/b?",
        "${aws:username}/*", "${aws:username}/x", "${aws:PrincipalTag/team}", "${AWS:principaltag/TEAM}*", "${aws:username, 'ana'}/x", "${aws:PrincipalTag/none, 'blue'}", "${aws:PrincipalTag/none}", "${ex:list}*",
    ];

    private static readonly string[] EscapedPatterns = ["${*}/x", "${*}*", "what${?}", "${$}{aws:username}/x", "${*}"];

    private readonly Random _random = new(seed);
    private readonly ConditionGenerator _conditions = new(seed);

    public string Next()
    {
        JsonNode principal = Principal(out string? arn);
        string account = arn?.Split(':')[4] ?? "";
        string action = One(Actions);
        string resource = Resource(action, out string owner);
        var request = new JsonObject { ["principal"] = principal, ["action"] = action, ["resource"] = resource };
        if (owner.Length > 0)
        {
            request["resourceAccount"] = owner;
        }

        if (_conditions.Context() is { Count: > 0 } context)
        {
            request["context"] = context;
        }

        var scenario = new JsonObject { ["name"] = "generated", ["request"] = request };
        bool session = arn != null && (arn.Contains(":assumed-role/", StringComparison.Ordinal) || arn.Contains(":federated-user/", StringComparison.Ordinal));
        bool linked = arn != null && arn.Contains("AWSServiceRoleFor", StringComparison.Ordinal);
        if (arn != null && !arn.EndsWith(":root", StringComparison.Ordinal))
        {
            Add(scenario, "identityPolicies", Chance(90) ? Many(1 + Rare(2), () => Named(Wide(45, Document(null)))) : null);
            Add(scenario, "permissionsBoundaries", Chance(25) && !linked ? Many(1, () => Named(Wide(50, Document(null)))) : null);
            Add(scenario, "sessionPolicies", session && !linked && Chance(40) ? Many(1 + Rare(2), () => Named(Wide(50, Document(null)))) : null);
        }

        Add(scenario, "serviceControlPolicies", Chance(30) ? Many(1 + _random.Next(3), () => Level(5, () => Wide(80, Document(null)))) : null);
        Add(scenario, "resourceControlPolicies", Chance(15) ? Many(1 + _random.Next(2), () => Level(30, () => Document("RCP"))) : null);
        bool trust = action == "sts:AssumeRole";
        if (trust || action == "kms:Decrypt" || Chance(50))
        {
            scenario["resourcePolicy"] = Document(trust ? "trust" : "resource", arn);
        }

        Add(scenario, "vpcEndpointPolicies", Chance(12) ? Many(1, () => Named(Wide(60, Document("endpoint", arn), "*"))) : null);
        return scenario.ToJsonString();

        string Resource(string asked, out string owned)
        {
            owned = Chance(80) || account.Length == 0 ? Own : Other;
            string service = asked.Split(':')[0];
            string text = asked switch
            {
                "ec2:DescribeInstances" or "kms:ListKeys" => "*",
                _ when service is "s3" or "S3" => "arn:aws:s3:::bucket" + (Chance(90) ? "/" + One(Keys) : ""),
                _ when service == "sqs" => $"arn:aws:sqs:eu-west-1:{owned}:queue",
                _ when service == "kms" => $"arn:aws:kms:eu-west-1:{owned}:key/1",
                _ => $"arn:aws:iam::{owned}:role/target",
            };
            if (text == "*")
            {
                owned = account.Length > 0 ? account : Own;
            }
            else if (service is not ("s3" or "S3") && Chance(50))
            {
                owned = "";
            }

            return text;
        }
    }

    private JsonNode Principal(out string? arn)
    {
        arn = One(
            $"arn:aws:iam::{Own}:user/ana", $"arn:aws:iam::{Own}:user/ana", $"arn:aws:iam::{Own}:user/team/bob", $"arn:aws:sts::{Own}:assumed-role/deploy/one", $"arn:aws:sts::{Own}:assumed-role/deploy/one",
            $"arn:aws:sts::{Own}:assumed-role/deploy/two", $"arn:aws:iam::{Own}:role/deploy", $"arn:aws:sts::{Own}:federated-user/ana", $"arn:aws:iam::{Own}:root",
            $"arn:aws:sts::{Own}:assumed-role/AWSServiceRoleForECS/x", $"arn:aws:sts::{Other}:assumed-role/audit/one", $"arn:aws:iam::{Other}:user/ana", null, null);
        return arn != null ? arn : Chance(50) ? new JsonObject { ["service"] = One("sns.amazonaws.com", "lambda.amazonaws.com") }
            : Chance(50) ? new JsonObject { ["anonymous"] = true }
            : new JsonObject { ["federated"] = "accounts.google.com" };
    }

    /// <summary>A document for one kind of policy: null is an identity policy or another without principals.</summary>
    private JsonObject Document(string? kind, string? arn = null)
    {
        string? version = One("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17", null);
        var statements = new JsonArray();
        for (int i = 1 + Rare(3); i > 0; i--)
        {
            statements.Add(Statement(kind, arn, version == "2012-10-17"));
        }

        var document = new JsonObject();
        if (version != null)
        {
            document["Version"] = version;
        }

        JsonNode? first = statements[0];
        if (statements.Count == 1 && Chance(20))
        {
            statements.RemoveAt(0);
            document["Statement"] = first;
        }
        else
        {
            document["Statement"] = statements;
        }

        return document;
    }

    private JsonObject Statement(string? kind, string? arn, bool variables)
    {
        bool deny = kind == "RCP" || Chance(25);
        var statement = new JsonObject();
        if (kind != null)
        {
            bool not = deny && kind == "resource" && arn != null && Chance(20);
            statement[not ? "NotPrincipal" : "Principal"] = kind == "RCP" ? "*" : not ? PrincipalLists.Excepted(_random, arn!) : PrincipalLists.Named(_random, arn, kind);
        }

        statement["Effect"] = deny ? "Deny" : "Allow";
        statement[kind == "RCP" || Chance(92) ? "Action" : "NotAction"] = OneOrMany(() => One(ActionPatterns));
        if (kind != "trust")
        {
            statement[Chance(92) ? "Resource" : "NotResource"] = OneOrMany(() => ResourcePattern(variables));
        }

        if (Chance(deny ? 60 : 25))
        {
            statement["Condition"] = _conditions.Condition(variables);
        }

        return statement;
    }

    private string ResourcePattern(bool variables) => _random.Next(10) switch
    {
        < 5 => "*",
        < 8 => "arn:aws:s3:::" + One("bucket", "bucke?", "*", "b*t") + One("/", "/", "/", "*") + (variables && Chance(15) ? One(EscapedPatterns) : One(KeyPatterns)),
        8 when Chance(50) => $"arn:aws:sqs:{One("*", "eu-west-1", "eu-*", "us-east-1", "")}:{One("*", Own, Other)}:{One("queue", "*", "q?eue")}",
        _ when Chance(50) => $"arn:aws:kms:eu-west-1:{One(Own, Other, "*")}:{One("key/*", "key/1", "*", "*/1")}",
        _ => $"arn:{One("aws", "*")}:iam::{One(Own, "*", "1*")}:role/{One("*", "target", "t*t")}",
    };

    /// <summary>The document, now and then with everything allowed besides.</summary>
    private JsonObject Wide(int percent, JsonObject document, string? principal = null)
    {
        if (Chance(percent) && document["Statement"] is JsonArray statements)
        {
            var everything = new JsonObject { ["Effect"] = "Allow", ["Action"] = "*", ["Resource"] = "*" };
            if (principal != null)
            {
                everything["Principal"] = principal;
            }

            statements.Add(everything);
        }

        return document;
    }

    private JsonNode Level(int emptyPercent, Func<JsonObject> document) => new JsonObject
    {
        ["target"] = "t",
        ["policies"] = Chance(emptyPercent) ? new JsonArray() : Many(1 + Rare(2), () => Named(document())),
    };

    private static JsonObject Named(JsonObject document) => new() { ["name"] = "p", ["policy"] = document };

    private static void Add(JsonObject scenario, string name, JsonArray? list)
    {
        if (list != null)
        {
            scenario[name] = list;
        }
    }

    private static JsonArray Many(int count, Func<JsonNode> item) => [.. Enumerable.Range(0, count).Select(_ => item())];

    private JsonNode OneOrMany(Func<string> item) =>
        Chance(60) ? item() : new JsonArray([.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => (JsonNode)item())]);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private int Rare(int below) => Chance(70) ? 0 : _random.Next(below);

    private T One<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
