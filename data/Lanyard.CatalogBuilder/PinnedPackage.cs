using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Lanyard.CatalogBuilder;

/// <summary>A package of the npm registry, in one version and with one content.</summary>
/// <param name="Use">What is taken from it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Integrity">The SHA-512 of its archive in base64, behind <c>sha512-</c>, as npm writes it.</param>
internal sealed record PinnedPackage(string Use, string Name, string Version, string Integrity)
{
    private string ArchiveName => $"{Name.TrimStart('@').Replace('/', '-')}-{Version}.tgz";

    /// <summary>Gives the files in it, fetched with <c>npm pack</c> unless the folder has them.</summary>
    /// <param name="folder">Where archives are kept.</param>
    /// <exception cref="BuildException">npm didn't fetch it, or what it fetched is something else.</exception>
    public Dictionary<string, byte[]> Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var archive = Path.Combine(folder, ArchiveName);
        if (!File.Exists(archive))
        {
            Fetch(folder);
        }

        var bytes = File.ReadAllBytes(archive);
        var integrity = $"sha512-{Convert.ToBase64String(SHA512.HashData(bytes))}";
        if (integrity != Integrity)
        {
            throw new BuildException($"{archive} has the integrity {integrity}, and packages.txt says {Integrity}");
        }

        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var tar = new TarReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } data)
            {
                using var content = new MemoryStream();
                data.CopyTo(content);
                files[entry.Name] = content.ToArray();
            }
        }

        return files;
    }

    private void Fetch(string folder)
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder, $"{Name}@{Version}"]) { RedirectStandardOutput = true })
            ?? throw new BuildException("npm couldn't be started");
        npm.StandardOutput.ReadToEnd();
        npm.WaitForExit();
        if (npm.ExitCode != 0)
        {
            throw new BuildException($"npm pack {Name}@{Version} ended with {npm.ExitCode}");
        }
    }
}
