using System.Text.Json;
using Lanyard.Policy.Documents;

namespace Lanyard.Projects.Templates;

/// <summary>Finds the file of a nested stack's template, which the template around it names by where it will be when it is deployed.</summary>
public static class NestedTemplates
{
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int MostParts = 3;

    /// <summary>Finds it.</summary>
    /// <param name="parent">The template around it.</param>
    /// <param name="folder">The folder of that template.</param>
    /// <param name="logicalId">The nested stack's name in it.</param>
    /// <param name="asset">The asset that CDK noted for it; <see langword="null"/> where there is none.</param>
    /// <param name="url">Its <c>TemplateURL</c>, with marks for what isn't known of it; <see langword="null"/> without one.</param>
    /// <returns>The file; <see langword="null"/> where it isn't at hand.</returns>
    public static string? Find(FoundTemplate parent, string folder, string logicalId, string? asset, string? url)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(folder);
        return parent.Nested.FirstOrDefault(n => n.LogicalId == logicalId)?.Path
            ?? (asset is not null ? There(folder, asset) : null)
            ?? (url is null ? null : url.Contains("://", StringComparison.Ordinal) ? ByAddress(folder, url) : Placeholder.IsIn(url) ? null : There(folder, url));
    }

    private static string? ByAddress(string folder, string url)
    {
        if (url.StartsWith("file://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var file) && file.IsLoopback ? There(folder, file.LocalPath) : null;
        }

        // Where a tool uploads its files, they are called as in its folder: the end of the key, or CDK's hash of the file.
        var parts = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/');
        for (var count = Math.Min(MostParts, parts.Length - 1); count > 0; count--)
        {
            if (parts[^count..] is var end && end.All(IsName) && There(folder, Path.Combine(end)) is { } found)
            {
                return found;
            }
        }

        return IsName(parts[^1]) ? ByHash(folder, parts[^1].Split('.')[0]) : null;
    }

    private static bool IsName(string part) => part.Length > 0 && part is not ("." or "..") && !Placeholder.IsIn(part) && part.IndexOfAny(Path.GetInvalidFileNameChars()) < 0;

    // `NAME.assets.json` of a cloud assembly: the files to upload by their hashes.
    private static string? ByHash(string folder, string hash)
    {
        foreach (var manifest in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.assets.json").Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            try
            {
                using var document = JsonDocument.Parse(BoundedFile.Read(manifest, MaxBytes) ?? "{}"u8.ToArray());
                if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Object
                    && files.TryGetProperty(hash, out var file) && file.ValueKind == JsonValueKind.Object && file.TryGetProperty("source", out var source)
                    && source.ValueKind == JsonValueKind.Object && source.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String)
                {
                    return There(folder, path.GetString()!);
                }
            }
            catch (JsonException)
            {
                // Another tool's file of that name.
            }
        }

        return null;
    }

    private static string? There(string folder, string path) => Path.GetFullPath(Path.Combine(folder, path)) is var full && File.Exists(full) ? full : null;
}
