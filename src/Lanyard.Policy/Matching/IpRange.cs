using System.Globalization;

namespace Lanyard.Policy.Matching;

/// <summary>A range of IP addresses in CIDR notation.</summary>
internal sealed class IpRange
{
    private readonly IpBits _address;
    private readonly int _prefix;

    private IpRange(IpBits address, int prefix) => (_address, _prefix) = (address, prefix);

    /// <summary>Reads a range; an address alone is a range of one, and bits after the prefix count for nothing.</summary>
    /// <returns>The range, or <see langword="null"/> when the text is none.</returns>
    public static IpRange? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IpBits.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address))
        {
            return null;
        }

        return slash < 0 ? new IpRange(address, address.Count)
            : int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix <= address.Count
                ? new IpRange(address, prefix)
            : null;
    }

    /// <summary>Whether an address is in the range; IPv4 and IPv6 never meet.</summary>
    public bool Contains(string text) =>
        IpBits.TryParse(text, out var other) && other.Count == _address.Count
        && (_prefix == 0 || (other.Value ^ _address.Value) >> (_address.Count - _prefix) == 0);
}
