using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lanyard.Projects.Tools;

/// <summary>A line of a <c>.env</c> file that gives a tool another identity or another AWS. Its value is never kept.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line.</param>
/// <param name="Variable">The variable's name.</param>
/// <param name="Program">The program that loads the file.</param>
public sealed partial record DotenvSetting(string File, int Line, string Variable, string Program)
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private static readonly HashSet<string> Exact = new(StringComparer.Ordinal)
    {
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_ACCESS_KEY", "AWS_SECRET_KEY",
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AMAZON_ACCESS_KEY_ID", "AMAZON_SECRET_ACCESS_KEY", "AMAZON_SESSION_TOKEN",
    };

    /// <summary>Tells whether a variable leads to an identity or an endpoint.</summary>
    public static bool IsWatched(string variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return Exact.Contains(variable)
            || variable.StartsWith("AWS_ENDPOINT_URL", StringComparison.Ordinal) || variable.StartsWith("AWS_CONTAINER_", StringComparison.Ordinal)
            || (variable.StartsWith("AWS_", StringComparison.Ordinal)
                && (variable.EndsWith("_ACCESS_KEY_ID", StringComparison.Ordinal) || variable.EndsWith("_SECRET_ACCESS_KEY", StringComparison.Ordinal)
                    || variable.EndsWith("_SESSION_TOKEN", StringComparison.Ordinal) || variable.EndsWith("_PROFILE", StringComparison.Ordinal)));
    }

    /// <summary>Finds the first such line in the files that the tools of a command load.</summary>
    /// <param name="calls">What the command starts.</param>
    /// <param name="stages">The stages that the files may be for.</param>
    public static DotenvSetting? Find(IEnumerable<ChildCall> calls, IEnumerable<string> stages)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var names = stages.Where(s => s.AsSpan().IndexOfAny('/', '\\', '\0') < 0).Distinct().ToList();
        return calls.SelectMany(call => FilesOf(call, names).Select(file => FirstIn(file, call.Program))).FirstOrDefault(found => found is not null);
    }

    private static IEnumerable<string> FilesOf(ChildCall call, IReadOnlyList<string> stages)
    {
        if (call.Folder is not { } folder)
        {
            return [];
        }

        IEnumerable<string> names = call.Tool switch
        {
            DeployTool.Sst => stages.SelectMany(s => (string[])[$".env.{s}.local", $".env.{s}"]).Concat([".env.local", ".env"]),
            DeployTool.Serverless when ServerlessLoads(call, folder) => stages.Select(s => $".env.{s}").Append(".env"),
            _ => [],
        };
        var folders = call.Tool == DeployTool.Sst && SstFolder(folder) is { } root && root != folder ? (string[])[folder, root] : [folder];
        return from name in names from place in folders select Path.Combine(place, name);
    }

    /// <summary>Gives the folder of SST's config, wherever below it SST was started: the files beside it are loaded.</summary>
    internal static string? SstFolder(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (ProjectLines.FirstOf(at, "sst.config.ts", "sst.config.js", "sst.config.mts", "sst.config.cts", "sst.config.mjs", "sst.config.cjs", "sst.json") is not null)
            {
                return at;
            }
        }

        return null;
    }

    // Version 3 and osls load them where `useDotenv` says so, version 4 always.
    private static bool ServerlessLoads(ChildCall call, string folder)
    {
        var lines = ProjectLines.FirstOf(folder, "serverless.yml", "serverless.yaml", "serverless.json", "serverless.ts", "serverless.js") is { } file ? ProjectLines.Read(file) : [];
        if (Array.Exists(lines, line => UseDotenv().IsMatch(line)))
        {
            return true;
        }

        var isOld = call.Program == "osls" || Array.Exists(lines, line => OldFramework().IsMatch(line)) || DependsOnOld(folder);
        return !isOld;
    }

    private static bool DependsOnOld(string folder)
    {
        try
        {
            var file = Path.Combine(folder, "package.json");
            if (!System.IO.File.Exists(file))
            {
                return false;
            }

            using var document = JsonDocument.Parse(BoundedFile.Read(file, MaxBytes) ?? []);
            return ((string[])["dependencies", "devDependencies"]).Any(group =>
                document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(group, out var packages) && packages.ValueKind == JsonValueKind.Object
                && (packages.TryGetProperty("osls", out _)
                    || (packages.TryGetProperty("serverless", out var version) && version.ValueKind == JsonValueKind.String && OldVersion().IsMatch(version.GetString()!))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }

    private static DotenvSetting? FirstIn(string file, string program)
    {
        var lines = ProjectLines.Read(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (Assignment().Match(lines[i]) is { Success: true } assignment && IsWatched(assignment.Groups["name"].Value))
            {
                return new DotenvSetting(file, i + 1, assignment.Groups["name"].Value, program);
            }
        }

        return null;
    }

    [GeneratedRegex("""^\uFEFF?\s*(export\s+)?(?<name>[A-Za-z_][\w.-]*)\s*(=|:\s)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Assignment();

    [GeneratedRegex("""^\s*"?useDotenv"?\s*:\s*true\b""")]
    private static partial Regex UseDotenv();

    [GeneratedRegex("""^\s*"?frameworkVersion"?\s*:\s*["']?[\^~>=v ]*[123]\b""")]
    private static partial Regex OldFramework();

    [GeneratedRegex("""^[\^~>=v ]*[123](\.|$)""", RegexOptions.ExplicitCapture)]
    private static partial Regex OldVersion();
}
