using System.Text;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>A machine that is only described, and what a dialect would do on it.</summary>
internal sealed class DialectProbe(string dialect)
{
    public const string Config = "/home/u/.aws/config";
    public const string Credentials = "/home/u/.aws/credentials";

    private readonly Dictionary<string, string> _environment = new() { ["HOME"] = "/home/u", ["AWS_REGION"] = "eu-west-1" };
    private readonly Dictionary<string, MachineFile> _files = [];

    public string? ExplicitProfile { get; set; }

    public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DialectProbe Set(string variable, string? value)
    {
        _environment.Remove(variable);
        if (value is not null)
        {
            _environment.Add(variable, value);
        }

        return this;
    }

    public DialectProbe File(string path, string content)
    {
        _files[path] = new MachineFile(MachineFileState.Read, SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(content)));
        return this;
    }

    public DialectProbe File(string path, MachineFileState state)
    {
        _files[path] = new MachineFile(state, SharedConfigText.Empty);
        return this;
    }

    public DialectPlan Plan() => Dialect.Find(dialect)!.Plan(
        new DialectMachine(_environment, path => _files.GetValueOrDefault(path, MachineFile.Missing), ExplicitProfile, IsWindows: false, Now));

    /// <summary>The one source that would be asked, in short: <c>role(A) from static(b)</c>.</summary>
    public string Source() => Plan() is { Candidates: [{ Source: var source, OnFailure: OnFailure.Stop }] } ? Short(source) : "error: " + Error();

    public string Error() => Plan() is { Candidates: [], Error: { } error } ? error.Message : "none";

    /// <summary>The reasons for which a source is left out.</summary>
    public string Passed(string source) => string.Join('\n', Plan().PassedOver.Where(p => p.Source == source).Select(p => p.Reason));

    private static string Short(Source source) => source switch
    {
        Source.Environment keys => $"environment({keys.AccessKeyId})",
        Source.StaticKeys keys => $"static({keys.Profile}:{keys.AccessKeyId})",
        Source.AssumeRole role => $"role({role.RoleArn}) from {Short(role.From)}",
        Source.WebIdentity web => $"webIdentity({web.RoleArn}, {web.Token})",
        Source.SsoRole sso => $"sso({sso.SignIn.CacheKey}, {sso.AccountId}, {sso.RoleName})",
        Source.Process process => $"process({process.CommandLine})",
        Source.LoginSession login => $"login({login.Session})",
        Source.Container container => $"container({container.Url})",
        Source.InstanceMetadata metadata => $"metadata({metadata.Endpoint.OriginalString})",
        _ => source.Kind,
    };
}
