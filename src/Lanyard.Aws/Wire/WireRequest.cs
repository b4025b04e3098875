namespace Lanyard.Aws.Wire;

/// <summary>
/// An HTTP request as it stands on the wire: signatures are made and verified over this, so nothing in it is decoded or
/// normalised.
/// </summary>
/// <param name="method">The method, upper case.</param>
/// <param name="target">The request target in origin form: path and query, percent-encoded as sent.</param>
/// <param name="headers">The header lines in order; <c>Host</c> among them.</param>
/// <param name="body">The body; <see cref="Stream.Null"/> where there is none.</param>
public sealed class WireRequest(string method, string target, WireHeaders headers, Stream body)
{
    /// <summary>Makes a request whose body is in memory.</summary>
    public WireRequest(string method, string target, WireHeaders headers, ReadOnlyMemory<byte> body)
        : this(method, target, headers, body.IsEmpty ? Stream.Null : new MemoryStream(body.ToArray(), writable: false))
    {
    }

    /// <summary>Gets the method, upper case.</summary>
    public string Method { get; } = method;

    /// <summary>Gets the request target: path and query, percent-encoded as sent.</summary>
    public string Target { get; } = target;

    /// <summary>Gets the header lines in order.</summary>
    public WireHeaders Headers { get; } = headers;

    /// <summary>Gets the body.</summary>
    public Stream Body { get; } = body;

    /// <summary>Gets the path of the target, still percent-encoded.</summary>
    public string Path => Target.IndexOf('?') is var q and >= 0 ? Target[..q] : Target;

    /// <summary>Gets the query of the target without its question mark, still percent-encoded; empty where there is none.</summary>
    public string Query => Target.IndexOf('?') is var q and >= 0 ? Target[(q + 1)..] : "";

    /// <summary>Gets the <c>Host</c> header; empty where there is none.</summary>
    public string Host => Headers.Get("Host") ?? "";

    /// <summary>Gets the media type of the body without its parameters, lower case; empty where there is none.</summary>
    public string MediaType => (Headers.Get("Content-Type") ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>Reads the whole body.</summary>
    /// <param name="limit">The most bytes to accept.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="WireBodyTooLargeException">The body is longer than <paramref name="limit"/>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(int limit, CancellationToken cancellationToken)
    {
        var all = new MemoryStream();
        var chunk = new byte[8192];
        int read;
        while ((read = await Body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (all.Length + read > limit)
            {
                throw new WireBodyTooLargeException(limit);
            }

            all.Write(chunk, 0, read);
        }

        return all.ToArray();
    }

    /// <summary>Gives method and path; the query may carry tokens.</summary>
    public override string ToString() => $"{Method} {Path}";
}
