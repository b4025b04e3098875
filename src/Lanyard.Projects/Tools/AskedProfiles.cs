using Lanyard.Projects.Detection;

namespace Lanyard.Projects.Tools;

/// <summary>The AWS profiles that a project's own files tell its tools to use.</summary>
/// <param name="Names">Their names, each once.</param>
/// <param name="NeedsKeys">
/// Whether a tool of the command finds in a profile only keys: Serverless Framework 3 and osls 3 know no <c>credential_process</c>.
/// </param>
public sealed record AskedProfiles(IReadOnlyList<string> Names, bool NeedsKeys)
{
    private const int KnowsProcesses = 4;

    /// <summary>Looks into the files of the tools that a command starts; where none is known, of every tool. Runs nothing.</summary>
    /// <param name="calls">What the command starts, as far as it can be read.</param>
    /// <param name="folder">The folder it is run in.</param>
    /// <param name="stages">The names of the stage in use: a file may have a profile for each stage.</param>
    public static AskedProfiles Find(IReadOnlyList<ChildCall> calls, string folder, IReadOnlyCollection<string> stages)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var tools = calls.Where(c => c.Tool != DeployTool.None).ToList();
        var places = tools.Count > 0
            ? tools.Select(c => (c.Tool, Folder: c.Folder ?? folder)).Distinct()
            : calls.Select(c => c.Folder ?? folder).DefaultIfEmpty(folder).Distinct().Select(f => (Tool: DeployTool.None, Folder: f));
        var (names, needsKeys) = (new List<string>(), false);
        foreach (var (tool, at) in places)
        {
            var findings = new Findings();
            Read(tool, ProjectFolder.At(tool == DeployTool.Sst ? DotenvSetting.SstFolder(at) ?? at : at), stages, findings);
            names.AddRange(Of(findings.Declarations, stages));
            needsKeys |= (tool == DeployTool.Serverless && findings.Tools.Count == 0)
                || findings.Tools.Any(t => t.Id.Split('-') is ["serverless" or "osls", .. var major] && !(major is [var number] && int.TryParse(number, out var n) && n >= KnowsProcesses));
        }

        return new AskedProfiles([.. names.Distinct(StringComparer.Ordinal)], needsKeys);
    }

    private static void Read(DeployTool tool, ProjectFolder folder, IReadOnlyCollection<string> stages, Findings findings)
    {
        var any = tool == DeployTool.None;
        var package = PackageFile.Read(folder, findings);
        if (any || tool == DeployTool.Sst)
        {
            SstFile.Read(folder, package, findings);
        }

        if (any || tool == DeployTool.Serverless)
        {
            ServerlessFile.Read(folder, package, findings, stages);
        }

        if (any || tool == DeployTool.Amplify)
        {
            AmplifyFiles.Read(folder, package, findings);
        }

        if (any || tool == DeployTool.Cdk)
        {
            CdkFiles.ReadConfig(folder, package, findings);
        }

        if (any || tool == DeployTool.Sam)
        {
            SamFile.Read(folder, findings);
        }
    }

    // What a setting says for the stage goes before what it says for every other.
    private static IEnumerable<string> Of(IEnumerable<Declaration> declarations, IReadOnlyCollection<string> stages)
    {
        foreach (var setting in declarations.Where(d => d.Kind == DeclarationKind.Profile).GroupBy(d => IsOfSam(d) ? d.Place.File : d.Setting))
        {
            var own = setting.Where(d => d.Stage is { } stage && stages.Contains(stage)).ToList();
            foreach (var declaration in own.Count > 0 ? own : setting.Where(d => d.Stage is null || (IsOfSam(d) && d.Setting.StartsWith("default.", StringComparison.Ordinal))))
            {
                yield return declaration.Value;
            }
        }
    }

    // Its environments are one setting, of which `default` is taken where no other is named.
    private static bool IsOfSam(Declaration declaration) => declaration.Place.File.StartsWith("samconfig.", StringComparison.Ordinal);
}
