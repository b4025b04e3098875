using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Detection;

/// <summary>What <c>package.json</c> says of the deploy tools: which it depends on, and in which version.</summary>
internal sealed class PackageFile
{
    private const string Name = "package.json";
    private readonly ProjectFolder _folder;
    private readonly YamlMapping? _root;

    private PackageFile(ProjectFolder folder, YamlMapping? root) => (_folder, _root) = (folder, root);

    public static PackageFile Read(ProjectFolder folder, Findings findings)
    {
        var root = findings.Tree(folder, Name);
        if (root.TextAt("name") is { } name)
        {
            findings.Project(name.Value, "name", new FilePlace(Name, name.Line));
        }

        return new PackageFile(folder, root);
    }

    /// <summary>The place where a package is depended on; null where it isn't.</summary>
    public FilePlace? PlaceOf(string package) => Dependency(package) is { } range ? new FilePlace(Name, range.Line) : null;

    /// <summary>The version that is installed, else the range that is asked for; null where the project doesn't say.</summary>
    public string? VersionOf(string package) => InstalledVersion(package) ?? Dependency(package)?.Value;

    /// <summary>The first number of a version or range: 3 for <c>^3.40.0</c>; null for <c>latest</c> and the like.</summary>
    public static int? MajorOf(string? version)
    {
        var digits = version is null || version.Length > 64 ? "" : new string([.. version.SkipWhile(c => c is '^' or '~' or '>' or '=' or 'v' or ' ').TakeWhile(char.IsAsciiDigit)]);
        return digits.Length is > 0 and < 4 ? int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    private YamlScalar? Dependency(string package) =>
        _root.TextAt("devDependencies", package) ?? _root.TextAt("dependencies", package) ?? _root.TextAt("optionalDependencies", package);

    private string? InstalledVersion(string package)
    {
        // Said by nobody but the package manager, so one that is broken says nothing.
        try
        {
            return _folder.File($"node_modules/{package}/package.json").Bytes is { } bytes ? JsonTree.Parse(bytes, package).TextAt("version")?.Value : null;
        }
        catch (ProjectFileException)
        {
            return null;
        }
    }
}
