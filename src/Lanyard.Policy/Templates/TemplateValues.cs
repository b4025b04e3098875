using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates;

/// <summary>
/// Computes what a template's values are in a deployment: text with a <see cref="Placeholder.Mark"/> for each part that only the deployment knows.
/// See "Intrinsic function reference", AWS CloudFormation User Guide.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="conditions">Its conditions.</param>
/// <param name="resourceValue">Gives what <c>Ref</c> (without an attribute) and <c>Fn::GetAtt</c> say of a resource.</param>
internal sealed class TemplateValues(DeployedTemplate template, TemplateConditions conditions, Func<string, string?, string> resourceValue)
{
    private static readonly string Unknown = Placeholder.Mark.ToString();

    private readonly DeploymentFacts _facts = template.Facts;

    /// <summary>Computes a part of the template.</summary>
    /// <returns>The result; <see langword="null"/> where it is <c>AWS::NoValue</c>.</returns>
    public JsonNode? Resolve(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Object when node.Members is [var function] && IntrinsicFunctions.IsFunction(function.Name.Value) => Call(function, node.Place),
        JsonNodeKind.Object => OfMembers(node),
        JsonNodeKind.Array => OfItems(node),
        JsonNodeKind.Text when node.Text.Contains("{{resolve:", StringComparison.Ordinal) => OfText(WithoutReferences(node.Text), node.Place),
        _ => node,
    };

    private JsonNode OfMembers(JsonNode node)
    {
        var members = ImmutableArray.CreateBuilder<JsonMember>(node.Members.Length);
        foreach (var member in node.Members)
        {
            if (Resolve(member.Value) is { } value)
            {
                members.Add(ReferenceEquals(value, member.Value) ? member : new JsonMember(member.Name, value));
            }
        }

        return JsonNode.OfMembers(node.Place, members.DrainToImmutable());
    }

    private JsonNode OfItems(JsonNode node)
    {
        var items = ImmutableArray.CreateBuilder<JsonNode>(node.Items.Length);
        foreach (var item in node.Items)
        {
            if (Resolve(item) is { } value)
            {
                items.Add(value);
            }
        }

        return JsonNode.OfItems(node.Place, items.DrainToImmutable());
    }

    /// <summary>Computes a part that is one text.</summary>
    public string Text(JsonNode node) => Resolve(node) is { Kind: JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean } known ? known.Text : Unknown;

    private JsonNode? Call(JsonMember function, Place place)
    {
        var argument = function.Value;
        switch (function.Name.Value)
        {
            case "Ref" when argument.Text == "AWS::NoValue":
                return null;
            case "Ref":
                return Value(argument.Kind == JsonNodeKind.Object ? Text(argument) : argument.Text, place);
            case "Fn::GetAtt":
                return OfText(Attribute(argument), place);
            case "Fn::If" when argument.Items is [var name, var then, var otherwise]:
                return conditions.Decide(name.Text) is { } holds ? Resolve(holds ? then : otherwise) : OfText(Unknown, place);
            case "Fn::Sub":
                return OfText(Substituted(argument), place);
            case "Fn::Join" when argument.Items is [{ Kind: JsonNodeKind.Text } separator, var parts]:
                return OfText(Resolve(parts) is { Kind: JsonNodeKind.Array } list ? string.Join(separator.Text, list.Items.Select(TextOf)) : Unknown, place);
            case "Fn::Select" when argument.Items is [var index, var from]:
                return Resolve(from) is { Kind: JsonNodeKind.Array } items && int.TryParse(Text(index), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < items.Items.Length
                    ? items.Items[at]
                    : OfText(Unknown, place);
            case "Fn::Split" when argument.Items is [{ Kind: JsonNodeKind.Text, Text.Length: > 0 } separator, var whole]:
                // What isn't known may hold separators, so that the parts behind it can't be counted.
                return Text(whole) is var text && !Placeholder.IsIn(text) ? JsonNode.OfItems(place, [.. text.Split(separator.Text).Select(part => OfText(part, place))]) : OfText(Unknown, place);
            case "Fn::FindInMap" when argument.Items is [var map, var first, var second, .. var more]:
                return InMap(Text(map), Text(first), Text(second), more is [var options] ? options.Find("DefaultValue") : null, place);
            case "Fn::Length":
                return Resolve(argument) is { Kind: JsonNodeKind.Array } counted
                    ? JsonNode.OfText(JsonNodeKind.Number, counted.Items.Length.ToString(CultureInfo.InvariantCulture), place) : OfText(Unknown, place);
            case "Fn::ToJsonString":
                return Resolve(argument) is { } value ? OfText(JsonOf(value), place) : OfText(Unknown, place);
            default:
                return OfText(Unknown, place);
        }
    }

    // A parameter that is a list is one, once it is known.
    private JsonNode Value(string name, Place place) => Ref(name) is var text && !Placeholder.IsIn(text) && template.Root.Find("Parameters")?.Find(name)?.Find("Type")?.Text is { } type
        && (type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal))
        ? JsonNode.OfItems(place, [.. text.Split(',').Select(item => OfText(item.Trim(), place))]) : OfText(text, place);

    private JsonNode? InMap(string map, string first, string second, JsonNode? otherwise, Place place) =>
        template.Root.Find("Mappings")?.Find(map)?.Find(first)?.Find(second) is { } found ? Constant(found)
            : otherwise is not null && !Placeholder.IsIn(map) && !Placeholder.IsIn(first) && !Placeholder.IsIn(second) ? Resolve(otherwise)
            : OfText(Unknown, place);

    // "Mappings syntax": a mapping has no functions in it, so that it can't ask for itself either; what one would give isn't known.
    private static JsonNode Constant(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Object => OfText(Unknown, node.Place),
        JsonNodeKind.Array => JsonNode.OfItems(node.Place, [.. node.Items.Select(Constant)]),
        JsonNodeKind.Text when node.Text.Contains("{{resolve:", StringComparison.Ordinal) => OfText(WithoutReferences(node.Text), node.Place),
        _ => node,
    };

    private static string JsonOf(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Object => $"{{{string.Join(',', node.Members.Select(m => $"{Quoted(m.Name.Value)}:{JsonOf(m.Value)}"))}}}",
        JsonNodeKind.Array => $"[{string.Join(',', node.Items.Select(JsonOf))}]",
        JsonNodeKind.Text => Quoted(node.Text),
        JsonNodeKind.Null => "null",
        _ => node.Text,
    };

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private string Ref(string name) => name switch
    {
        "AWS::Region" => _facts.Region ?? Unknown,
        "AWS::AccountId" => _facts.Account ?? Unknown,
        "AWS::Partition" => _facts.Partition,
        "AWS::URLSuffix" => _facts.Suffix,
        "AWS::StackName" => _facts.StackName ?? Unknown,
        "AWS::StackId" => $"arn:{_facts.Partition}:cloudformation:{_facts.Region ?? Unknown}:{_facts.Account ?? Unknown}:stack/{_facts.StackName ?? Unknown}/{Unknown}",
        _ when template.Root.Find("Parameters")?.Find(name) is { } parameter => Parameter(name, parameter),
        _ => resourceValue(name, null),
    };

    // A default is what a deployment takes only if it gives nothing else, so it isn't known. What SSM keeps isn't either.
    private string Parameter(string name, JsonNode declaration) =>
        declaration.Find("Type")?.Text.StartsWith("AWS::SSM::", StringComparison.Ordinal) == true ? Unknown
            : _facts.Parameters.GetValueOrDefault(name) is { } given ? given
            : declaration.Find("AllowedValues") is { Items: [var only] } ? only.Text
            : Unknown;

    private string Attribute(JsonNode argument) => argument switch
    {
        { Kind: JsonNodeKind.Text } when argument.Text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot => resourceValue(argument.Text[..dot], argument.Text[(dot + 1)..]),
        { Items: [var name, var attribute] } => (Text(name), Text(attribute)) is var (logicalId, known) && !Placeholder.IsIn(known) ? resourceValue(logicalId, known) : Unknown,
        _ => Unknown,
    };

    private string Substituted(JsonNode argument)
    {
        var (text, values) = argument switch
        {
            { Kind: JsonNodeKind.Text } => (argument, null),
            { Items: [{ Kind: JsonNodeKind.Text } first, { Kind: JsonNodeKind.Object } map] } => (first, map),
            _ => (null, null),
        };
        return text is null ? Unknown : Variables.Replace(WithoutReferences(text.Text), name =>
            name.StartsWith('!') ? $"${{{name[1..]}}}"
            : values?.Find(name) is { } value ? Text(value)
            : name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? resourceValue(name[..dot], name[(dot + 1)..])
            : Ref(name.Trim()));
    }

    // Dynamic references are read when the stack is deployed: "Get values stored in other services using dynamic references".
    private static string WithoutReferences(string text)
    {
        for (int start; (start = text.IndexOf("{{resolve:", StringComparison.Ordinal)) >= 0 && text.IndexOf("}}", start, StringComparison.Ordinal) is > 0 and var end;)
        {
            text = text[..start] + Unknown + text[(end + 2)..];
        }

        return text;
    }

    private static string TextOf(JsonNode node) => node.Kind is JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean ? node.Text : Unknown;

    private static JsonNode OfText(string text, Place place) => JsonNode.OfText(JsonNodeKind.Text, text, place);
}
