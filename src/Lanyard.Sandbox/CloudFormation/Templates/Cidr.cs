using System.Globalization;
using System.Net;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Divides a block of IPv4 addresses, as <c>Fn::Cidr</c> does.</summary>
internal static class Cidr
{
    /// <summary>Divides it.</summary>
    /// <param name="block">The block, such as <c>10.0.0.0/16</c>.</param>
    /// <param name="count">How many parts to give, 1 to 256.</param>
    /// <param name="bits">How many bits the addresses of a part have.</param>
    /// <returns>The parts; <see langword="null"/> where they don't fit, or something isn't what it should be.</returns>
    public static IReadOnlyList<string>? Split(string block, string count, string bits)
    {
        if (!IPNetwork.TryParse(block, out var network) || network.BaseAddress.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var parts) || parts is < 1 or > 256
            || !int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size is < 1 or > 32
            || 32 - size < network.PrefixLength || (network.PrefixLength > 0 && parts > 1L << (32 - size - network.PrefixLength)))
        {
            return null;
        }

        var start = BitConverter.ToUInt32([.. network.BaseAddress.GetAddressBytes().Reverse()]);
        return [.. Enumerable.Range(0, parts).Select(part => $"{new IPAddress([.. BitConverter.GetBytes(start + ((uint)part << size)).Reverse()])}/{32 - size}")];
    }
}
