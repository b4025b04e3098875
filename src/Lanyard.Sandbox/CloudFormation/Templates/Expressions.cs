using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Computes the values of a template's expressions. See "Intrinsic function reference", AWS CloudFormation User Guide.</summary>
/// <param name="scope">What they may refer to.</param>
internal sealed class Expressions(StackScope scope)
{
    private const string Reference = "{{resolve:";

    private readonly Dictionary<string, bool> _conditions = new(StringComparer.Ordinal);

    // These functions come with the transform AWS::LanguageExtensions.
    private bool HasExtensions => scope.Template.Transforms.Contains("AWS::LanguageExtensions");

    /// <summary>Computes a part of the template.</summary>
    /// <returns>The value; <see langword="null"/> where it is <c>AWS::NoValue</c>.</returns>
    /// <exception cref="ServiceFault">It can't be computed.</exception>
    public JsonNode? Resolve(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Object when node.Members is [{ Name.Value: "Ref" or ['F', 'n', ':', ':', ..] } function] => Call(function.Name.Value, function.Value, node.Place),
        JsonNodeKind.Object => JsonNode.OfMembers(node.Place, [.. node.Members.Select(m => (m.Name, Value: Resolve(m.Value))).Where(m => m.Value is not null).Select(m => new JsonMember(m.Name, m.Value!))]),
        JsonNodeKind.Array => JsonNode.OfItems(node.Place, [.. node.Items.Select(Resolve).OfType<JsonNode>()]),
        JsonNodeKind.Text when node.Text.Contains(Reference, StringComparison.Ordinal) => Text(WithReferences(node.Text), node.Place),
        _ => node,
    };

    /// <summary>Computes a part that is a text.</summary>
    public string TextOf(JsonNode node) => Resolve(node) switch
    {
        { Kind: JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean } one => one.Text,
        { Kind: JsonNodeKind.Array } list => string.Join(',', list.Items.Select(item => item.Text)),
        _ => throw Faults.Validation("Template error: a value that must be a string is none"),
    };

    /// <summary>Decides a condition of the template.</summary>
    public bool Holds(string name)
    {
        if (_conditions.TryGetValue(name, out var known))
        {
            return known;
        }

        var declared = scope.Template.Root.Find("Conditions")?.Find(name) ?? throw Faults.Validation($"Template format error: Unresolved dependencies [{name}]. Cannot reference conditions in the Conditions block of the template");
        return _conditions[name] = IsTrue(declared);
    }

    private bool IsTrue(JsonNode node) => node switch
    {
        { Members: [{ Name.Value: "Condition" } named] } => Holds(named.Value.Text),
        { Members: [{ Name.Value: "Fn::Equals", Value.Items: [var one, var other] }] } => TextOf(one) == TextOf(other),
        { Members: [{ Name.Value: "Fn::Not", Value.Items: [var inner] }] } => !IsTrue(inner),
        { Members: [{ Name.Value: "Fn::And" } all] } => all.Value.Items.All(IsTrue),
        { Members: [{ Name.Value: "Fn::Or" } any] } => any.Value.Items.Any(IsTrue),
        { Kind: JsonNodeKind.Boolean or JsonNodeKind.Text, Text: "true" } => true,
        { Kind: JsonNodeKind.Boolean or JsonNodeKind.Text, Text: "false" } => false,
        _ => throw Faults.Validation("Template format error: Conditions can only be boolean operations on parameters and other conditions"),
    };

    private JsonNode? Call(string function, JsonNode argument, Place place) => (function, argument) switch
    {
        ("Ref", { Text: "AWS::NoValue" }) => null,
        ("Ref", _) => Ref(argument.Text, place),
        ("Fn::GetAtt", _) => Text(Attribute(argument), place),
        ("Fn::If", { Items: [var name, var then, var otherwise] }) => Resolve(Holds(name.Text) ? then : otherwise),
        ("Fn::Sub", _) => Text(Substituted(argument), place),
        ("Fn::Join", { Items: [var separator, var parts] }) => Text(string.Join(separator.Text, ListOf(parts).Select(item => item.Text)), place),
        ("Fn::Select", { Items: [var index, var from] }) => ListOf(from) is var list && int.TryParse(TextOf(index), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Length
            ? list[at]
            : throw Faults.Validation("Template error: Fn::Select cannot select nonexistent value at index " + TextOf(index)),
        ("Fn::Split", { Items: [{ Text.Length: > 0 } separator, var whole] }) => JsonNode.OfItems(place, [.. TextOf(whole).Split(separator.Text).Select(part => Text(part, place))]),
        ("Fn::FindInMap", { Items: [var map, var first, var second, .. var rest] }) => InMap(map, first, second, rest),
        ("Fn::Base64", _) => Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(TextOf(argument))), place),
        ("Fn::GetAZs", _) => JsonNode.OfItems(place, [.. StackScope.Zones(TextOf(argument) is { Length: > 0 } region ? region : scope.Place.Region).Select(zone => Text(zone, place))]),
        ("Fn::ImportValue", _) => TextOf(argument) is var name && scope.ExportOf(name) is { } value ? Text(value, place) : throw Faults.Validation($"No export named {TextOf(argument)} found."),
        ("Fn::Cidr", { Items: [var block, var count, .. var bits] }) => Cidr.Split(TextOf(block), TextOf(count), bits is [var given] ? TextOf(given) : "8") is { } blocks
            ? JsonNode.OfItems(place, [.. blocks.Select(b => Text(b, place))])
            : throw Faults.Validation("Template error: every Fn::Cidr object requires an ipBlock, a count and cidrBits that fit"),
        ("Fn::Length", _) when HasExtensions => Text(ListOf(argument).Length.ToString(CultureInfo.InvariantCulture), place),
        ("Fn::ToJsonString", _) when HasExtensions => Text(NodeText.Json(Resolve(argument) ?? argument), place),
        _ => throw Faults.Validation($"Template format error: the function {function} is not supported, or its arguments aren't what it takes"),
    };

    private JsonNode Ref(string name, Place place) => name switch
    {
        "AWS::Region" => Text(scope.Place.Region, place),
        "AWS::AccountId" => Text(scope.Place.AccountId, place),
        "AWS::Partition" => Text(scope.Place.Partition, place),
        "AWS::URLSuffix" => Text(scope.Place.Suffix, place),
        "AWS::StackName" => Text(scope.Place.StackName, place),
        "AWS::StackId" => Text(scope.Place.StackId, place),
        "AWS::NotificationARNs" => JsonNode.OfItems(place, [.. scope.NotificationArns.Select(arn => Text(arn, place))]),
        _ when scope.Template.Parameters.FirstOrDefault(p => p.Name == name) is { } parameter => parameter.IsList
            ? JsonNode.OfItems(place, [.. scope.Parameters[name].Split(',', StringSplitOptions.TrimEntries).Where(v => v.Length > 0).Select(v => Text(v, place))])
            : Text(scope.Parameters[name], place),
        _ => Text(scope.IdOf(name) ?? throw Missing(name), place),
    };

    private string Attribute(JsonNode argument) => argument switch
    {
        { Kind: JsonNodeKind.Text } when argument.Text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot => Attribute(argument.Text[..dot], argument.Text[(dot + 1)..]),
        { Items: [var name, var attribute] } => Attribute(name.Text, TextOf(attribute)),
        _ => throw Faults.Validation("Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute"),
    };

    private string Attribute(string resource, string attribute) => scope.IdOf(resource) is null
        ? throw Missing(resource)
        : scope.AttributeOf(resource, attribute) ?? throw Faults.Validation($"Template error: resource {resource} does not support attribute type {attribute} in Fn::GetAtt");

    private string Substituted(JsonNode argument)
    {
        var (text, values) = argument.Items is [var first, var second] ? (first.Text, second) : (argument.Text, null);
        return Substitution.Replace(WithReferences(text), name =>
            values?.Find(name) is { } value ? TextOf(value)
            : name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? Attribute(name[..dot], name[(dot + 1)..])
            : Ref(name, argument.Place) is { Kind: JsonNodeKind.Array } list ? string.Join(',', list.Items.Select(item => item.Text))
            : Ref(name, argument.Place).Text);
    }

    private ImmutableArray<JsonNode> ListOf(JsonNode node) => Resolve(node) switch
    {
        { Kind: JsonNodeKind.Array } list => list.Items,
        { Kind: JsonNodeKind.Text } text => [.. text.Text.Split(',').Select(part => Text(part, node.Place))],
        _ => throw Faults.Validation("Template error: a value that must be a list is none"),
    };

    private JsonNode? InMap(JsonNode map, JsonNode first, JsonNode second, ImmutableArray<JsonNode> rest) =>
        scope.Template.Root.Find("Mappings")?.Find(TextOf(map))?.Find(TextOf(first))?.Find(TextOf(second)) is { } found ? Resolve(found)
        : rest is [{ } options] && options.Find("DefaultValue") is { } other ? Resolve(other)
        : throw Faults.Validation($"Template error: Unable to get mapping for {TextOf(map)}::{TextOf(first)}::{TextOf(second)}");

    // "Get values stored in other services using dynamic references", AWS CloudFormation User Guide.
    private string WithReferences(string text)
    {
        for (int start; (start = text.IndexOf(Reference, StringComparison.Ordinal)) >= 0 && text.IndexOf("}}", start, StringComparison.Ordinal) is > 0 and var end;)
        {
            var inner = Substitution.Replace(text[(start + Reference.Length)..end], name => Ref(name, JsonNode.OfItems(scope.Template.Root.Place, []).Place).Text);
            text = text[..start] + scope.Read(inner) + text[(end + 2)..];
        }

        return text;
    }

    private static ServiceFault Missing(string resource) => Faults.Validation($"Template error: instance of Ref or Fn::GetAtt references undefined resource {resource}");

    private static JsonNode Text(string text, Place place) => JsonNode.OfText(JsonNodeKind.Text, text, place);
}
