namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>Takes an address apart as Python's <c>urlsplit</c> does, which refuses far less than .NET.</summary>
internal static class PythonUrl
{
    /// <summary>Gives the scheme, and the host in lower case and without brackets; null where there is none.</summary>
    public static (string Scheme, string? Host) Parse(string url)
    {
        var scheme = "";
        var rest = url.TrimStart([.. Enumerable.Range(0, 33).Select(c => (char)c)]);
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && char.IsAsciiLetter(rest[0]) && rest.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0)
        {
            (scheme, rest) = (rest[..colon].ToLowerInvariant(), rest[(colon + 1)..]);
        }

        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            return (scheme, null);
        }

        var end = rest.AsSpan(2).IndexOfAny('/', '?', '#');
        var place = end < 0 ? rest[2..] : rest.Substring(2, end);
        place = place[(place.LastIndexOf('@') + 1)..];
        var host = place.StartsWith('[') && place.IndexOf(']', StringComparison.Ordinal) is > 0 and var close ? place[1..close] : place.Split(':')[0];
        return (scheme, host.Length == 0 ? null : host.ToLowerInvariant());
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
}
