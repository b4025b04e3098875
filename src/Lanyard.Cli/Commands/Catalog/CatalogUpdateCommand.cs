using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Policy.Catalog;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>
/// Reads AWS's service reference and writes a catalogue of it, and AWS's resource type schemas and keeps what their handlers call. Whatever goes wrong, what is
/// at hand stays.
/// </summary>
internal static class CatalogUpdateCommand
{
    /// <summary>Where AWS publishes it.</summary>
    public const string Published = "https://servicereference.us-east-1.amazonaws.com";

    private const string StaysAsItIs = "the catalogue at hand stays in use; try again later, or name a mirror with --endpoint";

    public static async Task<int> RunAsync(string? address, string? schemas, GlobalOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        // Who names one of the two means that one; without a word it is both, from AWS.
        var endpoint = address is not null || schemas is null ? EndpointOf(address ?? Published) : null;
        var place = address is null || schemas is not null ? SchemaPlace.Of(schemas, options, surroundings) : null;
        var before = ChosenCatalogue.Of(surroundings).Catalogue;
        var bytes = endpoint is null ? null : await CatalogueAsync(endpoint, options, surroundings, cancellationToken).ConfigureAwait(false);
        var handlers = place is null ? null : await place.ReadAsync(options, surroundings, cancellationToken).ConfigureAwait(false);

        // Nothing is written before all is there.
        Write(ChosenCatalogue.PathIn(surroundings), bytes);
        Write(KeptHandlers.PathIn(surroundings), handlers);
        var chosen = ChosenCatalogue.Of(surroundings);
        var now = chosen.Catalogue;
        var (added, removed) = (Missing(now, before), Missing(before, now));
        var kept = KeptHandlers.Open(surroundings);
        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                chosen.Write(json, counts: true);
                json.WriteNumber("added", added);
                json.WriteNumber("removed", removed);
                KeptHandlers.Write(json, kept, surroundings);
            }));
            return ExitCodes.Done;
        }

        if (bytes is not null)
        {
            surroundings.Error.WriteLine($"Read {now.Services.Count} services with {now.ActionCount} actions, {added} of them new; {removed} are gone. In use: {chosen.Describe()}.");
        }

        if (handlers is not null)
        {
            surroundings.Error.WriteLine($"Read what the handlers of {kept!.Count} resource types call, for `lanyard policy generate`, into {KeptHandlers.PathIn(surroundings)}.");
        }

        return ExitCodes.Done;
    }

    private static async Task<byte[]> CatalogueAsync(Uri endpoint, GlobalOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(endpoint, options, surroundings, cancellationToken).ConfigureAwait(false);
        return Checked(endpoint, () => CatalogueWriter.Write(content));
    }

    private static void Write(string path, byte[]? bytes)
    {
        try
        {
            if (bytes is not null)
            {
                AtomicFile.Write(path, bytes);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"{path} can't be written: {e.Message}", "make the folder writable, or set LANYARD_HOME", inner: e);
        }
    }

    private static async Task<CatalogueContent> ReadAsync(Uri endpoint, GlobalOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var reader = new PublishedFileClient(endpoint, "--endpoint", options, surroundings);
        var services = Checked(endpoint, ServiceReferenceFile.ReadList, await reader.GetAsync("/", cancellationToken).ConfigureAwait(false));
        using var progress = new ProgressLine(surroundings, "services read", services.Count);
        var files = new List<ServiceReferenceFile>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reads = services.Select(s => ReadAsync(reader, endpoint, s.Prefix, s.Path, stop.Token)).ToArray();
        try
        {
            await foreach (var read in Task.WhenEach(reads).ConfigureAwait(false))
            {
                files.Add(await read.ConfigureAwait(false));
                progress.Report(files.Count);
            }
        }
        catch
        {
            // The others would go on asking.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll((Task[])reads).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        var today = DateOnly.FromDateTime(surroundings.Time.GetUtcNow().UtcDateTime);
        return Checked(endpoint, () => ServiceReferenceMerge.Merge(files, Catalogue.Embedded, "AWS service reference", today));
    }

    private static async Task<ServiceReferenceFile> ReadAsync(PublishedFileClient reader, Uri endpoint, string prefix, string path, CancellationToken cancellationToken)
    {
        var json = await reader.GetAsync(path, cancellationToken).ConfigureAwait(false);
        return Checked(endpoint, bytes => ServiceReferenceFile.Read(prefix, bytes), json);
    }

    private static T Checked<T>(Uri endpoint, Func<ReadOnlyMemory<byte>, T> read, ReadOnlyMemory<byte> json) => Checked(endpoint, () => read(json));

    private static T Checked<T>(Uri endpoint, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (CatalogueException e)
        {
            throw new CredentialsException(
                CliErrorCodes.CatalogueUpdateFailed, $"what {endpoint.GetLeftPart(UriPartial.Authority)} gave can't be used: {e.Message}", StaysAsItIs, inner: e);
        }
    }

    private static Uri EndpointOf(string address) => PublishedAddress.Of(address)
        ?? throw new UsageException("--endpoint takes an https:// address, or http:// of this machine", "lanyard catalog update --endpoint https://mirror.example.com");

    private static int Missing(Catalogue these, Catalogue those) => these.Actions.Count(a => those.IdOf(a.FullName) < 0);
}
