using System.Reflection;
using System.Runtime.Loader;
using Lanyard.Projects;

namespace Lanyard.Tests.Projects;

public class ProjectFileCacheLoadingTests
{
    [Fact]
    public void A_hit_never_loads_the_YAML_parser()
    {
        using var folder = new TempFolder();
        var path = folder.Write("lanyard.yaml", Samples.Rich);
        folder.Write("lanyard.local.yaml", Samples.RichLocal);
        var cache = folder.File("cache");
        ProjectFileCache.Load(path, cache);

        Assert.Equal([], LibrariesLoadedFor(path, cache));

        // The same call without the cache must ask for it, or the line above proves nothing.
        Assert.Contains("YamlDotNet", LibrariesLoadedFor(path, folder.File("cold")));
    }

    // A second copy of our assembly in a context of its own, that notes what it asks for beside the framework.
    private static List<string> LibrariesLoadedFor(string path, string cacheFolder)
    {
        var context = new NotingContext(typeof(ProjectFileCache).Assembly.Location);
        var copy = context.LoadFromAssemblyPath(typeof(ProjectFileCache).Assembly.Location);
        Assert.NotSame(typeof(ProjectFileCache).Assembly, copy);
        var load = copy.GetType(typeof(ProjectFileCache).FullName!)!.GetMethod(nameof(ProjectFileCache.Load))!;
        var file = load.Invoke(null, [path, cacheFolder, null])!;
        Assert.Equal("orders", file.GetType().GetProperty(nameof(ProjectFile.Project))!.GetValue(file));
        context.Unload();
        return context.Loaded;
    }

    private sealed class NotingContext(string main) : AssemblyLoadContext(isCollectible: true)
    {
        public List<string> Loaded { get; } = [];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var file = Path.Combine(Path.GetDirectoryName(main)!, assemblyName.Name + ".dll");
            if (!File.Exists(file))
            {
                return null;
            }

            Loaded.Add(assemblyName.Name!);
            return LoadFromAssemblyPath(file);
        }
    }
}
