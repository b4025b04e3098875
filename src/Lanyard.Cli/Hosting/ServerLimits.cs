namespace Lanyard.Cli.Hosting;

/// <summary>How much a server takes in.</summary>
/// <param name="HeaderBytes">The most bytes of headers in a request.</param>
/// <param name="BodyBytes">The most bytes of a body.</param>
/// <param name="Connections">The most connections at once; null for any number.</param>
internal sealed record ServerLimits(int HeaderBytes, long BodyBytes, int? Connections)
{
    /// <summary>Gets the limits of a sandbox, to which templates and objects are sent.</summary>
    public static ServerLimits OfSandbox { get; } = new(64 * 1024, 256 * 1024 * 1024, null);

    /// <summary>Gets the limits of an endpoint that only hands out: requests of a line or two.</summary>
    public static ServerLimits OfDelivery { get; } = new(16 * 1024, 1024, 512);
}
