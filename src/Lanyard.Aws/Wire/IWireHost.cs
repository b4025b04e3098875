namespace Lanyard.Aws.Wire;

/// <summary>A running server on the loopback interface; disposing it stops it. Kestrel hosts it for users, memory for tests.</summary>
public interface IWireHost : IAsyncDisposable
{
    /// <summary>Gets the address under which the handler is reached, on 127.0.0.1 with the port that was found.</summary>
    Uri Url { get; }
}

/// <summary>Starts a server on 127.0.0.1, on a port that the system picks.</summary>
/// <param name="handler">What answers.</param>
/// <param name="cancellationToken">Stops the start.</param>
public delegate Task<IWireHost> WireHostStart(WireHandler handler, CancellationToken cancellationToken);
