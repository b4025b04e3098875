using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates;

/// <summary>
/// Puts in the place of CloudFormation's intrinsic functions what is known of their results: text, with a <see cref="Placeholder.Mark"/> for
/// each part that only the deployment knows. Parameters' defaults are not taken: a deployment may give others.
/// </summary>
/// <param name="takesFirst">Which branch of <c>Fn::If</c> is taken: the first, or the second.</param>
/// <param name="hasVariables">Whether <c>${…}</c> is a variable in every text, as in Serverless files.</param>
internal sealed class IntrinsicFunctions(bool takesFirst, bool hasVariables)
{
    private static readonly string Unknown = Placeholder.Mark.ToString();

    /// <summary>Gets whether a branch was chosen, so that the other gives another result.</summary>
    public bool HasChosen { get; private set; }

    /// <summary>Resolves the functions in a part of a template.</summary>
    /// <param name="node">The part.</param>
    /// <param name="path">The path that the result gets.</param>
    /// <returns>The result; <see langword="null"/> where it is <c>AWS::NoValue</c>.</returns>
    public JsonNode? Resolve(JsonNode node, DocumentPath path)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(path);
        var place = node.Place with { Path = path };
        switch (node.Kind)
        {
            case JsonNodeKind.Object when node.Members is [var function] && IsFunction(function.Name.Value):
                return Call(function, place);
            case JsonNodeKind.Object:
                var members = ImmutableArray.CreateBuilder<JsonMember>();
                foreach (var member in node.Members)
                {
                    var way = path.Member(member.Name.Value);
                    if (Resolve(member.Value, way) is { } value)
                    {
                        members.Add(new JsonMember(new PolicyText(member.Name.Value, member.Name.Place with { Path = way }), value));
                    }
                }

                return JsonNode.OfMembers(place, members.ToImmutable());
            case JsonNodeKind.Array:
                var items = ImmutableArray.CreateBuilder<JsonNode>();
                for (var i = 0; i < node.Items.Length; i++)
                {
                    if (Resolve(node.Items[i], path.Item(i)) is { } item)
                    {
                        items.Add(item);
                    }
                }

                return JsonNode.OfItems(place, items.ToImmutable());
            default:
                return JsonNode.OfText(node.Kind, hasVariables ? Variables.Replace(node.Text, _ => Unknown) : node.Text, place);
        }
    }

    /// <summary>Whether an object with this one member is a call, and not data.</summary>
    public static bool IsFunction(string name) => name == "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal);

    private JsonNode? Call(JsonMember function, Place place)
    {
        var argument = function.Value;
        switch (function.Name.Value)
        {
            case "Ref" when argument.Text == "AWS::NoValue":
                return null;
            case "Fn::If" when argument.Items is [_, var first, var second]:
                HasChosen = true;
                return Resolve(takesFirst ? first : second, place.Path);
            case "Fn::Sub":
                return Text(Sub(argument, place.Path), place);
            case "Fn::Join" when argument.Items is [{ Kind: JsonNodeKind.Text } separator, var list]:
                return Text(list.Kind == JsonNodeKind.Array ? string.Join(separator.Text, TextsOf(list, place.Path)) : Unknown, place);
            case "Fn::Select" when argument.Items is [var index, { Kind: JsonNodeKind.Array } from]
                && int.TryParse(index.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < from.Items.Length:
                return Resolve(from.Items[at], place.Path);
            default:
                return Text(Unknown, place);
        }
    }

    private string Sub(JsonNode argument, DocumentPath path)
    {
        var (template, values) = argument.Kind == JsonNodeKind.Array
            ? argument.Items is [var text, { Kind: JsonNodeKind.Object } map] ? (text, map) : (null, null)
            : (argument, null);
        return template is not { Kind: JsonNodeKind.Text } ? Unknown : Variables.Replace(
            template.Text, name => name.StartsWith('!') ? $"${{{name[1..]}}}" : values?.Find(name) is { } value ? TextOf(value, path) : Unknown);
    }

    private IEnumerable<string> TextsOf(JsonNode list, DocumentPath path) => list.Items.Select(item => TextOf(item, path));

    private string TextOf(JsonNode node, DocumentPath path) => Resolve(node, path) is { Kind: JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean } known ? known.Text : Unknown;

    private static JsonNode Text(string text, Place place) => JsonNode.OfText(JsonNodeKind.Text, text, place);
}
