namespace Lanyard.EndToEnd.Docs;

/// <summary>The program that the documentation's commands call.</summary>
internal static class LanyardProgram
{
    /// <summary>Gets the repository's folder.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Gets the program: what <c>LANYARD_BINARY</c> names, else what the build made.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        // The test's one look at the real environment: test.sh says here which program to test.
#pragma warning disable RS0030
        var named = Environment.GetEnvironmentVariable("LANYARD_BINARY");
#pragma warning restore RS0030
        if (!string.IsNullOrEmpty(named))
        {
            Assert.True(System.IO.Path.GetFileName(named) == "lanyard" && File.Exists(named), $"LANYARD_BINARY is {named}, which is no file called lanyard");
            return System.IO.Path.GetFullPath(named);
        }

        // bin/CONFIGURATION/net10.0, here as there.
        var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return System.IO.Path.Combine(Repository, "src", "Lanyard.Cli", "bin", mine.Parent!.Name, mine.Name, "lanyard");
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "lanyard.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests don't run inside the repository");
        }

        return folder.FullName;
    }
}
