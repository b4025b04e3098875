using System.Globalization;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>Gets files of the service reference, a few at a time.</summary>
internal sealed class ServiceReferenceClient : IDisposable
{
    private const int AtOnce = 8;

    private readonly Uri _endpoint;
    private readonly HttpMessageInvoker _http;
    private readonly WireClient _client;
    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>Makes it; nothing is called yet.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="options">The options of the command.</param>
    /// <param name="surroundings">The machine.</param>
    /// <exception cref="CaBundleException">The CA bundle can't be used.</exception>
    public ServiceReferenceClient(Uri endpoint, GlobalOptions options, Surroundings surroundings)
    {
        _endpoint = endpoint;
        var timeout = surroundings.Seconds("LANYARD_HTTP_TIMEOUT") ?? TimeSpan.FromSeconds(20);
        _http = WireTransport.Create(Authorities.Read(surroundings.Variable("AWS_CA_BUNDLE"), surroundings.Variable), TimeSpan.FromSeconds(Math.Min(5, timeout.TotalSeconds)));
        var attempts = int.TryParse(surroundings.Variable("AWS_MAX_ATTEMPTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : RetryPolicy.Standard.MaxAttempts;
        _client = new WireClient(
            _http, surroundings.Time, RetryPolicy.Standard with { MaxAttempts = attempts }, timeout,
            options.Verbose ? line => surroundings.Error.WriteLine($"lanyard: {line}") : null);
    }

    /// <summary>Gets a file.</summary>
    /// <param name="path">Its path on the server.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CredentialsException">The server didn't give it.</exception>
    public async Task<ReadOnlyMemory<byte>> GetAsync(string path, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var answer = await _client.SendAsync(
                _endpoint, t => new WireRequest("GET", t.Path(path), new WireHeaders(("Host", t.Host), ("Accept", "application/json")), ReadOnlyMemory<byte>.Empty), _ => null, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccess ? answer.Body : throw new CredentialsException(
                CliErrorCodes.CatalogueUpdateFailed, string.Create(CultureInfo.InvariantCulture, $"{_endpoint.GetLeftPart(UriPartial.Authority)}{path} answered {answer.Status}"),
                "the catalogue at hand stays in use; try again later, or name another server with --endpoint");
        }
        catch (EndpointUnreachableException e)
        {
            throw AwsFailures.Translate(e, null, _client.Time.GetUtcNow()).WithFix("check the network and HTTPS_PROXY, or name another server with --endpoint; the catalogue at hand stays in use");
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _turns.Dispose();
    }
}
