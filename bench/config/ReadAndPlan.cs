using System.Text;
using BenchmarkDotNet.Attributes;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;

namespace Lanyard.Bench.Config;

/// <summary>1,000 profiles: read the file; work out where the credentials of one come from.</summary>
[MemoryDiagnoser]
public class ReadAndPlan
{
    private SharedConfigText _text = SharedConfigText.Empty;
    private MachineState _machine = null!;

    [GlobalSetup]
    public void Setup()
    {
        _text = SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(BenchFiles.Config()));
        var files = new SharedConfigSnapshot(
            SharedConfigReader.Read(_text, "config", SharedConfigFileKind.Config),
            SharedConfigReader.Read(SharedConfigText.Empty, "credentials", SharedConfigFileKind.Credentials));
        _machine = new MachineState(new Dictionary<string, string>(), files, "account-999");
    }

    [Benchmark]
    public int Read() => SharedConfigReader.Read(_text, "config", SharedConfigFileKind.Config).Profiles.Count;

    [Benchmark]
    public int Plan() => LanyardPlanner.Plan(_machine).Candidates.Count;
}
