using System.Text;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>A machine in memory, and what an SDK would do on it.</summary>
/// <param name="dialect">The SDK.</param>
internal sealed class MemoryMachine(string dialect = "dotnet")
{
    public const string CredentialsFile = "/home/me/.aws/credentials";
    public const string ConfigFile = "/home/me/.aws/config";
    public static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, byte[]> _files = [];

    public Dictionary<string, string> Environment { get; } = new() { ["HOME"] = "/home/me", ["AWS_REGION"] = "eu-west-1" };

    public MemoryMachine Set(string name, string value)
    {
        Environment[name] = value;
        return this;
    }

    public MemoryMachine File(string path, string text) => File(path, Encoding.UTF8.GetBytes(text));

    public MemoryMachine File(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    public MemoryMachine Credentials(string text) => File(CredentialsFile, text);

    public MemoryMachine Config(string text) => File(ConfigFile, text);

    /// <summary>Puts an Identity Center token in the cache.</summary>
    public MemoryMachine Token(string cacheKey, string json)
    {
#pragma warning disable CA5350 // The cache's naming rule.
        var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(Encoding.UTF8.GetBytes(cacheKey)));
#pragma warning restore CA5350
        return File($"/home/me/.aws/sso/cache/{name}.json", json);
    }

    public DialectPlan Plan(string? explicitProfile = null, bool isWindows = false) => Dialect.Find(dialect)!.Plan(new DialectMachine(Environment, Open, explicitProfile, isWindows, Now));

    /// <summary>The one source that the plan ends with.</summary>
    public Source Source(string? explicitProfile = null)
    {
        var plan = Plan(explicitProfile);
        Assert.Null(plan.Error);
        var candidate = Assert.Single(plan.Candidates);
        Assert.Equal(OnFailure.Stop, candidate.OnFailure);
        return candidate.Source;
    }

    /// <summary>The keys of the profile that the plan ends with.</summary>
    public AwsCredentials Keys()
    {
        var plan = Plan();
        return plan.ReadKeys!(Assert.IsType<Source.StaticKeys>(Assert.Single(plan.Candidates).Source));
    }

    /// <summary>Why the sources of a kind were passed over.</summary>
    public string Reason(string kind) => Assert.Single(Plan().PassedOver, p => p.Source == kind).Reason;

    /// <summary>Asserts that the profile was passed over, and the metadata service is asked.</summary>
    public void AssertPassedOn(string kind, string reason)
    {
        var plan = Plan();
        Assert.Equal(reason, Assert.Single(plan.PassedOver, p => p.Source == kind).Reason);
        Assert.IsType<Source.InstanceMetadata>(Assert.Single(plan.Candidates).Source);
    }

    private MachineFile Open(string path) =>
        _files.TryGetValue(path, out var bytes) ? new MachineFile(MachineFileState.Read, SharedConfigText.FromBytes(bytes)) : MachineFile.Missing;
}
