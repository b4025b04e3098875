using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials;

/// <summary>A home folder with AWS files, and an environment, of one test's own.</summary>
internal sealed class TestHome : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestHome() => Environment["HOME"] = Path;

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    public Dictionary<string, string> Environment { get; } = [];

    public string ConfigFile => _folder[".aws/config"];

    public string CredentialsFile => _folder[".aws/credentials"];

    public SharedConfigSnapshot Files => SharedConfigSnapshot.Load(SharedConfigLocations.From(Environment, isWindows: false));

    public string Write(string name, string content) => _folder.Write(name, content);

    public TestHome Config(string text)
    {
        Write(".aws/config", text);
        return this;
    }

    public TestHome Credentials(string text)
    {
        Write(".aws/credentials", text);
        return this;
    }

    public TestHome Set(params (string Name, string Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            Environment[name] = value;
        }

        return this;
    }

    public MachineState Machine(string? explicitProfile = null) => new(Environment, Files, explicitProfile);

    public CredentialPlan Plan(string? explicitProfile = null) => LanyardPlanner.Plan(Machine(explicitProfile));

    /// <summary>The one source that a plan has, without the places that its settings stand at.</summary>
    public Source SourceOf(string? explicitProfile = null) => WithoutOrigins(Assert.Single(Plan(explicitProfile).Candidates).Source);

    /// <summary>A source, and the chain below it, without the places that its settings stand at.</summary>
    public static Source WithoutOrigins(Source source) => source switch
    {
        Source.AssumeRole role => role with { Origin = null, From = WithoutOrigins(role.From) },
        Source.MfaSession session => session with { Origin = null, From = WithoutOrigins(session.From) },
        _ => source with { Origin = null },
    };

    public void Dispose() => _folder.Dispose();
}
