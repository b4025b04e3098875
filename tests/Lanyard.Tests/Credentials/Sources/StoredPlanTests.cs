using System.Text;
using System.Text.Json.Nodes;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources;

public sealed class StoredPlanTests : IDisposable
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private readonly TemporaryFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Every_source_comes_back_as_it_was_written()
    {
        var random = new Random(20261122);
        var kinds = new HashSet<string>();
        for (var i = 0; i < 2000; i++)
        {
            var source = SourceSamples.Make(random);
            kinds.Add(source.Kind);
            Assert.Equal(source, SourceJson.Read(JsonFields.Parse(Encoding.UTF8.GetBytes(SourceJson.Write(source)))));
        }

        // A new kind of source must be among the samples, or it is not proved to come back.
        Assert.Equal(typeof(Source).GetNestedTypes().Length, kinds.Count);
    }

    [Fact]
    public void A_plan_comes_back_as_it_was_stored()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var plan = Plan(SourceSamples.Make(random)) with
            {
                Profile = i % 2 == 0 ? null : "p",
                Region = i % 3 == 0 ? null : "eu-west-1",
                AccountId = i % 5 == 0 ? null : "111111111111",
                CaBundle = i % 7 == 0 ? null : "/ca.pem",
                Role = i % 11 == 0 ? null : "arn:aws:iam::111111111111:role/r",
                LongestSession = i % 13 == 0 ? null : TimeSpan.FromMinutes(15 + i),
                Below = i % 4 == 0 ? null : new ProfileBelow("dev", "222222222222", "mine", i),
            };
            Store(plan.ToJson());
            var back = StoredPlan.Read(_run.Path, Id);
            Assert.Equal(
                (plan.Profile, plan.Region, plan.AccountId, plan.Files, plan.CaBundle, plan.Role, plan.LongestSession, plan.Below, plan.Source),
                (back.Profile, back.Region, back.AccountId, back.Files, back.CaBundle, back.Role, back.LongestSession, back.Below, back.Source));
            Assert.Equal(plan.Endpoints.ByService, back.Endpoints.ByService);
            Assert.Equal(plan.Endpoints with { ByService = back.Endpoints.ByService }, back.Endpoints);
        }
    }

    [Fact]
    public void A_stored_plan_runs_its_one_source_and_stops_there()
    {
        var plan = Plan(new Source.Process("p", "cmd")).ToPlan();
        Assert.Equal([new Candidate(new Source.Process("p", "cmd"), OnFailure.Stop)], plan.Candidates);
        Assert.Equal(("p", "eu-west-1"), (plan.Profile, plan.Region));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef/123456789abcdef")]
    public void An_id_that_exec_never_writes_is_no_path_to_a_file(string id) =>
        Assert.Equal(ErrorCodes.PlanNotFound, Assert.Throws<CredentialsException>(() => StoredPlan.Read(_run.Path, id)).Code);

    [Fact]
    public void A_plan_whose_exec_has_ended_is_not_there() =>
        Assert.Equal(ErrorCodes.PlanNotFound, Assert.Throws<CredentialsException>(() => StoredPlan.Read(_run.Path, Id)).Code);

    [Fact]
    public void A_plan_that_was_spoilt_anywhere_is_not_there()
    {
        var json = Plan(new Source.AssumeRole("r", new Source.Container(new Uri("http://127.0.0.1/"), "T")) { DurationSeconds = 900 }).ToJson();
        Assert.All(Enumerable.Range(0, json.Length), length => Refused(json.AsSpan(0, length)));

        // Every value, at every depth, in turn as another type.
        foreach (var path in Paths(JsonNode.Parse(json)!))
        {
            foreach (var other in new[] { "{}", "[]", "1.5", "99999999999999", "\"\\ud800\"", "true" })
            {
                var root = JsonNode.Parse(json)!;
                Replace(root, path, "HERE");
                Store(Encoding.UTF8.GetBytes(root.ToJsonString().Replace("\"HERE\"", other, StringComparison.Ordinal)));
                try
                {
                    StoredPlan.Read(_run.Path, Id);
                }
                catch (CredentialsException e)
                {
                    Assert.Equal(ErrorCodes.PlanNotFound, e.Code);
                }
            }
        }

        Refused("{\"version\":2}"u8);
        Refused("{}"u8);
        Refused("[1]"u8);
    }

    [Fact]
    public void An_unknown_kind_of_source_is_refused()
    {
        var json = Encoding.UTF8.GetString(Plan(new Source.Process("p", "cmd")).ToJson()).Replace("\"process\"", "\"teleport\"", StringComparison.Ordinal);
        Refused(Encoding.UTF8.GetBytes(json));
    }

    private static StoredPlan Plan(Source source) => new(
        "p", "eu-west-1", "111111111111", new SharedConfigLocations("/c", "/d"),
        new EndpointSettings
        {
            ForAll = "http://127.0.0.1:1/",
            ByService = new Dictionary<string, string> { ["sts"] = "https://sts.example.com" },
            UseFips = true,
            LegacyGlobalSts = true,
        },
        "/ca.pem", source);

    private static IEnumerable<string[]> Paths(JsonNode node, params string[] above) => node is JsonObject members
        ? members.SelectMany(m => Paths(m.Value ?? JsonValue.Create("")!, [.. above, m.Key]).Append([.. above, m.Key]))
        : [];

    private static void Replace(JsonNode root, string[] path, JsonNode? value)
    {
        foreach (var name in path[..^1])
        {
            root = root[name]!;
        }

        root[path[^1]] = value;
    }

    private void Store(byte[] json)
    {
        Directory.CreateDirectory(_run[Id]);
        File.WriteAllBytes(Path.Combine(_run[Id], StoredPlan.FileName), json);
    }

    private void Refused(ReadOnlySpan<byte> json)
    {
        Store(json.ToArray());
        Assert.Equal(ErrorCodes.PlanNotFound, Assert.Throws<CredentialsException>(() => StoredPlan.Read(_run.Path, Id)).Code);
    }
}
