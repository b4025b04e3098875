using System.Text.RegularExpressions;

namespace Lanyard.Projects.Tools;

/// <summary>An AWS account that a project's own files name.</summary>
/// <param name="Account">Its 12 digits; null where the file can't be read, so that nothing is known of its accounts.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line; 0 where the file has no lines to speak of.</param>
/// <param name="What">What is to be put there: <c>the stack Orders</c>.</param>
public sealed partial record NamedAccount(string? Account, string File, int Line, string What)
{
    // They write what CDK is going to deploy, or deploy nothing.
    private static readonly HashSet<string> WithoutDeployment = new(StringComparer.Ordinal)
    {
        "synth", "synthesize", "ls", "list", "doctor", "docs", "doc", "init", "notices", "acknowledge", "ack", "context", "metadata", "version", "flags",
    };

    /// <summary>Finds the accounts that the files in a command's folder name.</summary>
    /// <param name="calls">What the command starts, as far as it can be read.</param>
    /// <param name="folder">The folder it is run in.</param>
    public static IEnumerable<NamedAccount> Find(IReadOnlyList<ChildCall> calls, string folder)
    {
        ArgumentNullException.ThrowIfNull(calls);

        if (MayDeploy(calls))
        {
            foreach (var output in calls.SelectMany(CloudAssembly.FoldersOf).Append(Path.Combine(folder, CloudAssembly.DefaultFolder)).Distinct())
            {
                foreach (var account in CloudAssembly.AccountsIn(output))
                {
                    yield return account;
                }
            }
        }

        foreach (var call in calls)
        {
            var here = call.Folder ?? folder;
            var named = call.Tool switch
            {
                DeployTool.Serverless => InServerless(here),
                DeployTool.Sam => InSam(here, call),
                DeployTool.Amplify => AmplifyAccounts.In(here, call),
                _ => [],
            };
            foreach (var account in named)
            {
                yield return account;
            }
        }
    }

    /// <summary>Whether a command may deploy: all but those that are known not to. One that can't be read may.</summary>
    /// <param name="calls">What it starts, as far as it can be read.</param>
    public static bool MayDeploy(IReadOnlyList<ChildCall> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return calls.Count == 0 || calls.Any(c => !IsHarmless(c));
    }

    private static bool IsHarmless(ChildCall call) => call.Tool == DeployTool.Cdk
        && (call.Subcommand is { } command ? WithoutDeployment.Contains(command) : call.Words is [_, "--version" or "--help"]);

    private static IEnumerable<NamedAccount> InServerless(string folder)
    {
        if (ProjectLines.FirstOf(folder, "serverless.yml", "serverless.yaml", "serverless.json") is not { } file)
        {
            yield break;
        }

        var lines = ProjectLines.Read(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (ServerlessRole().Match(lines[i]) is { Success: true } role)
            {
                yield return new NamedAccount(role.Groups["account"].Value, file, i + 1, role.Groups["key"].Value);
            }
        }
    }

    private static IEnumerable<NamedAccount> InSam(string folder, ChildCall call)
    {
        var file = Path.Combine(folder, "samconfig.toml");
        var environment = "default";
        for (var i = 1; i < call.Words.Count; i++)
        {
            environment = call.Words[i] == "--config-env" && i + 1 < call.Words.Count ? call.Words[i + 1] ?? environment
                : call.Words[i]?.StartsWith("--config-env=", StringComparison.Ordinal) == true ? call.Words[i]!["--config-env=".Length..]
                : environment;
        }

        var isIn = false;
        var lines = ProjectLines.Read(file);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith('['))
            {
                isIn = line.StartsWith($"[{environment}.", StringComparison.Ordinal);
            }
            else if (isIn && SamRole().Match(line) is { Success: true } role)
            {
                yield return new NamedAccount(role.Groups["account"].Value, file, i + 1, "role_arn");
            }
        }
    }

    [GeneratedRegex("""^\s*"?(?<key>deploymentRole|cfnRole)"?\s*:\s*["']?arn:aws[\w-]*:iam::(?<account>[0-9]{12}):role/""", RegexOptions.ExplicitCapture)]
    private static partial Regex ServerlessRole();

    [GeneratedRegex("""^role_arn\s*=\s*["']arn:aws[\w-]*:iam::(?<account>[0-9]{12}):role/""", RegexOptions.ExplicitCapture)]
    private static partial Regex SamRole();
}
