using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy.Documents;

namespace Lanyard.Projects.Yaml;

/// <summary>
/// Reads YAML of other programs as JSON whose places count in the YAML: templates, and policies in them. CloudFormation's short forms
/// become long ones, <c>!GetAtt A.B</c> an object with <c>Fn::GetAtt</c>.
/// </summary>
public static class YamlJson
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">The YAML text; a byte order mark at its start is no part of it.</param>
    /// <param name="path">Names the text in errors.</param>
    /// <exception cref="ProjectFileException">Not YAML, larger than 1 MiB, nested too deeply, grown too large by aliases, or with a key twice or a second document.</exception>
    public static JsonNode Read(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        return new Conversion(text).Convert(YamlText.ParseWhole(text, path), DocumentPath.Root);
    }

    private sealed class Conversion(string text)
    {
        private readonly int[] _lines = LinesOf(text);

        public JsonNode Convert(YamlNode node, DocumentPath way)
        {
            if (FunctionOf(node.Tag) is not { } function)
            {
                return Plain(node, way);
            }

            var argument = Plain(node, way.Member(function));
            var name = new PolicyText(function, PlaceOf(node.Start, Math.Min(node.Start + node.Tag!.Length, text.Length), way.Member(function)));
            return JsonNode.OfMembers(argument.Place with { Path = way }, [new JsonMember(name, argument)]);
        }

        private JsonNode Plain(YamlNode node, DocumentPath way)
        {
            switch (node)
            {
                case YamlMapping mapping:
                    var members = ImmutableArray.CreateBuilder<JsonMember>();
                    foreach (var entry in mapping.Entries)
                    {
                        var inner = way.Member(entry.Key.Value);
                        members.Add(new JsonMember(new PolicyText(entry.Key.Value, PlaceOf(entry.Key.Start, EndOf(entry.Key), inner)), Convert(entry.Value, inner)));
                    }

                    return JsonNode.OfMembers(PlaceOf(node.Start, EndOf(node), way), members.ToImmutable());
                case YamlSequence sequence:
                    return JsonNode.OfItems(PlaceOf(node.Start, EndOf(node), way), [.. sequence.Items.Select((item, index) => Convert(item, way.Item(index)))]);
                default:
                    var scalar = (YamlScalar)node;
                    return JsonNode.OfText(KindOf(scalar), scalar.IsNull ? "" : scalar.Value, PlaceOf(node.Start, EndOf(node), way));
            }
        }

        // What CloudFormation takes for a number or a Boolean; a date is text to it.
        private static JsonNodeKind KindOf(YamlScalar scalar) => !scalar.IsPlain || scalar.Tag is not null ? JsonNodeKind.Text
            : scalar.IsNull ? JsonNodeKind.Null
            : scalar.Value is "true" or "false" ? JsonNodeKind.Boolean
            : IsNumber(scalar.Value) ? JsonNodeKind.Number
            : JsonNodeKind.Text;

        private static bool IsNumber(string value) =>
            (char.IsAsciiDigit(value[0]) || value[0] == '-')
            && decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

        private static string? FunctionOf(string? tag) =>
            tag is not ['!', not '!', ..] ? null : tag is "!Ref" or "!Condition" ? tag[1..] : $"Fn::{tag[1..]}";

        // A block ends for the parser where the next thing starts, and what is in braces before the last one.
        private int EndOf(YamlNode node)
        {
            var end = node switch
            {
                YamlMapping { Entries.Count: > 0 } mapping when mapping.Entries.LastOrDefault(entry => entry.Key.Start > node.Start) is { } last => Math.Max(EndOf(last.Value), EndOf(last.Key)),
                YamlSequence { Items: [.., var last] } => EndOf(last),
                _ => Math.Min(node.End, text.Length),
            };
            if (node is not YamlScalar && CloserOf(node) is { } closer)
            {
                // What an alias names stands before it.
                return Behind(closer, Math.Max(end, node.Start + 1));
            }

            while (end > node.Start && char.IsWhiteSpace(text[end - 1]))
            {
                end--;
            }

            return end;
        }

        private int Behind(char closer, int from)
        {
            for (var at = from; at < text.Length; at++)
            {
                if (text[at] == closer)
                {
                    return at + 1;
                }

                at = text[at] == '#' && text.IndexOf('\n', at) is >= 0 and var line ? line : at;
            }

            return text.Length;
        }

        // A tag stands before the brace; its place starts there.
        private char? CloserOf(YamlNode node) => text.AsSpan(Math.Min(node.Start + (node.Tag?.Length ?? 0), text.Length)).TrimStart() switch
        {
            ['{', ..] => '}',
            ['[', ..] => ']',
            _ => null,
        };

        private Place PlaceOf(int start, int end, DocumentPath way) => new(PositionOf(start), PositionOf(Math.Max(start, end)), way);

        private TextPosition PositionOf(int offset)
        {
            var line = Array.BinarySearch(_lines, offset);
            line = line < 0 ? ~line - 1 : line;
            return new TextPosition(line + 1, offset - _lines[line] + 1, offset);
        }

        private static int[] LinesOf(string text)
        {
            var starts = new List<int> { 0 };
            for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
            {
                starts.Add(at + 1);
            }

            return [.. starts];
        }
    }
}
