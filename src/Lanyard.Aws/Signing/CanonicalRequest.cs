using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Signing;

/// <summary>
/// The canonical form of a request that Signature Version 4 signs.
/// See "Create a signed AWS API request" in the IAM User Guide.
/// </summary>
public static class CanonicalRequest
{
    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>Builds the canonical request.</summary>
    /// <param name="request">The request as it is on the wire.</param>
    /// <param name="signedHeaders">The names of the headers to take in, lower case and sorted.</param>
    /// <param name="payloadHash">The payload's SHA-256 in lower-case hex, or a marker such as <c>UNSIGNED-PAYLOAD</c>.</param>
    /// <param name="service">The service's signing name: Amazon S3's paths are neither normalised nor encoded twice.</param>
    /// <param name="leaveOutQuery">A query parameter to leave out: <c>X-Amz-Signature</c> of a presigned request.</param>
    public static string Build(
        WireRequest request, IReadOnlyList<string> signedHeaders, string payloadHash, string service, string? leaveOutQuery = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(signedHeaders);
        var text = new StringBuilder(256);
        text.Append(request.Method).Append('\n');
        text.Append(SigV4Verifier.IsS3(service) ? request.Path : CanonicalPath(request.Path)).Append('\n');
        text.Append(CanonicalQuery(request.Query, leaveOutQuery)).Append('\n');
        foreach (var name in signedHeaders)
        {
            text.Append(name).Append(':').Append(CanonicalValue(request.Headers, name)).Append('\n');
        }

        text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(payloadHash);
        return text.ToString();
    }

    /// <summary>Gives a payload's SHA-256 in lower-case hex.</summary>
    public static string HashHex(ReadOnlySpan<byte> payload)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Percent-encodes as AWS asks: everything but the unreserved characters, upper-case hex.</summary>
    public static string Encode(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOfAnyExcept(Unreserved) < 0)
        {
            return Encoding.ASCII.GetString(utf8);
        }

        var text = new StringBuilder(utf8.Length + 16);
        foreach (var b in utf8)
        {
            if (Unreserved.Contains(b))
            {
                text.Append((char)b);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return text.ToString();
    }

    /// <summary>Percent-encodes text in UTF-8 as AWS asks.</summary>
    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    private static string CanonicalPath(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == "..")
            {
                if (segments.Count > 0)
                {
                    segments.RemoveAt(segments.Count - 1);
                }
            }
            else if (segment is not "" and not ".")
            {
                segments.Add(Encode(segment));
            }
        }

        // A path that ends in an empty or dot segment keeps its last slash.
        var open = path.EndsWith('/') || path.EndsWith("/.", StringComparison.Ordinal) || path.EndsWith("/..", StringComparison.Ordinal);
        return segments.Count == 0 ? "/" : "/" + string.Join('/', segments) + (open ? "/" : "");
    }

    private static string CanonicalQuery(string query, string? leaveOut)
    {
        if (query.Length == 0)
        {
            return "";
        }

        var pairs = new List<(string Name, string Value)>();
        foreach (var pair in query.Split('&'))
        {
            var at = pair.IndexOf('=');
            var name = at < 0 ? pair : pair[..at];
            if (name == leaveOut || pair.Length == 0)
            {
                continue;
            }

            pairs.Add((Encode(QueryString.DecodeBytes(name)), at < 0 ? "" : Encode(QueryString.DecodeBytes(pair[(at + 1)..]))));
        }

        pairs.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is var byName and not 0 ? byName : string.CompareOrdinal(a.Value, b.Value));
        return string.Join('&', pairs.Select(p => $"{p.Name}={p.Value}"));
    }

    private static string CanonicalValue(WireHeaders headers, string name)
    {
        var text = new StringBuilder();
        var first = true;
        foreach (var header in headers)
        {
            if (!header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!first)
            {
                text.Append(',');
            }

            first = false;
            AppendCollapsed(text, header.Value);
        }

        return text.ToString();
    }

    private static void AppendCollapsed(StringBuilder text, ReadOnlySpan<char> value)
    {
        var blank = false;
        foreach (var c in value.Trim())
        {
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                blank = true;
                continue;
            }

            if (blank)
            {
                text.Append(' ');
                blank = false;
            }

            text.Append(c);
        }
    }
}
