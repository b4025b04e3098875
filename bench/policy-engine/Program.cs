using System.Globalization;
using Lanyard.Bench.PolicyEngine;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Scenarios;

// `files FOLDER` writes the scenarios; `measure FOLDER ROUNDS` decides them and prints a line for each file:
// name, decisions, decisions a second of processor time (the best round, and the median), bytes allocated a decision, and microseconds of
// it to read and compile one.
switch (args)
{
    case ["files", var folder]:
        Cases.Write(folder);
        return 0;
    case ["measure", var folder, var rounds]:
        Measure([.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Scenarios.Of)], int.Parse(rounds, CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("files FOLDER | measure FOLDER ROUNDS");
        return 2;
}

static void Measure(Scenarios[] all, int rounds)
{
    // Until the code is compiled for good: the runtime does that on the same core.
    foreach (var one in all)
    {
        Decide(one.Cases, TimeSpan.FromSeconds(2));
        Read(one.Text, TimeSpan.FromSeconds(2));
    }

    var (speeds, readings) = (all.ToDictionary(one => one, _ => new List<double>()), all.ToDictionary(one => one, _ => new List<double>()));
    for (var round = 0; round < rounds; round++)
    {
        foreach (var one in all)
        {
            speeds[one].Add(Decide(one.Cases, TimeSpan.FromSeconds(0.5)));
            readings[one].Add(Read(one.Text, TimeSpan.FromSeconds(0.5)) / one.Cases.Length);
        }
    }

    foreach (var one in all)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var (request, policies) in one.Cases)
        {
            AccessEvaluator.Decide(request, policies);
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / one.Cases.Length;
        var outcomes = one.Cases.Select(c => AccessEvaluator.Decide(c.Request, c.Policies).Outcome).Distinct();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Name}\t{string.Join(',', outcomes)}\t{speeds[one].Max():F0}\t{Median(speeds[one]):F0}\t{allocated}\t{Median(readings[one]):F0}"));
    }
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

static double Read(string text, TimeSpan time)
{
    var count = 0;
    var start = Environment.CpuUsage.TotalTime;
    for (; Environment.CpuUsage.TotalTime - start < time; count++)
    {
        ScenarioReader.Read(text);
    }

    return (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / count;
}

static double Decide((AccessRequest Request, AccessPolicies Policies)[] cases, TimeSpan time)
{
    var (count, allowed) = (0L, 0L);
    var start = Environment.CpuUsage.TotalTime;
    while (Environment.CpuUsage.TotalTime - start < time)
    {
        for (var i = 0; i < 100; i++)
        {
            foreach (var (request, policies) in cases)
            {
                allowed += AccessEvaluator.Decide(request, policies).IsAllowed ? 1 : 0;
            }
        }

        count += 100L * cases.Length;
    }

    GC.KeepAlive(allowed);
    return count / (Environment.CpuUsage.TotalTime - start).TotalSeconds;
}

/// <summary>The scenarios of a file, and their text.</summary>
internal sealed record Scenarios(string Name, string Text, (AccessRequest Request, AccessPolicies Policies)[] Cases)
{
    public static Scenarios Of(string file)
    {
        var text = File.ReadAllText(file);
        return new Scenarios(
            Path.GetFileNameWithoutExtension(file), text,
            [.. ScenarioReader.Read(text).Scenarios.Select(scenario => (ScenarioSimulator.RequestOf(scenario), scenario.Policies))]);
    }
}
