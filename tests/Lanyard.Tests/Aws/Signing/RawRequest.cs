using System.Text;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Signing;

/// <summary>A request as the published suite writes it down: the text of HTTP/1.1, line feeds alone, folded headers, no final line feed.</summary>
internal sealed record RawRequest(string Method, string Target, IReadOnlyList<WireHeader> Headers, byte[] Body)
{
    public WireRequest ToWire() => new(Method, Target, new WireHeaders(Headers), Body);

    public static RawRequest Parse(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        int end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = (end < 0 ? text.TrimEnd('\n') : text[..end]).Split('\n');
        int first = lines[0].IndexOf(' ');
        int last = lines[0].LastIndexOf(" HTTP/1.1", StringComparison.Ordinal);
        var headers = new List<WireHeader>();
        foreach (var line in lines.Skip(1))
        {
            if (line[0] is ' ' or '\t')
            {
                headers[^1] = new WireHeader(headers[^1].Name, headers[^1].Value + "\n" + line);
                continue;
            }

            int colon = line.IndexOf(':');
            headers.Add(new WireHeader(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        return new RawRequest(lines[0][..first], lines[0][(first + 1)..last], headers, end < 0 ? [] : Encoding.UTF8.GetBytes(text[(end + 2)..]));
    }
}
