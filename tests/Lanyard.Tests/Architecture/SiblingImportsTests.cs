namespace Lanyard.Tests.Architecture;

public sealed class SiblingImportsTests
{
    private const int TooMany = 3;

    /// <summary>Folders that may import as many siblings as they need, with the reason.</summary>
    private static readonly HashSet<(string Project, string Folder)> Allowed =
    [
        // The one place where source records meet what fetches them.
        ("Lanyard.Credentials", "Sources/Run"),

        // The typed clients are the top of the wire layer: each call signs, sends and reads.
        ("Lanyard.Aws", "Services"),

        // The top of the policy layer: what is asked of documents, with patterns, the catalogue and the engine as judges.
        ("Lanyard.Policy", "Lint"),
        ("Lanyard.Policy", "Sets"),
        ("Lanyard.Policy", "Generate"),

        // CloudFormation calls the other services, and its handlers are put together of all its parts.
        ("Lanyard.Sandbox", "CloudFormation"),

        // Uploads are signed in chunks, and buckets have policies: both are checked as STS and IAM check theirs.
        ("Lanyard.Sandbox", "S3"),

        // What all services keep, the templates of stacks included.
        ("Lanyard.Sandbox", "State"),
    ];

    // The command line is where the parts are put together.
    public static TheoryData<string> Projects => [.. Repository.SourceProjects.Where(project => project != "Lanyard.Cli")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_imports_three_of_its_siblings(string project)
    {
        FolderFile[] files =
        [
            .. Repository.SourceFiles(project)
                .Select(file => new FolderFile(Folder(file), Repository.ReadSource(project, file)))
                .Where(file => !Allowed.Any(allowed => allowed.Project == project && $"{file.Folder}/".StartsWith($"{allowed.Folder}/", StringComparison.Ordinal))),
        ];
        Violations.None(
            "a folder that imports three of its siblings is in the wrong place: move it, or the type that they share",
            SiblingImports.Find(project, files)
                .Where(entry => entry.Value.Count >= TooMany && !Allowed.Contains((project, entry.Key)))
                .Select(entry => $"src/{project}/{entry.Key} imports {string.Join(", ", entry.Value)}"));
    }

    [Fact]
    public void Usings_full_names_and_relative_names_all_count()
    {
        SortedSet<string> siblings = Assert.Single(Find(
            new("A", "using Lanyard.X.B;\nnamespace Lanyard.X.A;\nclass One : Lanyard.X.C.Three { D.Four Field; }"),
            new("B", "namespace Lanyard.X.B;\nclass Two;"),
            new("C", "namespace Lanyard.X.C;\nclass Three;"),
            new("D", "namespace Lanyard.X.D;\npublic readonly record struct Four(int Value);"))).Value;
        Assert.Equal(["B", "C", "D"], siblings);
    }

    [Fact]
    public void A_subfolder_counts_for_the_folder_that_holds_it()
    {
        SortedDictionary<string, SortedSet<string>> found = Find(
            new("A/Inner", "using Lanyard.X.B;\nusing Lanyard.X.A.Other;"),
            new("A/Other", ""),
            new("A", "using Lanyard.X.C.Deep;"),
            new("B", ""),
            new("C/Deep", ""));
        Assert.Equal(["A", "A/Inner"], found.Keys);
        Assert.Equal(["B", "C"], found["A"]);
        Assert.Equal(["A/Other"], found["A/Inner"]);
    }

    [Fact]
    public void Parents_children_comments_and_members_of_the_same_name_do_not_count()
    {
        Assert.Empty(Find(
            new("A", "using Lanyard.X;\nusing Lanyard.X.A.Inner;\n// see Lanyard.X.B\nclass One { int Count => state.B.Two + B.Length; }"),
            new("A/Inner", "using Lanyard.X.A;"),
            new("B", "class Two;")));
    }

    private static SortedDictionary<string, SortedSet<string>> Find(params FolderFile[] files) => SiblingImports.Find("Lanyard.X", files);

    private static string Folder(string file) => file.LastIndexOf('/') is >= 0 and int slash ? file[..slash] : "";
}
