using System.Xml.Linq;

namespace Lanyard.Tests.Architecture;

/// <summary>Which part may lean on which. The project files say what may be used, the built assemblies what is.</summary>
public sealed class ArrowTests
{
    private const string Cli = "Lanyard.Cli";

    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Lanyard.Aws"] = [],
        [Cli] = ["Lanyard.Aws", "Lanyard.Credentials", "Lanyard.Policy", "Lanyard.Projects", "Lanyard.Sandbox"],
        ["Lanyard.Credentials"] = ["Lanyard.Aws"],
        ["Lanyard.Policy"] = [],
        ["Lanyard.Projects"] = ["Lanyard.Policy"],
        ["Lanyard.Sandbox"] = ["Lanyard.Aws", "Lanyard.Policy", "Lanyard.Projects"],
    };

    /// <summary>Dependencies with one owner: the start of the assembly's name, and the only project that may use it.</summary>
    private static readonly (string Prefix, string Owner)[] Owned =
    [
        ("YamlDotNet", "Lanyard.Projects"),
        ("Microsoft.AspNetCore", Cli),
        ("System.CommandLine", Cli),
    ];

    public static TheoryData<string> Projects => [.. Repository.SourceProjects];

    [Fact]
    public void Every_project_has_its_arrows_written_down()
    {
        Assert.Equal(Arrows.Keys.Order(StringComparer.Ordinal), Repository.SourceProjects);
    }

    [Fact]
    public void The_solution_lists_every_project()
    {
        XDocument solution = XDocument.Load(Path.Combine(Repository.Root, "lanyard.slnx"));
        IEnumerable<string?> listed = solution.Descendants("Project").Select(project => project.Attribute("Path")?.Value);
        IEnumerable<string> present = new[] { "data", "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal));
        Assert.Equal(present.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_file_references_only_what_its_arrows_allow(string project)
    {
        Violations.None(
            $"{project}.csproj may reference of ours: {Allowed(project)}",
            Included(project, "ProjectReference")
                .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
                .Except(Arrows[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_uses_only_what_its_arrows_allow(string project)
    {
        Violations.None(
            $"{project} may use of ours: {Allowed(project)}",
            CompiledAssembly.Of(project).References
                .Where(name => name == "lanyard" || name.StartsWith("Lanyard.", StringComparison.Ordinal))
                .Except(Arrows[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_dependency_with_an_owner_stays_with_it(string project)
    {
        string[] others = [.. Owned.Where(owned => owned.Owner != project).Select(owned => owned.Prefix)];
        IEnumerable<string> declared = Included(project, "PackageReference").Concat(Included(project, "FrameworkReference"));
        Violations.None(
            $"{project} may not use {string.Join(", ", others)}",
            declared.Concat(CompiledAssembly.Of(project).References)
                .Where(name => others.Any(prefix => name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal)))
                .Distinct());
    }

    [Fact]
    public void The_sandbox_never_leans_on_the_policy_generator()
    {
        const string Project = "Lanyard.Sandbox";
        const string Generator = "Lanyard.Policy.Generate";

        // Constants leave no trace in the built assembly, so the source is read as well.
        Violations.None(
            "the sandbox judges what the generator makes, so it may not share its tables",
            CompiledAssembly.Of(Project).NamespacesUsed
                .Where(name => name == Generator || name.StartsWith(Generator + ".", StringComparison.Ordinal))
                .Concat(Repository.SourceFiles(Project)
                    .Where(file => Repository.ReadSource(Project, file).Contains(Generator, StringComparison.Ordinal))));
    }

    [Fact]
    public void The_generator_and_the_sandbox_never_read_each_others_tables()
    {
        // Each is the other's proof: the one says what a deployment needs, the other what it asks for.
        (string Project, string Others, string[] Words)[] rules =
        [
            ("Lanyard.Policy", ".handlers", ["Lanyard.Sandbox", "ResourceRule", "HandlerTable", ".handlers"]),
            ("Lanyard.Sandbox", ".needs", ["Lanyard.Policy.Generate", "TypeTable", "NeedPhases", ".needs"]),
        ];
        Violations.None(
            "what the generator and the sandbox know of resource types is written down twice, by different hands",
            rules.SelectMany(rule => Repository.SourceFiles(rule.Project)
                    .Where(file => rule.Words.Any(word => Repository.ReadSource(rule.Project, file).Contains(word, StringComparison.Ordinal))).Select(file => $"src/{rule.Project}/{file}")
                .Concat(CompiledAssembly.Of(rule.Project).Resources.Where(name => name.EndsWith(rule.Others, StringComparison.Ordinal)))
                .Concat(File.ReadAllText(Repository.ProjectFile(rule.Project)).Contains(rule.Others, StringComparison.Ordinal) ? [$"{rule.Project}.csproj"] : [])));
    }

    [Fact]
    public void The_end_to_end_tests_call_nothing_of_ours_in_process()
    {
        XDocument project = XDocument.Load(
            Path.Combine(Repository.Root, "tests", "Lanyard.EndToEnd", "Lanyard.EndToEnd.csproj"));
        Violations.None(
            "each ProjectReference of Lanyard.EndToEnd needs ReferenceOutputAssembly=\"false\"",
            project.Descendants("ProjectReference")
                .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
                .Select(reference => reference.ToString()));
    }

    private static string Allowed(string project) => Arrows[project] is { Length: > 0 } names ? string.Join(", ", names) : "nothing";

    private static IEnumerable<string> Included(string project, string item) =>
        XDocument.Load(Repository.ProjectFile(project)).Descendants(item)
            .Select(element => element.Attribute("Include")?.Value)
            .OfType<string>();
}
