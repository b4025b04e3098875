using System.Text;
using System.Text.Json.Nodes;

namespace Lanyard.Tests.Cli.Commands.Policies.Generate;

/// <summary>Reads as much of Terraform's language as values need, by its description: objects, lists, strings with templates.</summary>
internal sealed class HclReader(string text, Func<string, string> evaluate)
{
    private int _at;

    /// <summary>Reads the value that <c>jsonencode</c> is given in the block of a resource.</summary>
    public static JsonNode Encoded(string file, string block, Func<string, string> evaluate)
    {
        var start = file.IndexOf($"resource {block} {{", StringComparison.Ordinal);
        Assert.True(start >= 0, $"there is no {block} in {file}");
        var reader = new HclReader(file, evaluate) { _at = file.IndexOf("jsonencode(", start, StringComparison.Ordinal) + "jsonencode(".Length };
        return reader.Value();
    }

    private JsonNode Value()
    {
        Blanks();
        switch (text[_at])
        {
            case '{':
                _at++;
                var members = new JsonObject();
                for (Blanks(); text[_at] != '}'; Blanks())
                {
                    var name = text[_at] == '"' ? String() : Word();
                    Blanks();
                    Assert.Equal('=', text[_at++]);
                    members.Add(name, Value());
                }

                _at++;
                return members;
            case '[':
                _at++;
                var items = new JsonArray();
                for (Blanks(); text[_at] != ']'; Blanks())
                {
                    items.Add(Value());
                    Blanks();
                    _at += text[_at] == ',' ? 1 : 0;
                }

                _at++;
                return items;
            case '"':
                return JsonValue.Create(String());
            default:
                return JsonNode.Parse(Word())!;
        }
    }

    private string String()
    {
        var value = new StringBuilder();
        for (_at++; text[_at] != '"'; _at++)
        {
            var two = text.AsSpan(_at, Math.Min(2, text.Length - _at));
            if (two is "${" or "%{")
            {
                var end = text.IndexOf('}', _at);
                value.Append(evaluate(text[(_at + 2)..end]));
                _at = end;
            }
            else if (text[_at] is '$' or '%' && text.AsSpan(_at + 1, 2) is "${" or "%{")
            {
                value.Append(text, _at, 1).Append('{');
                _at += 2;
            }
            else if (text[_at] == '\\')
            {
                value.Append(text[++_at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            }
            else
            {
                Assert.NotEqual('\n', text[_at]);
                value.Append(text[_at]);
            }
        }

        _at++;
        return value.ToString();
    }

    private string Word()
    {
        var start = _at;
        while (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-' or '.')
        {
            _at++;
        }

        return text[start.._at];
    }

    private void Blanks()
    {
        while (char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }
}
