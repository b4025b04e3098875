using System.Globalization;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>Gets files that AWS publishes, or a mirror of them, a few at a time.</summary>
internal sealed class PublishedFileClient : IDisposable
{
    private const int AtOnce = 8;

    private readonly Uri _endpoint;
    private readonly string _mending;
    private readonly HttpMessageInvoker _http;
    private readonly WireClient _client;
    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>Makes it; nothing is called yet.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="option">The option that names another.</param>
    /// <param name="options">The options of the command.</param>
    /// <param name="surroundings">The machine.</param>
    /// <exception cref="CaBundleException">The CA bundle can't be used.</exception>
    public PublishedFileClient(Uri endpoint, string option, GlobalOptions options, Surroundings surroundings)
    {
        _endpoint = endpoint;
        _mending = $"name another server with {option}; the catalogue at hand stays in use";
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
                _endpoint, t => new WireRequest("GET", t.Path(path), new WireHeaders(("Host", t.Host), ("Accept", "application/json, application/zip")), ReadOnlyMemory<byte>.Empty), _ => null, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccess ? answer.Body : throw new CredentialsException(
                CliErrorCodes.CatalogueUpdateFailed, string.Create(CultureInfo.InvariantCulture, $"{_endpoint.GetLeftPart(UriPartial.Authority)}{path} answered {answer.Status}"),
                $"try again later, or {_mending}");
        }
        catch (EndpointUnreachableException e)
        {
            throw AwsFailures.Translate(e, null, _client.Time.GetUtcNow()).WithFix($"check the network and HTTPS_PROXY, or {_mending}");
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
