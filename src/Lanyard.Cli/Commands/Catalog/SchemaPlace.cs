using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Generate.Published;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>Where resource type schemas are read from.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Url">The address; null for a file or folder.</param>
/// <param name="Path">The file or folder; null for an address.</param>
internal sealed record SchemaPlace(string Name, Uri? Url, string? Path)
{
    private const int MaxFiles = 20_000;
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Understands what <c>--schemas</c> says; AWS's own for the Region where it says nothing.</summary>
    public static SchemaPlace Of(string? word, GlobalOptions options, Surroundings surroundings)
    {
        if (word is null)
        {
            var region = options.Region ?? "us-east-1";
            var address = $"https://schema.cloudformation.{region}.amazonaws.com{(region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}/CloudformationSchema.zip";
            return PublishedAddress.Of(address) is { } published ? new SchemaPlace(address, published, null)
                : throw new UsageException($"`{region}` is no Region", "lanyard catalog update --region us-east-1");
        }

        var path = System.IO.Path.Combine(surroundings.CurrentDirectory, word);
        return File.Exists(path) || Directory.Exists(path) ? new SchemaPlace(word, null, path)
            : PublishedAddress.Of(word) is { } url ? new SchemaPlace(word, url, null)
            : throw new UsageException($"--schemas takes an https:// address, or a .zip, a .json or a folder that is there; {word} is neither", "lanyard catalog update --schemas CloudformationSchema.zip");
    }

    /// <summary>Reads them, and gives what is kept.</summary>
    /// <exception cref="CredentialsException">They can't be read, or are something else.</exception>
    public async Task<byte[]> ReadAsync(GlobalOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            var today = DateOnly.FromDateTime(surroundings.Time.GetUtcNow().UtcDateTime);
            var schemas = Url is null ? Local() : SchemaArchive.Read(await DownloadAsync(Url, options, surroundings, cancellationToken).ConfigureAwait(false), Name);
            return schemas.Count > 0 ? PublishedHandlers.Write(schemas, today) : throw new CatalogueException("no type in it says what its handlers call");
        }
        catch (Exception e) when (e is CatalogueException or IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(
                CliErrorCodes.CatalogueUpdateFailed, $"the resource type schemas of {Name} can't be used: {e.Message}",
                "what is at hand stays in use; try again later, or name others with --schemas", inner: e);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> DownloadAsync(Uri url, GlobalOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var client = new PublishedFileClient(new Uri(url.GetLeftPart(UriPartial.Authority)), "--schemas", options, surroundings);
        return await client.GetAsync(url.AbsolutePath, cancellationToken).ConfigureAwait(false);
    }

    private List<ResourceSchema> Local()
    {
        if (File.Exists(Path))
        {
            return Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? [.. ResourceSchema.Read(Whole(Path), Name)] : SchemaArchive.Read(Whole(Path), Name);
        }

        var files = Directory.EnumerateFiles(Path!, "*.json").Order(StringComparer.Ordinal).Take(MaxFiles + 1).ToArray();
        return files.Length > MaxFiles ? throw new CatalogueException($"there are more than {MaxFiles} files in it")
            : [.. files.SelectMany(file => ResourceSchema.Read(Whole(file), System.IO.Path.GetFileName(file)))];
    }

    private static byte[] Whole(string path) => Credentials.Files.WholeFile.Read(path, MaxBytes) ?? throw new CatalogueException($"{System.IO.Path.GetFileName(path)} is larger than 64 MiB");
}
