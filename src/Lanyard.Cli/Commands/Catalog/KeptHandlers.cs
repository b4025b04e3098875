using System.Globalization;
using System.Text.Json;
using Lanyard.Cli.Edge;
using Lanyard.Credentials.Files;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Generate.Published;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>What <c>catalog update</c> kept of AWS's resource type schemas.</summary>
internal static class KeptHandlers
{
    private const int MaxBytes = 1 << 26;

    /// <summary>Gives the file.</summary>
    public static string PathIn(Surroundings surroundings) => Path.Combine(surroundings.Folders.Cache, "resource-handlers.txt");

    /// <summary>Opens them. What can't be used is passed over, and said.</summary>
    /// <returns>They; null where there are none.</returns>
    public static PublishedHandlers? Open(Surroundings surroundings)
    {
        var path = PathIn(surroundings);
        try
        {
            return File.Exists(path) && WholeFile.Read(path, MaxBytes) is { } text ? PublishedHandlers.Open(text) : null;
        }
        catch (Exception e) when (e is CatalogueException or IOException or UnauthorizedAccessException)
        {
            surroundings.Error.WriteLine($"warning: {path} can't be used: {e.Message}; run `lanyard catalog update` to replace it");
            return null;
        }
    }

    /// <summary>Says how many there are, in a line.</summary>
    public static string Describe(PublishedHandlers? kept) => kept is null
        ? "what the handlers of resource types call: only of those that Lanyard's own tables have; `lanyard catalog update` reads the others\n"
        : string.Create(CultureInfo.InvariantCulture, $"what the handlers of {kept.Count} resource types call, {kept.Date:yyyy-MM-dd}\n");

    /// <summary>Says it in JSON.</summary>
    public static void Write(Utf8JsonWriter json, PublishedHandlers? kept, Surroundings surroundings)
    {
        if (kept is null)
        {
            json.WriteNull("handlers");
            return;
        }

        json.WriteStartObject("handlers");
        json.WriteNumber("types", kept.Count);
        json.WriteString("date", kept.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("file", PathIn(surroundings));
        json.WriteEndObject();
    }
}
