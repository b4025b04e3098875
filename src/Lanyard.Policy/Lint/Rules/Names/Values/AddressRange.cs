using System.Net;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A range of addresses as a policy writes it.</summary>
/// <param name="Address">The address before the slash.</param>
/// <param name="Prefix">How many bits of it count.</param>
internal sealed record AddressRange(IPAddress Address, int Prefix)
{
    // RFC 1918, and RFC 4193 for IPv6.
    private static readonly IPNetwork[] Private =
        [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("fc00::/7")];

    /// <summary>Gets whether every address of it is private.</summary>
    public bool IsPrivate => Private.Any(network => network.PrefixLength <= Prefix && network.Contains(Address));

    /// <summary>Gets the range without the bits of the address that don't count.</summary>
    public string Network
    {
        get
        {
            var bytes = Address.GetAddressBytes();
            for (var i = 0; i < bytes.Length; i++)
            {
                var bits = Math.Clamp(Prefix - (8 * i), 0, 8);
                bytes[i] &= (byte)(0xff << (8 - bits));
            }

            return $"{new IPAddress(bytes)}/{Prefix}";
        }
    }

    /// <summary>Reads a range; <see langword="null"/> for what is none.</summary>
    public static AddressRange? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (IpRange.Parse(text) is null || !IPAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address))
        {
            return null;
        }

        return new AddressRange(address, slash < 0 ? 8 * address.GetAddressBytes().Length : int.Parse(text.AsSpan(slash + 1), System.Globalization.CultureInfo.InvariantCulture));
    }
}
