namespace Lanyard.Tests;

/// <summary>Public or measured cases that are not a part of this repository; tests use them where they are, and need none.</summary>
public static class Conformance
{
    /// <summary>
    /// The folder with the cases: <c>conformance</c> in the folder that <c>LANYARD_SHARED</c> names, else in <c>shared</c> beside the
    /// repository; null if neither is there.
    /// </summary>
    public static string? Folder { get; } = Find();

    /// <summary>The path of one file of cases; without the folder, the test that asks for it is skipped.</summary>
    public static string File(string name)
    {
        Assert.SkipWhen(Folder is null, "there is no conformance folder: name the folder it is in with LANYARD_SHARED");
        return Path.Combine(Folder!, name);
    }

    private static string? Find()
    {
#pragma warning disable RS0030 // The place of test data is no input of the product.
        string? shared = Environment.GetEnvironmentVariable("LANYARD_SHARED");
#pragma warning restore RS0030
        if (string.IsNullOrEmpty(shared))
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "lanyard.slnx")))
            {
                folder = folder.Parent;
            }

            shared = folder?.Parent is null ? null : Path.Combine(folder.Parent.FullName, "shared");
        }

        string? conformance = shared is null ? null : Path.Combine(shared, "conformance");
        return Directory.Exists(conformance) ? conformance : null;
    }
}
