using System.Text.Json;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>That the corpus covers what it is there for, and that each entry says where its answer comes from.</summary>
public sealed class CorpusShapeTests
{
    private const int AtLeast = 850;

    private static readonly string[] Operators =
    [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
        "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
        "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
    ];

    private static readonly string[] Lists = ["identityPolicies", "permissionsBoundaries", "sessionPolicies", "serviceControlPolicies", "resourceControlPolicies", "vpcEndpointPolicies"];

    [Fact]
    public void There_are_enough_entries_and_no_two_have_one_name()
    {
        List<CorpusEntry> all = [.. Corpus.All];
        Assert.True(all.Count >= AtLeast, $"{all.Count} entries");
        Assert.Empty(all.GroupBy(entry => entry.Name).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(all, entry => Assert.StartsWith(entry.File + ": ", entry.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void No_two_entries_ask_the_same() => Assert.Empty(
        Corpus.All.GroupBy(entry => string.Concat(entry.Scenario.EnumerateObject().Where(property => property.Name != "name")))
            .Where(same => same.Count() > 1)
            .Select(same => string.Join(" = ", same.Select(entry => entry.Name))));

    [Fact]
    public void Each_entry_names_its_page_and_its_reason()
    {
        foreach (CorpusEntry entry in Corpus.All)
        {
            Assert.Contains(entry.Expect, new[] { "allowed", "explicitDeny", "implicitDeny" });
            Assert.Matches(@"^https://(docs\.aws\.amazon\.com|aws\.amazon\.com/blogs/security)/\S+$", entry.Page);
            Assert.Matches(@"^.{15,}[.]$", entry.Because);
            Assert.True(entry.Evidence is null || entry.Evidence.Length > 20, entry.Name);
        }
    }

    [Fact]
    public void Every_operator_occurs_in_every_form()
    {
        HashSet<string> used = [.. Corpus.All.SelectMany(entry => Documents(entry.Scenario)).SelectMany(Statements).SelectMany(Written)];
        Assert.Equal(27, Operators.Length);
        Assert.Empty(Operators.SelectMany(name => new[] { name, name == "Null" ? name : name + "IfExists", "ForAllValues:" + name, "ForAnyValue:" + name }).Except(used));
    }

    [Fact]
    public void Every_operator_decides_both_ways()
    {
        foreach (string name in Operators)
        {
            List<string> expected = [.. Corpus.All.Where(entry => Documents(entry.Scenario).SelectMany(Statements).SelectMany(Written).Contains(name)).Select(entry => entry.Expect)];
            Assert.True(expected.Contains("allowed") && expected.Exists(decision => decision != "allowed"), name);
        }
    }

    [Fact]
    public void Every_policy_type_decides_each_way_and_stands_beside_four_others()
    {
        foreach (string type in Lists.Append("resourcePolicy"))
        {
            List<CorpusEntry> with = [.. Corpus.All.Where(entry => entry.Scenario.TryGetProperty(type, out _))];
            foreach (string decision in new[] { "allowed", "explicitDeny", "implicitDeny" })
            {
                Assert.True(with.Exists(entry => entry.Expect == decision), $"{type}: {decision}");
            }

            Assert.True(with.Exists(entry => entry.Scenario.EnumerateObject().Count() >= 7), $"{type} beside four other types");
        }
    }

    [Fact]
    public void Every_policy_type_decides_each_way_beside_identity_policies_alone()
    {
        foreach (string type in Lists.Append("resourcePolicy"))
        {
            HashSet<string> allowed = ["name", "request", "identityPolicies", type];
            IEnumerable<string> decisions = Corpus.All
                .Where(entry => entry.Scenario.TryGetProperty(type, out _) && entry.Scenario.EnumerateObject().All(property => allowed.Contains(property.Name)))
                .Select(entry => entry.Expect);
            Assert.Equal(["allowed", "explicitDeny", "implicitDeny"], decisions.Distinct().Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("user")]
    [InlineData("root")]
    [InlineData("assumed-role")]
    [InlineData("federated-user")]
    public void Callers_of_an_account_ask_in_it_and_in_another(string kind)
    {
        IEnumerable<bool> across = Corpus.All.Select(entry => entry.Scenario.GetProperty("request"))
            .Where(request => Kind(request.GetProperty("principal")) == kind && request.TryGetProperty("resourceAccount", out _))
            .Select(request => request.GetProperty("principal").GetString()!.Split(':')[4] != request.GetProperty("resourceAccount").GetString());
        Assert.Equal([false, true], across.Distinct().Order());
    }

    [Fact]
    public void Every_kind_of_principal_asks()
    {
        HashSet<string> kinds = [.. Corpus.All.Select(entry => Kind(entry.Scenario.GetProperty("request").GetProperty("principal")))];
        Assert.Equal(["anonymous", "assumed-role", "federated", "federated-user", "role", "root", "service", "user"], kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SCPs_stand_on_one_level_and_on_more() =>
        Assert.Equal([1, 2, 3], Corpus.All.Select(entry => entry.Scenario).Where(scenario => scenario.TryGetProperty("serviceControlPolicies", out _))
            .Select(scenario => scenario.GetProperty("serviceControlPolicies").GetArrayLength()).Distinct().Order());

    private static string Kind(JsonElement principal) => principal.ValueKind == JsonValueKind.Object
        ? principal.EnumerateObject().Single().Name
        : principal.GetString()!.Split(':', 6)[5].Split('/')[0];

    private static IEnumerable<JsonElement> Documents(JsonElement scenario)
    {
        foreach (JsonProperty property in scenario.EnumerateObject())
        {
            if (property.Name == "resourcePolicy")
            {
                yield return property.Value;
            }
            else if (Lists.Contains(property.Name))
            {
                foreach (JsonElement item in property.Value.EnumerateArray().SelectMany(level => level.TryGetProperty("policies", out JsonElement own) ? own.EnumerateArray().AsEnumerable() : [level]))
                {
                    yield return item.GetProperty("policy");
                }
            }
        }
    }

    private static IEnumerable<JsonElement> Statements(JsonElement document)
    {
        JsonElement statements = document.GetProperty("Statement");
        return statements.ValueKind == JsonValueKind.Array ? statements.EnumerateArray() : [statements];
    }

    private static IEnumerable<string> Written(JsonElement statement) =>
        statement.TryGetProperty("Condition", out JsonElement condition) ? condition.EnumerateObject().Select(block => block.Name) : [];
}
