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
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            Measure(file, int.Parse(rounds, CultureInfo.InvariantCulture));
        }

        return 0;
    default:
        Console.Error.WriteLine("files FOLDER | measure FOLDER ROUNDS");
        return 2;
}

static void Measure(string file, int rounds)
{
    var text = File.ReadAllText(file);
    var scenarios = ScenarioReader.Read(text).Scenarios;
    var cases = scenarios.Select(scenario => (Request: ScenarioSimulator.RequestOf(scenario), scenario.Policies)).ToArray();
    var outcomes = cases.Select(one => AccessEvaluator.Decide(one.Request, one.Policies).Outcome).Distinct().ToArray();

    Decide(cases, TimeSpan.FromSeconds(3)); // Until the code is compiled for good.
    var speeds = Enumerable.Range(0, rounds).Select(_ => Decide(cases, TimeSpan.FromSeconds(0.5))).Order().ToArray();

    var before = GC.GetAllocatedBytesForCurrentThread();
    foreach (var (request, policies) in cases)
    {
        AccessEvaluator.Decide(request, policies);
    }

    var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / cases.Length;
    Read(text, TimeSpan.FromSeconds(3));
    var reading = Read(text, TimeSpan.FromSeconds(0.5)) / scenarios.Length;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileNameWithoutExtension(file)}\t{string.Join(',', outcomes)}\t{speeds[^1]:F0}\t{speeds[speeds.Length / 2]:F0}\t{allocated}\t{reading:F0}"));
}

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
