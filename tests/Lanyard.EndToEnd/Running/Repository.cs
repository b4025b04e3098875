namespace Lanyard.EndToEnd.Running;

/// <summary>The work tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>lanyard.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the npm clients.</summary>
    public static string Clients { get; } = Path.Combine(Root, "tests", "Lanyard.EndToEnd", "clients");

    /// <summary>The folder of the npm deploy tools.</summary>
    public static string Tools { get; } = Path.Combine(Root, "tests", "Lanyard.EndToEnd", "tools");

    /// <summary>Gives a path under <c>artifacts</c>, with its folder made.</summary>
    public static string Artifact(string folder, string name)
    {
        var full = Directory.CreateDirectory(Path.Combine(Root, "artifacts", folder)).FullName;
        return Path.Combine(full, name);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "lanyard.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds lanyard.slnx");
    }
}
