using System.Text;

namespace Lanyard.Aws.Wire;

/// <summary>Reads and writes query strings and <c>application/x-www-form-urlencoded</c> bodies.</summary>
public static class QueryString
{
    /// <summary>Reads the pairs in order; <c>+</c> is a blank and percent escapes are decoded as UTF-8.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=');
            pairs.Add(at < 0
                ? new(Decode(pair), "")
                : new(Decode(pair[..at]), Decode(pair[(at + 1)..])));
        }

        return pairs;
    }

    /// <summary>Gets the first value of a name, or <see langword="null"/>.</summary>
    public static string? Get(IReadOnlyList<KeyValuePair<string, string>> pairs, string name)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        foreach (var pair in pairs)
        {
            if (pair.Key == name)
            {
                return pair.Value;
            }
        }

        return null;
    }

    /// <summary>Writes pairs, each name and value percent-encoded.</summary>
    public static string Format(IEnumerable<KeyValuePair<string, string>> pairs) =>
        string.Join('&', pairs.Select(p => $"{Signing.CanonicalRequest.Encode(p.Key)}={Signing.CanonicalRequest.Encode(p.Value)}"));

    /// <summary>Decodes percent escapes to bytes, leaving <c>+</c> and broken escapes as they are.</summary>
    internal static byte[] DecodeBytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!text.Contains('%'))
        {
            return bytes;
        }

        var to = 0;
        for (var from = 0; from < bytes.Length; from++)
        {
            if (bytes[from] == '%' && from + 2 < bytes.Length
                && char.IsAsciiHexDigit((char)bytes[from + 1]) && char.IsAsciiHexDigit((char)bytes[from + 2]))
            {
                bytes[to++] = (byte)((FromHex(bytes[from + 1]) << 4) | FromHex(bytes[from + 2]));
                from += 2;
            }
            else
            {
                bytes[to++] = bytes[from];
            }
        }

        return bytes[..to];
    }

    private static string Decode(string text) => Encoding.UTF8.GetString(DecodeBytes(text.Replace('+', ' ')));

    private static int FromHex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
