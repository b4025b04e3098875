using System.Text.Json;

namespace Lanyard.Projects.Tools;

/// <summary>The scripts of a <c>package.json</c>.</summary>
/// <param name="File">Full path of the file.</param>
/// <param name="Texts">What each script runs, by its name.</param>
internal sealed record PackageScripts(string File, IReadOnlyDictionary<string, string> Texts)
{
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads the nearest <c>package.json</c> in a folder or above it.</summary>
    /// <returns>Its scripts; <see langword="null"/> where there is no such file, or none that can be read.</returns>
    public static PackageScripts? Find(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var file = Path.Combine(at, "package.json");
            if (System.IO.File.Exists(file))
            {
                return Read(file);
            }
        }

        return null;
    }

    private static PackageScripts? Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(BoundedFile.Read(file, MaxBytes) ?? []);
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("scripts", out var scripts) && scripts.ValueKind == JsonValueKind.Object)
            {
                foreach (var script in scripts.EnumerateObject())
                {
                    if (script.Value.ValueKind == JsonValueKind.String)
                    {
                        texts[script.Name] = script.Value.GetString()!;
                    }
                }
            }

            return new PackageScripts(file, texts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
