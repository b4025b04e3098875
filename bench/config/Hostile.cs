using BenchmarkDotNet.Attributes;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Bench.Config;

/// <summary>10 MB that were made to be slow: each is read in linear time, or refused.</summary>
public class Hostile
{
    private SharedConfigText _text = SharedConfigText.Empty;

    public IEnumerable<string> Names => BenchFiles.HostileNames;

    [ParamsSource(nameof(Names))]
    public string File { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _text = SharedConfigText.FromBytes(BenchFiles.Hostile(File));

    [Benchmark]
    public int Read()
    {
        try
        {
            return SharedConfigReader.Read(_text, "config", SharedConfigFileKind.Config).Profiles.Count;
        }
        catch (SharedConfigSyntaxException e)
        {
            return -e.Line;
        }
    }
}
