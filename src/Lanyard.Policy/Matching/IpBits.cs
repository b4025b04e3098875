using System.Globalization;

namespace Lanyard.Policy.Matching;

/// <summary>The bits of an IP address.</summary>
/// <param name="Value">The address as a number.</param>
/// <param name="Count">How many bits it has: 32 or 128.</param>
internal readonly record struct IpBits(UInt128 Value, int Count)
{
    private const int Groups = 8;

    /// <summary>Reads an address without allocating. Octal, hexadecimal and short IPv4 addresses, zones and brackets are none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpBits bits)
    {
        var isV6 = text.Contains(':');
        var found = isV6 ? TryParseV6(text, out var value) : TryParseV4(text, out value);
        bits = new IpBits(value, isV6 ? 128 : 32);
        return found;
    }

    private static bool TryParseV4(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = 0;
        for (var part = 0; part < 4; part++)
        {
            var dot = text.IndexOf('.');
            var digits = dot < 0 ? text : text[..dot];
            if (dot < 0 != (part == 3) || digits.Length > 3 || (digits.Length > 1 && digits[0] == '0')
                || !byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            value = (value << 8) | number;
            text = text[(digits.Length + (dot < 0 ? 0 : 1))..];
        }

        return true;
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = 0;
        if (text.StartsWith(":") && !text.StartsWith("::"))
        {
            return false;
        }

        UInt128 behindGap = 0;
        var (count, gap) = (0, text.StartsWith("::") ? 0 : -1);
        for (var rest = gap == 0 ? text[2..] : text; !rest.IsEmpty;)
        {
            var colon = rest.IndexOf(':');
            var group = colon < 0 ? rest : rest[..colon];
            if (!TryParseGroup(group, isLast: colon < 0, out var number, out var size) || count + size > Groups)
            {
                return false;
            }

            behindGap = (behindGap << (16 * size)) | number;
            count += size;
            if (colon < 0)
            {
                break;
            }

            rest = rest[(colon + 1)..];
            if (rest.StartsWith(":"))
            {
                if (gap >= 0)
                {
                    return false;
                }

                (gap, value, behindGap) = (count, behindGap, 0);
                rest = rest[1..];
            }
            else if (rest.IsEmpty)
            {
                return false;
            }
        }

        if (gap < 0)
        {
            value = behindGap;
            return count == Groups;
        }

        // The gap stands for one group of zeros at least.
        value = (gap == 0 ? 0 : value << (16 * (Groups - gap))) | behindGap;
        return count < Groups;
    }

    private static bool TryParseGroup(ReadOnlySpan<char> group, bool isLast, out UInt128 number, out int size)
    {
        if (isLast && group.Contains('.'))
        {
            size = 2;
            return TryParseV4(group, out number);
        }

        size = 1;
        var found = ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && group.Length <= 4;
        number = hex;
        return found;
    }
}
