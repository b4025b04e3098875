using System.Diagnostics;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Differences;

/// <summary>An SDK that can be run here.</summary>
/// <param name="Name">The name of its dialect in <c>explain --sdk</c>.</param>
/// <param name="Column">Its column of the measured cases.</param>
/// <param name="Command">Gives the program that holds it; skips the test where it isn't installed.</param>
internal sealed record Sdk(string Name, string Column, Func<IReadOnlyList<string>> Command)
{
    private const string LoadConfig = "AWS_SDK_LOAD_CONFIG";
    private const string ConfigFile = ".aws/config";

    private Lazy<System.Version>? _installed;

    /// <summary>Gets the SDKs.</summary>
    public static IReadOnlyList<Sdk> All { get; } =
    [
        new("botocore", "botocore-1.43.67", () => [Requires.Botocore(), Path.Combine(Repository.Clients, "resolve-botocore.py")]),
        new("js-v3", "js-v3", () => JavaScript("v3")),
        new("js-v2", "js-v2", () => JavaScript("v2")),
        new("js-v2-load-config", "js-v2+loadconfig", () => JavaScript("v2")),
        new("dotnet", "dotnet-v4", Requires.DotnetSdk),
    ];

    /// <summary>Gives the SDK of a dialect.</summary>
    public static Sdk Of(string name) => All.Single(sdk => sdk.Name == name);

    private Lazy<System.Version> Installed => _installed ??= new Lazy<System.Version>(() => System.Version.Parse(Version()));

    /// <summary>Gives the version that is installed.</summary>
    public string Version()
    {
        var command = Command();
        using var process = Process.Start(new ProcessStartInfo(command[0], [.. command.Skip(1), "--version"]) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }

    /// <summary>
    /// Gives why the installed version does otherwise in a state than the one whose rules <c>explain</c> knows; null where it doesn't.
    /// Only botocore can be an old one: Debian 12 has 1.29.
    /// </summary>
    public string? Unlike(MachineState state) => Name != "botocore" || Installed.Value >= new System.Version(1, 43) ? null
        : state.Files.Values.Any(text => text.Contains("login_session", StringComparison.Ordinal)) ? "botocore 1.29 doesn't know login_session"
        : state.Environment.Keys.Any(name => name.StartsWith("AWS_CONTAINER_", StringComparison.Ordinal)) ? "botocore 1.29 doesn't know the container's token file, and fewer hosts for it"
        : state.Files.Keys.Any(name => name.StartsWith(".aws/sso/cache/", StringComparison.Ordinal))
            && !state.Files.Values.Any(text => text.Contains("[sso-session", StringComparison.Ordinal)) ? "botocore 1.29 doesn't look at the expiry of a token without sso-session"
        : null;

    /// <summary>Gives the state in which the SDK was measured, where that isn't the case's own.</summary>
    public MachineState AsMeasured(MachineState state) =>
        Name == "js-v2-load-config" && !state.Environment.ContainsKey(LoadConfig) && !state.Files.ContainsKey(ConfigFile)
            ? state with { Files = new Dictionary<string, string>(state.Files) { [ConfigFile] = "" } }
            : state;

    /// <summary>Sets what makes version 2 of the SDK for JavaScript read the config file, unless the state itself says.</summary>
    public void Prepare(MachineHome home)
    {
        if (Name == "js-v2-load-config")
        {
            home.Environment.TryAdd(LoadConfig, "1");
        }
    }

    private static string[] JavaScript(string version) => [Requires.JavaScriptSdk(), Path.Combine(Repository.Clients, "resolve-js.mjs"), version];
}
