using System.Diagnostics;
using System.Globalization;
using Lanyard.Bench.PolicyCheck;
using Lanyard.Policy.Lint;

// `findings PACKAGE` prints what the rules find in AWS's managed policies, by rule; PACKAGE is the npm package's managedPolicies.json.
// `show PACKAGE RULE` prints the messages of one rule. `files PACKAGE FOLDER` writes the documents, one file each. `measure PACKAGE ROUNDS`
// prints for each round the seconds that reading and checking all of them took, with one thread and with all; `rules PACKAGE` the time of each rule.
switch (args)
{
    case ["findings", var package]:
        Findings(ManagedPolicy.Read(package));
        return 0;
    case ["show", var package, var rule]:
        foreach (var policy in ManagedPolicy.Read(package))
        {
            foreach (var finding in policy.Check().Where(finding => finding.Rule.Id == rule))
            {
                Console.WriteLine($"{policy.Name} {finding.Place.Path}: {finding.Message}");
            }
        }

        return 0;
    case ["files", var package, var folder]:
        Directory.CreateDirectory(folder);
        foreach (var policy in ManagedPolicy.Read(package))
        {
            File.WriteAllText(Path.Combine(folder, policy.Name + ".json"), policy.Text);
        }

        return 0;
    case ["measure", var package, var rounds]:
        Measure(ManagedPolicy.Read(package), int.Parse(rounds, CultureInfo.InvariantCulture));
        return 0;
    case ["rules", var package]:
        Rules(ManagedPolicy.Read(package));
        return 0;
    default:
        Console.Error.WriteLine("findings PACKAGE | show PACKAGE RULE | files PACKAGE FOLDER | measure PACKAGE ROUNDS | rules PACKAGE");
        return 2;
}

static void Findings(ManagedPolicy[] policies)
{
    var found = policies.SelectMany(policy => policy.Check().Select(finding => (policy.Name, finding.Rule.Id, Place: Short(finding.Place.Path.ToString()))));
    foreach (var rule in found.GroupBy(finding => finding.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
    {
        var names = rule.GroupBy(finding => finding.Name).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        Console.WriteLine($"{rule.Key}: {rule.Count()} in {names.Count} policies");
        foreach (var policy in names)
        {
            Console.WriteLine($"  {policy.Key}: {string.Join(' ', policy.Select(finding => finding.Place))}");
        }
    }
}

// Statement[3].Action[0] is 3.Action[0]: nearly all places are in statements.
static string Short(string place) => place.StartsWith("Statement[", StringComparison.Ordinal)
    ? string.Concat(place["Statement[".Length..].Split(']', 2))
    : place.Length == 0 ? "document" : place;

static void Measure(ManagedPolicy[] policies, int rounds)
{
    for (var round = 0; round < rounds; round++)
    {
        var one = Seconds(() => policies.Sum(policy => policy.Check().Count));
        var all = Seconds(() => policies.AsParallel().Sum(policy => policy.Check().Count));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one:F3}\t{all:F3}"));
    }
}

static double Seconds(Func<int> work)
{
    var watch = Stopwatch.StartNew();
    work();
    return watch.Elapsed.TotalSeconds;
}

// Processor time, so that other work on the machine doesn't count; what several rules ask is paid by the first, as in a real run.
static void Rules(ManagedPolicy[] policies)
{
    foreach (var policy in policies)
    {
        policy.Check();
    }

    var before = Environment.CpuUsage.TotalTime;
    var read = policies.Select(policy => policy.Read()).ToList();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(Environment.CpuUsage.TotalTime - before).TotalSeconds:F3}\treading"));
    var times = new List<(string Id, double Seconds)>();
    foreach (var rule in RuleList.All)
    {
        before = Environment.CpuUsage.TotalTime;
        _ = read.Sum(policy => rule.Check(policy).Count());
        times.Add((rule.Id, (Environment.CpuUsage.TotalTime - before).TotalSeconds));
    }

    foreach (var (id, seconds) in times.OrderByDescending(time => time.Seconds))
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:F3}\t{id}"));
    }
}
