using System.Security.Cryptography;
using System.Text;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>A machine in memory, with <c>/home/u</c> as its home, that the JavaScript dialects plan on.</summary>
internal sealed class JavaScriptMachine
{
    public const string Home = "/home/u";
    public const string ConfigPath = Home + "/.aws/config";
    public const string CredentialsPath = Home + "/.aws/credentials";
    public const string StartUrl = "https://d-1.awsapps.com/start";

    public static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, MachineFile> _files = [];
    private readonly Dictionary<string, string> _environment = new() { ["HOME"] = Home };

    public JavaScriptMachine Set(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public JavaScriptMachine Write(string path, ReadOnlySpan<byte> bytes)
    {
        _files[path] = new MachineFile(MachineFileState.Read, SharedConfigText.FromBytes(bytes));
        return this;
    }

    public JavaScriptMachine Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public JavaScriptMachine Config(string text) => Write(ConfigPath, text);

    public JavaScriptMachine Credentials(string text) => Write(CredentialsPath, text);

    public JavaScriptMachine Folder(string path)
    {
        _files[path] = new MachineFile(MachineFileState.Folder, SharedConfigText.Empty);
        return this;
    }

    /// <summary>Puts a token into the Identity Center cache.</summary>
    public JavaScriptMachine Token(string cacheKey, string json)
    {
#pragma warning disable CA5350 // The cache's naming rule; nothing is protected by it.
        var name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(cacheKey)));
#pragma warning restore CA5350
        return Write($"{Home}/.aws/sso/cache/{name}.json", json);
    }

    public DialectPlan Plan(string dialect, string? explicitProfile = null) => Dialect.Find(dialect)!.Plan(new DialectMachine(
        _environment, path => _files.GetValueOrDefault(path, MachineFile.Missing), explicitProfile, IsWindows: false, Now));

    /// <summary>What a dialect would run, one after the other: <c>assumeRole(static)</c>.</summary>
    public string[] Kinds(string dialect, string? explicitProfile = null) => [.. Plan(dialect, explicitProfile).Candidates.Select(c => Kind(c.Source))];

    /// <summary>The access key that a dialect takes from a file; null where it takes none from there.</summary>
    public string? KeyOf(string dialect) => Plan(dialect).Candidates is [{ Source: Source.StaticKeys keys }] ? keys.AccessKeyId : null;

    /// <summary>Everything that a plan says, for tests that look for what it must not say.</summary>
    public static string Text(DialectPlan plan) =>
        string.Join('\n', [.. plan.PassedOver.Select(p => $"{p.Source}: {p.Reason}"), .. plan.Candidates.Select(c => c.ToString()), plan.Error?.ToString() ?? "", plan.Region ?? ""]);

    private static string Kind(Source source) => source is Source.AssumeRole role ? $"assumeRole({Kind(role.From)})" : source.Kind;
}
