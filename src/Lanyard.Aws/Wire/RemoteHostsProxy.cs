using System.Net;

namespace Lanyard.Aws.Wire;

/// <summary>
/// A proxy that is never asked for what is on this machine or beside it: loopback, and the addresses of container credentials,
/// whose token is nobody else's business.
/// </summary>
/// <param name="configured">The proxy of the environment.</param>
internal sealed class RemoteHostsProxy(IWebProxy configured) : IWebProxy
{
    private static readonly HashSet<string> Near = ["169.254.170.2", "169.254.170.23", "169.254.169.254", "fd00:ec2::23", "fd00:ec2::254"];

    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => configured.Credentials;
        set => configured.Credentials = value;
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : configured.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => host.IsLoopback || Near.Contains(host.Host.Trim('[', ']')) || configured.IsBypassed(host);
}
