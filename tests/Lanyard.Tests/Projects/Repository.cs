namespace Lanyard.Tests.Projects;

/// <summary>Files of the repository that tests check, such as the documentation.</summary>
internal static class Repository
{
    public static string ReadText(string relativePath)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "lanyard.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        }

        return File.ReadAllText(Path.Combine(folder.FullName, relativePath));
    }
}
