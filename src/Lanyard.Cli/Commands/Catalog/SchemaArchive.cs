using System.IO.Compression;
using System.Runtime.InteropServices;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Generate.Published;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>
/// Reads a .zip with a resource type schema in each file, in memory. How large a file is in truth is seen when it is unpacked, whatever the archive says of it.
/// </summary>
internal static class SchemaArchive
{
    private const int MaxEntries = 20_000;
    private const int MaxEntry = 8 * 1024 * 1024;
    private const int MaxAll = 512 * 1024 * 1024;

    /// <summary>Reads it.</summary>
    /// <param name="bytes">The archive.</param>
    /// <param name="name">Names it in errors.</param>
    /// <exception cref="CatalogueException">It is no archive, a file in it is no schema, or it is too large when unpacked.</exception>
    public static List<ResourceSchema> Read(ReadOnlyMemory<byte> bytes, string name)
    {
        var schemas = new List<ResourceSchema>();
        try
        {
            using var archive = new ZipArchive(StreamOf(bytes), ZipArchiveMode.Read);
            if (archive.Entries.Count > MaxEntries)
            {
                throw new CatalogueException($"there are more than {MaxEntries} files in it");
            }

            var left = MaxAll;
            var buffer = new byte[64 * 1024];
            foreach (var entry in archive.Entries.Where(e => e.FullName.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                using var unpacked = entry.Open();
                using var text = new MemoryStream();
                for (int read; (read = unpacked.Read(buffer)) > 0;)
                {
                    text.Write(buffer, 0, read);
                    left -= read;
                    if (left < 0 || text.Length > MaxEntry)
                    {
                        throw new CatalogueException(left < 0 ? $"it is larger than {MaxAll >> 20} MiB when unpacked" : $"{entry.FullName} is larger than {MaxEntry >> 20} MiB");
                    }
                }

                schemas.AddRange(ResourceSchema.Read(text.GetBuffer().AsMemory(0, (int)text.Length), entry.FullName));
            }

            return schemas;
        }
        catch (InvalidDataException e)
        {
            throw new CatalogueException($"{name} is no .zip file, or a broken one: {e.Message}");
        }
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false) : new MemoryStream(bytes.ToArray(), writable: false);
}
