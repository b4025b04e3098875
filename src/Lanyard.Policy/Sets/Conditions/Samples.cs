using System.Globalization;
using System.Net;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Sets.Conditions;

/// <summary>
/// Values of which one is in each part that the values of a policy divide numbers, dates, addresses or bytes into. The usual ones come
/// first, texts that are no such value last.
/// </summary>
internal static class Samples
{
    private const string None = "x";

    /// <summary>Each number of the policy, one between two neighbours, one beyond both ends.</summary>
    public static IEnumerable<string> OfNumbers(IEnumerable<string> values)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var limits = values.Select(value => decimal.TryParse(value, Style, CultureInfo.InvariantCulture, out var number) ? number : (decimal?)null);
        return [.. Around(limits, decimal.MinValue, decimal.MaxValue).Select(number => number.ToString(CultureInfo.InvariantCulture)), None];
    }

    /// <summary>Each instant of the policy, one between two neighbours, one beyond both ends.</summary>
    public static IEnumerable<string> OfDates(IEnumerable<string> values) =>
        [.. Around(values.Select(PolicyDate.Parse), decimal.MinValue, decimal.MaxValue).Select(Date), None];

    /// <summary>The first address of each range, and the one behind its last: each part that ranges divide addresses into starts with one.</summary>
    public static IEnumerable<string> OfAddresses(IEnumerable<string> values)
    {
        var (found, behind) = (new List<(int Count, UInt128 Value)>(), new List<(int Count, UInt128 Value)>());
        foreach (var value in values)
        {
            var slash = value.IndexOf('/', StringComparison.Ordinal);
            if (IpRange.Parse(value) is null || !IpBits.TryParse(slash < 0 ? value : value.AsSpan(0, slash), out var address))
            {
                continue;
            }

            var prefix = slash < 0 ? address.Count : int.Parse(value.AsSpan(slash + 1), CultureInfo.InvariantCulture);
            var rest = address.Count - prefix;
            var first = rest == 128 ? 0 : address.Value >> rest << rest;
            var last = rest == 128 ? UInt128.MaxValue : first | ((UInt128.One << rest) - 1);
            found.Add((address.Count, first));
            if (last != (address.Count == 32 ? uint.MaxValue : UInt128.MaxValue))
            {
                behind.Add((address.Count, last + 1));
            }
        }

        // An address that documentation uses comes before the first ones of all.
        (int Count, UInt128 Value)[] usual = [(32, (192u << 24) | (2u << 8) | 1)];
        (int Count, UInt128 Value)[] least = [(32, 0), (128, 0)];
        return [.. found.Concat(usual).Concat(behind).Concat(least).Select(Address), None];
    }

    /// <summary>Each text of bytes of the policy, other bytes, and text that is no bytes.</summary>
    public static IEnumerable<string> OfBytes(IEnumerable<string> values)
    {
        var all = values.ToHashSet(StringComparer.Ordinal);
        var other = Enumerable.Range(0, all.Count + 1).Select(number => Convert.ToBase64String(BitConverter.GetBytes(number))).First(text => !all.Contains(text));
        return [.. all, other, None];
    }

    private static IEnumerable<decimal> Around(IEnumerable<decimal?> values, decimal least, decimal most)
    {
        var limits = values.OfType<decimal>().Distinct().Order().ToList();
        for (var i = 0; i < limits.Count; i++)
        {
            if (i == 0 && limits[i] > least + 1)
            {
                yield return limits[i] - 1;
            }

            yield return limits[i];
            if (i + 1 < limits.Count)
            {
                var half = (limits[i + 1] / 2) - (limits[i] / 2);
                yield return half > 1 ? limits[i] + 1 : limits[i] + half;
            }
            else if (limits[i] < most - 1)
            {
                yield return limits[i] + 1;
            }
        }
    }

    private static string Date(decimal seconds)
    {
        var ticks = seconds * TimeSpan.TicksPerSecond;
        if (seconds is < -62_000_000_000 or > 253_000_000_000 || ticks != decimal.Truncate(ticks))
        {
            return seconds.ToString(CultureInfo.InvariantCulture);
        }

        var date = DateTime.UnixEpoch.AddTicks((long)ticks);
        return date.ToString(date.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
    }

    private static string Address((int Count, UInt128 Value) address)
    {
        var bytes = new byte[address.Count / 8];
        for (var (i, left) = (bytes.Length - 1, address.Value); i >= 0; i--, left >>= 8)
        {
            bytes[i] = (byte)left;
        }

        return new IPAddress(bytes).ToString();
    }
}
