using System.Text;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Sizes;

/// <summary>Writes JSON without white space, for documents that stand in another text and are written anew on their way to AWS.</summary>
internal static class CompactText
{
    /// <summary>Writes it. What isn't known before deployment stays one character, so that the real text is hardly shorter.</summary>
    public static string Of(JsonNode node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    private static void Write(JsonNode node, StringBuilder text)
    {
        switch (node.Kind)
        {
            case JsonNodeKind.Object:
                text.Append('{');
                for (var i = 0; i < node.Members.Length; i++)
                {
                    text.Append(i == 0 ? "" : ",").Append(JsonEdits.Quote(node.Members[i].Name.Value)).Append(':');
                    Write(node.Members[i].Value, text);
                }

                text.Append('}');
                break;
            case JsonNodeKind.Array:
                text.Append('[');
                for (var i = 0; i < node.Items.Length; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    Write(node.Items[i], text);
                }

                text.Append(']');
                break;
            case JsonNodeKind.Text:
                text.Append(JsonEdits.Quote(node.Text));
                break;
            default:
                text.Append(node.Kind == JsonNodeKind.Null ? "null" : node.Text);
                break;
        }
    }
}
