namespace Lanyard.Aws.Wire;

/// <summary>Why no answer came from an endpoint.</summary>
public enum UnreachableReason
{
    /// <summary>No connection, or it broke.</summary>
    Connection,

    /// <summary>The host name has no address.</summary>
    NameNotFound,

    /// <summary>The server's certificate isn't trusted, or TLS failed.</summary>
    Tls,

    /// <summary>The answer took too long.</summary>
    Timeout,

    /// <summary>The proxy refused to connect us.</summary>
    Proxy,

    /// <summary>The request was never sent: a header, such as a session token with a line break in it, is none that HTTP allows.</summary>
    Unsendable,
}

/// <summary>An endpoint didn't answer, however often it was asked.</summary>
/// <param name="endpoint">The base address that was called.</param>
/// <param name="reason">The kind of failure.</param>
/// <param name="detail">What the network said.</param>
/// <param name="attempts">How often it was tried.</param>
public sealed class EndpointUnreachableException(Uri endpoint, UnreachableReason reason, string detail, int attempts)
    : Exception($"no answer from {endpoint?.Scheme}://{endpoint?.Authority} after {attempts} {(attempts == 1 ? "attempt" : "attempts")}: {detail}")
{
    /// <summary>Gets the base address that was called.</summary>
    public Uri Endpoint { get; } = endpoint ?? throw new ArgumentNullException(nameof(endpoint));

    /// <summary>Gets the kind of failure.</summary>
    public UnreachableReason Reason { get; } = reason;
}
