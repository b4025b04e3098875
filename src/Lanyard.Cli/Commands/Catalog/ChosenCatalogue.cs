using System.Globalization;
using System.Text.Json;
using Lanyard.Cli.Edge;
using Lanyard.Credentials.Files;
using Lanyard.Policy.Catalog;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>The catalogue that commands use: the one that <c>catalog update</c> wrote, unless the program came with one as new.</summary>
/// <param name="Catalogue">The catalogue.</param>
/// <param name="File">The file that it is from; null for the program's own.</param>
internal sealed record ChosenCatalogue(Catalogue Catalogue, string? File)
{
    private const int MaxBytes = 1 << 26;

    /// <summary>Chooses it. One that can't be used is passed over, and said.</summary>
    public static ChosenCatalogue Of(Surroundings surroundings)
    {
        var path = PathIn(surroundings);
        try
        {
            if (System.IO.File.Exists(path) && WholeFile.Read(path, MaxBytes) is { } bytes && Catalogue.Read(bytes) is var updated && updated.Date > Catalogue.Embedded.Date)
            {
                return new ChosenCatalogue(updated, path);
            }
        }
        catch (CatalogueException e)
        {
            surroundings.Error.WriteLine($"warning: {path} can't be used: {e.Message}; run `lanyard catalog update` to replace it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            surroundings.Error.WriteLine($"warning: {path} can't be read: {e.Message}");
        }

        return new ChosenCatalogue(Catalogue.Embedded, null);
    }

    /// <summary>Gives the file that <c>catalog update</c> writes.</summary>
    public static string PathIn(Surroundings surroundings) => Path.Combine(surroundings.Folders.Cache, "catalogue.bin");

    /// <summary>Says which one it is, in words.</summary>
    public string Describe() =>
        $"{Catalogue.Version}, {Day}; {(File is null ? "part of this program" : $"read by `lanyard catalog update` into {File}")}";

    /// <summary>Says which one it is, in JSON.</summary>
    public void Write(Utf8JsonWriter json, bool counts = false)
    {
        json.WriteStartObject("catalogue");
        json.WriteString("version", Catalogue.Version);
        json.WriteString("date", Day);
        json.WriteString("source", File is null ? "embedded" : "updated");
        json.WriteString("file", File);
        if (counts)
        {
            json.WriteNumber("services", Catalogue.Services.Count);
            json.WriteNumber("actions", Catalogue.ActionCount);
        }

        json.WriteEndObject();
    }

    private string Day => Catalogue.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
