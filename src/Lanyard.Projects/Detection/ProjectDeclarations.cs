namespace Lanyard.Projects.Detection;

/// <summary>A line of one of the project's files.</summary>
/// <param name="File">Its path from the project's folder.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record FilePlace(string File, int Line)
{
    /// <summary>Gives <c>file:line</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}");
}

/// <summary>A deploy tool that the project uses.</summary>
/// <param name="Id">Its stable name, such as <c>serverless-3</c>.</param>
/// <param name="Name">Its name as its makers write it.</param>
/// <param name="Version">What the project says of its version; null where it says nothing.</param>
/// <param name="Place">What gave it away.</param>
public sealed record DetectedTool(string Id, string Name, string? Version, FilePlace Place);

/// <summary>What a declaration is about.</summary>
public enum DeclarationKind
{
    /// <summary>There is a stage of this name.</summary>
    Stage,

    /// <summary>The name of the AWS profile that the tool is to use.</summary>
    Profile,

    /// <summary>The Region it deploys to.</summary>
    Region,

    /// <summary>The account it deploys to.</summary>
    Account,

    /// <summary>The project's name.</summary>
    Project,

    /// <summary>Something that can't be known without running the project; the value says what.</summary>
    NotReadable,
}

/// <summary>One thing that a file of the project says.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Stage">The stage it holds for; null for every stage of which nothing else is said.</param>
/// <param name="Value">The value, checked for its shape.</param>
/// <param name="Setting">What the file calls it, such as <c>provider.profile</c>.</param>
/// <param name="Place">Where it stands.</param>
public sealed record Declaration(DeclarationKind Kind, string? Stage, string Value, string Setting, FilePlace Place);

/// <summary>All that a project's files say about where it is deployed to.</summary>
/// <param name="Tools">The deploy tools, the one that decides first.</param>
/// <param name="All">What they declare, in the order of finding.</param>
public sealed record ProjectDeclarations(IReadOnlyList<DetectedTool> Tools, IReadOnlyList<Declaration> All)
{
    /// <summary>Looks at a project's files. Runs nothing, and takes whatever it can't read for not readable.</summary>
    /// <param name="folder">The project.</param>
    public static ProjectDeclarations Find(ProjectFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var findings = new Findings();
        var package = PackageFile.Read(folder, findings);
        SstFile.Read(folder, package, findings);
        ServerlessFile.Read(folder, package, findings);
        AmplifyFiles.Read(folder, package, findings);
        CdkFiles.Read(folder, package, findings);
        SamFile.Read(folder, findings);
        TemplateFiles.Read(folder, findings);
        return new ProjectDeclarations(findings.Tools, findings.Declarations);
    }
}
