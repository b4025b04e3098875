namespace Lanyard.Aws.Wire;

/// <summary>A server: what it answers to a request. Every server of ours is one of these, whatever hosts it.</summary>
/// <param name="request">The request as it was sent.</param>
/// <param name="cancellationToken">Is cancelled when the client goes away or the host stops.</param>
public delegate ValueTask<WireResponse> WireHandler(WireRequest request, CancellationToken cancellationToken);
