using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Generate.Formats;

/// <summary>Writes JSON as YAML in block style. What one of YAML's versions would take for something else than text stands in quotes.</summary>
internal static partial class YamlOutput
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "true", "false", "yes", "no", "on", "off", "y", "n", "null" };

    /// <summary>Writes the members of an object, or the items of an array, each on lines of its own.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="node">The object or array; not an empty one.</param>
    /// <param name="indent">The spaces before each line.</param>
    /// <param name="text">Writes a text; <see cref="Text"/> where nothing is to be put into texts.</param>
    public static void Write(StringBuilder to, JsonNode node, int indent, Func<string, string> text)
    {
        foreach (var member in node.Members)
        {
            to.Append(' ', indent).Append(Text(member.Name.Value)).Append(':');
            Value(to, member.Value, indent, text);
        }

        foreach (var item in node.Items)
        {
            // What stands behind the hyphen is indented by it.
            if (item.Kind == JsonNodeKind.Object && !IsEmpty(item))
            {
                var inner = new StringBuilder();
                Write(inner, item, indent + 2, text);
                to.Append(' ', indent).Append("- ").Append(inner, indent + 2, inner.Length - indent - 2);
            }
            else
            {
                to.Append(' ', indent).Append('-');
                Value(to, item, indent, text);
            }
        }
    }

    /// <summary>Writes a text: in quotes where it must.</summary>
    public static string Text(string value) =>
        Plain().IsMatch(value) && !Words.Contains(value) ? value
        : value.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029') ? $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""
        : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static void Value(StringBuilder to, JsonNode node, int indent, Func<string, string> text)
    {
        if (node.Kind is JsonNodeKind.Object or JsonNodeKind.Array && !IsEmpty(node))
        {
            to.Append('\n');
            Write(to, node, indent + 2, text);
            return;
        }

        to.Append(' ').Append(node.Kind switch
        {
            JsonNodeKind.Object => "{}",
            JsonNodeKind.Array => "[]",
            JsonNodeKind.Null => "null",
            JsonNodeKind.Text => text(node.Text),
            _ => node.Text,
        }).Append('\n');
    }

    private static bool IsEmpty(JsonNode node) => node.Members.IsEmpty && node.Items.IsEmpty;

    // Names of actions, ARNs and the like; a colon with something behind it is no key.
    [GeneratedRegex(@"^[A-Za-z]([A-Za-z0-9_./*+=@-]| (?=[A-Za-z0-9])|:(?=[^\s]))*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}
