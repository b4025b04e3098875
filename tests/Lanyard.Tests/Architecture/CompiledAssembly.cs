using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Lanyard.Tests.Architecture;

/// <summary>What a built assembly of ours really uses, read from its metadata: a reference that nothing uses isn't there.</summary>
internal sealed record CompiledAssembly(IReadOnlyList<string> References, IReadOnlyList<string> NamespacesUsed, IReadOnlyList<string> Resources)
{
    /// <summary>Reads the assembly that <paramref name="project"/> was built to, next to the tests.</summary>
    public static CompiledAssembly Of(string project)
    {
        // The program is called as its users call it; every other assembly has its project's name.
        string name = project == "Lanyard.Cli" ? "lanyard" : project;
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
        using PEReader image = new(file);
        MetadataReader metadata = image.GetMetadataReader();
        return new CompiledAssembly(
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            [.. metadata.TypeReferences.Select(handle => metadata.GetString(metadata.GetTypeReference(handle).Namespace)).Distinct()],
            [.. metadata.ManifestResources.Select(handle => metadata.GetString(metadata.GetManifestResource(handle).Name))]);
    }
}
