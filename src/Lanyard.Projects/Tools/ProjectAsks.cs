using Lanyard.Projects.Detection;

namespace Lanyard.Projects.Tools;

/// <summary>What a project's own files tell its tools to use for a stage.</summary>
/// <param name="Profiles">The names of AWS profiles, each once.</param>
/// <param name="NeedsKeys">
/// Whether a tool of the command finds in a profile only keys: Serverless Framework 3 and osls 3 know no <c>credential_process</c>.
/// </param>
public sealed record ProjectAsks(IReadOnlyList<string> Profiles, bool NeedsKeys)
{
    private const int KnowsProcesses = 4;

    /// <summary>Gets whether the same holds of a tool of the project that the command may start, as far as it can be read.</summary>
    public bool MayNeedKeys { get; init; }

    /// <summary>Gets the accounts that the files name for the stage.</summary>
    public IReadOnlyList<NamedAccount> Accounts { get; init; } = [];

    /// <summary>Looks into the files of the tools that a command starts; where none is known, of every tool. Runs nothing.</summary>
    /// <param name="calls">What the command starts, as far as it can be read.</param>
    /// <param name="folder">The folder it is run in.</param>
    /// <param name="stages">The names of the stage in use: a file may have a profile for each stage.</param>
    public static ProjectAsks Find(IReadOnlyList<ChildCall> calls, string folder, IReadOnlyCollection<string> stages)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var (profiles, accounts, needsKeys, mayNeedKeys) = (new List<string>(), new List<NamedAccount>(), false, false);
        foreach (var (tool, at) in Places(calls, folder))
        {
            var findings = new Findings();
            var root = tool == DeployTool.Sst ? DotenvSetting.SstFolder(at) ?? at : at;
            Read(tool, ProjectFolder.At(root), stages, findings);
            profiles.AddRange(ForStage(findings.Declarations, DeclarationKind.Profile, stages).Select(d => d.Value));

            // What SST's config says holds for the whole app; elsewhere an account that is said of no stage may be anything's.
            accounts.AddRange(ForStage(findings.Declarations, DeclarationKind.Account, stages)
                .Where(d => d.Stage is not null || d.Place.File.StartsWith("sst.", StringComparison.Ordinal))
                .Select(d => new NamedAccount(d.Value, Path.Combine(root, d.Place.File), d.Place.Line, d.Setting)));
            var isOld = findings.Tools.Any(t => t.Id.Split('-') is ["serverless" or "osls", .. var major] && !(major is [var number] && int.TryParse(number, out var n) && n >= KnowsProcesses));
            needsKeys |= tool == DeployTool.Serverless && (isOld || findings.Tools.Count == 0);
            mayNeedKeys |= tool == DeployTool.None && isOld;
        }

        return new ProjectAsks([.. profiles.Distinct(StringComparer.Ordinal)], needsKeys) { Accounts = accounts, MayNeedKeys = mayNeedKeys };
    }

    private static HashSet<Place> Places(IReadOnlyList<ChildCall> calls, string folder)
    {
        var places = new HashSet<Place>();
        var isKnown = calls.Any(c => c.Tool != DeployTool.None);
        foreach (var call in calls)
        {
            if (call.Tool != DeployTool.None || !isKnown)
            {
                places.Add(new Place(call.Tool, call.Folder ?? folder));
            }
        }

        if (places.Count == 0)
        {
            places.Add(new Place(DeployTool.None, folder));
        }

        return places;
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
    private static IEnumerable<Declaration> ForStage(IEnumerable<Declaration> declarations, DeclarationKind kind, IReadOnlyCollection<string> stages)
    {
        foreach (var setting in declarations.Where(d => d.Kind == kind).GroupBy(d => IsOfSam(d) ? d.Place.File : d.Setting))
        {
            var own = setting.Where(d => d.Stage is { } stage && stages.Contains(stage)).ToList();
            foreach (var declaration in own.Count > 0 ? own : setting.Where(d => d.Stage is null || (IsOfSam(d) && d.Setting.StartsWith("default.", StringComparison.Ordinal))))
            {
                yield return declaration;
            }
        }
    }

    // Its environments are one setting, of which `default` is taken where no other is named.
    private static bool IsOfSam(Declaration declaration) => declaration.Place.File.StartsWith("samconfig.", StringComparison.Ordinal);

    private sealed record Place(DeployTool Tool, string Folder);
}
