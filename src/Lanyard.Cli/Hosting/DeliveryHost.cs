using System.Security.Cryptography;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;

namespace Lanyard.Cli.Hosting;

/// <summary>Puts an endpoint that hands out credentials on a loopback port.</summary>
internal static class DeliveryHost
{
    /// <summary>
    /// Makes a token for an endpoint, of letters that need no quoting. Outside Windows a new GUID is 122 bits of the system's cryptographic
    /// generator, for which OpenSSL isn't loaded.
    /// </summary>
    public static Secret NewToken() => new(OperatingSystem.IsWindows()
        ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))
        : $"{Guid.NewGuid():N}{Guid.NewGuid():N}");

    /// <summary>Starts an endpoint on a port that was opened before; where that fails the port is closed, so that nobody waits at it.</summary>
    /// <param name="handler">What answers.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<KestrelHost> StartAsync(WireHandler handler, LoopbackPort port, CancellationToken cancellationToken)
    {
        try
        {
            return await KestrelHost.StartAsync(handler, port, ServerLimits.OfDelivery, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    /// <summary>Starts an endpoint.</summary>
    /// <param name="makeHandler">Makes what answers, given the endpoint's own address.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="CredentialsException">The port is taken, or may not be used.</exception>
    public static async Task<KestrelHost> StartAsync(Func<Uri, WireHandler> makeHandler, int port, CancellationToken cancellationToken)
    {
        try
        {
            return await KestrelHost.StartAsync(makeHandler, port, null, cancellationToken, ServerLimits.OfDelivery).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CredentialsException(CliErrorCodes.PortTaken, $"another program listens on port {port} already", "leave --port out for a free one");
        }
        catch (System.Net.Sockets.SocketException e)
        {
            throw new CredentialsException(CliErrorCodes.PortTaken, $"port {port} can't be listened on: {e.Message}", "leave --port out for a free one");
        }
    }
}
