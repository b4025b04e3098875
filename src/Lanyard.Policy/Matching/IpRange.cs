using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lanyard.Policy.Matching;

/// <summary>A range of IP addresses in CIDR notation.</summary>
internal sealed class IpRange
{
    private readonly byte[] _address;
    private readonly int _prefix;

    private IpRange(byte[] address, int prefix) => (_address, _prefix) = (address, prefix);

    /// <summary>Reads a range; an address alone is a range of one, and bits after the prefix count for nothing.</summary>
    /// <returns>The range, or <see langword="null"/> when the text is none.</returns>
    public static IpRange? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (ParseAddress(slash < 0 ? text : text[..slash]) is not { } address)
        {
            return null;
        }

        var bits = address.Length * 8;
        return slash < 0 ? new IpRange(address, bits)
            : int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix <= bits
                ? new IpRange(address, prefix)
            : null;
    }

    /// <summary>Whether an address is in the range; IPv4 and IPv6 never meet.</summary>
    public bool Contains(string text)
    {
        if (ParseAddress(text) is not { } other || other.Length != _address.Length)
        {
            return false;
        }

        var whole = _prefix / 8;
        var mask = (byte)(0xFF << (8 - (_prefix % 8)));
        return other.AsSpan(0, whole).SequenceEqual(_address.AsSpan(0, whole))
            && (whole == _address.Length || ((other[whole] ^ _address[whole]) & mask) == 0);
    }

    // IPAddress alone would also read 1, 0x7f.1, 010.0.0.1 and fe80::1%eth0.
    private static byte[]? ParseAddress(string text)
    {
        if (!IPAddress.TryParse(text, out var address) || text.Contains('%', StringComparison.Ordinal) || text.StartsWith('['))
        {
            return null;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text ? address.GetAddressBytes() : null;
    }
}
