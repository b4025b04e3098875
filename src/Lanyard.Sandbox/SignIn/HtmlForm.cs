using System.Net;

namespace Lanyard.Sandbox.SignIn;

/// <summary>The first form of a page, as far as a program needs it to post it: method, action, and fields with their values.</summary>
/// <param name="Method">The method, upper case.</param>
/// <param name="Action">Where it goes, as written.</param>
/// <param name="Fields">The inputs that have a name, hidden ones and others, in order.</param>
internal sealed record HtmlForm(string Method, string Action, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    /// <summary>Reads the first form; <see langword="null"/> where there is none.</summary>
    public static HtmlForm? Read(string html)
    {
        var start = html.IndexOf("<form", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        var end = html.IndexOf("</form", start, StringComparison.OrdinalIgnoreCase);
        var tags = Tags(html[start..(end < 0 ? html.Length : end)]).ToArray();
        var fields = from tag in tags
                     where tag.Name == "input" && tag.Attributes.ContainsKey("name")
                     select new KeyValuePair<string, string>(tag.Attributes["name"], tag.Attributes.GetValueOrDefault("value", ""));
        return new HtmlForm(
            tags[0].Attributes.GetValueOrDefault("method", "get").ToUpperInvariant(), tags[0].Attributes.GetValueOrDefault("action", ""), [.. fields]);
    }

    /// <summary>Gives the fields with one of them filled in.</summary>
    public HtmlForm With(string name, string value) =>
        this with { Fields = [.. Fields.Where(f => f.Key != name), new(name, value)] };

    public bool Has(string name) => Fields.Any(f => f.Key == name);

    private static IEnumerable<(string Name, Dictionary<string, string> Attributes)> Tags(string html)
    {
        var at = 0;
        while ((at = html.IndexOf('<', at)) >= 0)
        {
            at++;
            var name = Word(html, ref at);
            var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (at < html.Length && html[at] != '>')
            {
                if (char.IsWhiteSpace(html[at]) || html[at] is '/' or '=')
                {
                    at++;
                    continue;
                }

                var before = at;
                var key = Word(html, ref at);
                at = at == before ? at + 1 : at;
                attributes.TryAdd(key, at < html.Length && html[at] == '=' ? Value(html, ref at) : "");
            }

            yield return (name.ToLowerInvariant(), attributes);
        }
    }

    private static string Word(string html, ref int at)
    {
        var start = at;
        while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] is not ('>' or '=' or '/'))
        {
            at++;
        }

        return html[start..at];
    }

    private static string Value(string html, ref int at)
    {
        at++;
        if (at < html.Length && html[at] is '"' or '\'')
        {
            var quote = html[at++];
            var end = html.IndexOf(quote, at);
            end = end < 0 ? html.Length : end;
            var quoted = html[at..end];
            at = Math.Min(end + 1, html.Length);
            return WebUtility.HtmlDecode(quoted);
        }

        var start = at;
        while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] != '>')
        {
            at++;
        }

        return WebUtility.HtmlDecode(html[start..at]);
    }
}
