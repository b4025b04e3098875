using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Generate.Formats;

/// <summary>Writes JSON as an expression of Terraform's language, HCL.</summary>
internal static partial class HclOutput
{
    /// <summary>Writes a value.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="node">The value.</param>
    /// <param name="indent">The spaces before the lines that follow.</param>
    /// <param name="text">Writes a text; <see cref="Text"/> where nothing is to be put into texts.</param>
    public static void Write(StringBuilder to, JsonNode node, int indent, Func<string, string> text)
    {
        switch (node.Kind)
        {
            case JsonNodeKind.Object or JsonNodeKind.Array when node.Members.IsEmpty && node.Items.IsEmpty:
                to.Append(node.Kind == JsonNodeKind.Object ? "{}" : "[]");
                break;
            case JsonNodeKind.Object:
                to.Append("{\n");
                for (var at = 0; at < node.Members.Length; at++)
                {
                    var member = node.Members[at];
                    to.Append(' ', indent + 2).Append(Key(member).PadRight(WidthAt(node, at))).Append(" = ");
                    Write(to, member.Value, indent + 2, text);
                    to.Append('\n');
                }

                to.Append(' ', indent).Append('}');
                break;
            case JsonNodeKind.Array:
                to.Append("[\n");
                foreach (var item in node.Items)
                {
                    to.Append(' ', indent + 2);
                    Write(to, item, indent + 2, text);
                    to.Append(",\n");
                }

                to.Append(' ', indent).Append(']');
                break;
            default:
                to.Append(node.Kind switch { JsonNodeKind.Text => text(node.Text), JsonNodeKind.Null => "null", _ => node.Text });
                break;
        }
    }

    // As `terraform fmt` has it: the equals signs of lines that follow each other stand in one column.
    private static int WidthAt(JsonNode node, int at)
    {
        if (IsLong(node.Members[at]))
        {
            return 0;
        }

        var (first, end) = (at, at);
        while (first > 0 && !IsLong(node.Members[first - 1]))
        {
            first--;
        }

        while (end < node.Members.Length && !IsLong(node.Members[end]))
        {
            end++;
        }

        return node.Members[first..end].Max(member => Key(member).Length);
    }

    private static bool IsLong(JsonMember member) => member.Value.Members.Length + member.Value.Items.Length > 0;

    private static string Key(JsonMember member) => Identifier().IsMatch(member.Name.Value) ? member.Name.Value : Text(member.Name.Value);

    /// <summary>Writes a text in quotes. <c>${</c> and <c>%{</c> would begin a template: "Strings and templates", Terraform's language.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder("\"");
        for (var at = 0; at < value.Length; at++)
        {
            _ = value[at] switch
            {
                '"' or '\\' => text.Append('\\').Append(value[at]),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '$' or '%' when at + 1 < value.Length && value[at + 1] == '{' => text.Append(value[at]).Append(value[at]),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)value[at]:x4}"),
                var other => text.Append(other),
            };
        }

        return text.Append('"').ToString();
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Identifier();
}
