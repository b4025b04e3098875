using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;

namespace Lanyard.Cli.Commands.Policies.Minimize;

/// <summary>Writes documents into a folder, each into a file of its name.</summary>
internal static class MinimizeFiles
{
    /// <summary>Writes them; where a file with another content would be lost, none is.</summary>
    /// <param name="folder">The folder, relative to the current one; it is made.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="force">Whether files may be replaced.</param>
    /// <param name="surroundings">The machine.</param>
    /// <returns>The files, as the folder was named.</returns>
    /// <exception cref="CredentialsException">A file is there and has another content, or one can't be written.</exception>
    public static IReadOnlyList<string> Write(string folder, IReadOnlyList<MinimizedDocument> documents, bool force, Surroundings surroundings)
    {
        var files = documents.Select(document => Path.Combine(folder, document.Name + ".json")).ToList();
        var current = "";
        try
        {
            var changed = new List<(string Path, byte[] Bytes)>();
            for (var i = 0; i < files.Count; i++)
            {
                current = files[i];
                var path = Path.Combine(surroundings.CurrentDirectory, current);
                var bytes = documents[i].Bytes;
                if (!File.Exists(path))
                {
                    changed.Add((path, bytes));
                }
                else if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
                {
                    changed.Add(force ? (path, bytes) : throw new CredentialsException(
                        CliErrorCodes.OutputExists, $"{current} is there already, and says something else; nothing was written", "name another folder, or add --force to replace it"));
                }
            }

            foreach (var (path, bytes) in changed)
            {
                current = path;
                AtomicFile.Write(path, bytes);
            }

            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"{current} can't be written: {e.Message}", "name another folder", inner: e);
        }
    }
}
