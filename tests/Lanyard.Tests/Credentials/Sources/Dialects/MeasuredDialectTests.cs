using System.Text.Json;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Sources.Dialects;
using Lanyard.Tests.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>Each dialect against what its SDK did in the same 130 states of a machine, and wrote down.</summary>
public class MeasuredDialectTests
{
    /// <summary>The dialects that were measured, and the columns that hold their SDKs' answers.</summary>
    private static readonly Dictionary<string, string> Columns = new()
    {
        ["botocore"] = "botocore-1.43.67",
        ["awscli-v2"] = "awscli-2.36.7",
        ["js-v3"] = "js-v3",
        ["js-v2"] = "js-v2",
        ["js-v2-load-config"] = "js-v2+loadconfig",
        ["dotnet"] = "dotnet-v4",
        ["go-v2"] = "go-v2",
    };

    public static TheoryData<string> Measured { get; } = [.. Dialect.All.Select(d => d.Name).Where(Columns.ContainsKey)];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Measured))]
    public async Task Plan_and_run_end_where_the_sdk_ended(string name)
    {
        var dialect = Dialect.Find(name)!;
        using var measured = JsonDocument.Parse(File.ReadAllBytes(Conformance.File("chain-cases.json")));
        var wrong = new List<string>();
        var count = 0;
        foreach (var one in measured.RootElement.GetProperty("cases").EnumerateArray())
        {
            count++;
            if (await CompareAsync(dialect, one) is { } difference)
            {
                wrong.Add($"{one.GetProperty("name")} ({one.GetProperty("note")}): {difference}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count}:\n{string.Join('\n', wrong)}");
        Assert.True(count >= 130);
    }

    private static async Task<string?> CompareAsync(Dialect dialect, JsonElement one)
    {
        var column = Columns[dialect.Name];
        var theirs = one.GetProperty("results").GetProperty(column);
        using var rig = new MeasurementRig(one);
        var ours = await rig.ResolveAsync(dialect, one.GetProperty("explicit_profile").GetString());
        var id = theirs.TryGetProperty("akid", out var akid) ? akid.GetString() : null;
        if (ours.AccessKeyId != id)
        {
            return $"{ours.AccessKeyId ?? "error: " + ours.Error}; the SDK gives {id ?? "error: " + theirs.GetProperty("error")}";
        }

        if (id is not null && ours.HasToken != theirs.GetProperty("token").GetBoolean())
        {
            return $"{(ours.HasToken ? "a" : "no")} session token came along";
        }

        if (theirs.TryGetProperty("process_runs", out var runs) && runs.GetInt32() != rig.ProcessRuns)
        {
            return $"the credential_process ran {rig.ProcessRuns} times, and {runs} times with the SDK";
        }

        return one.TryGetProperty("sts_requests", out var requests) && requests.TryGetProperty(column, out var sent)
            ? CompareCalls(sent, rig)
            : null;
    }

    private static string? CompareCalls(JsonElement sent, MeasurementRig rig)
    {
        if (sent.GetArrayLength() != rig.StsCalls.Count)
        {
            return $"{rig.StsCalls.Count} calls of STS, and {sent.GetArrayLength()} by the SDK";
        }

        foreach (var (theirs, ours) in sent.EnumerateArray().Zip(rig.StsCalls))
        {
            foreach (var parameter in new[] { "DurationSeconds", "ExternalId", "RoleArn" })
            {
                var (expected, actual) = (theirs.TryGetProperty(parameter, out var value) ? value.GetString() : null, QueryString.Get(ours, parameter));
                if (expected != actual)
                {
                    return $"{parameter} is {actual ?? "not sent"}; the SDK sends {expected ?? "none"}";
                }
            }
        }

        return null;
    }
}
