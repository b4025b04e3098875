using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Computes the values of a template's expressions. See "Intrinsic function reference", AWS CloudFormation User Guide.</summary>
/// <param name="scope">What they may refer to.</param>
internal sealed class Expressions(StackScope scope)
{
    // Each condition of a chain waits for the next.
    private const int LongestChain = 32;

    private readonly Dictionary<string, bool> _conditions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deciding = new(StringComparer.Ordinal);
    private readonly ComputedSize _size = new();
    private DynamicReferences? _references;

    private DynamicReferences References => _references ??= new DynamicReferences(scope.Read, _size);

    // These functions come with the transform AWS::LanguageExtensions.
    private bool HasExtensions => scope.Template.Transforms.Contains("AWS::LanguageExtensions");

    /// <summary>Computes a part of the template; dynamic references are read last, for functions may put them together.</summary>
    /// <returns>The value; <see langword="null"/> where it is <c>AWS::NoValue</c>.</returns>
    /// <exception cref="ServiceFault">It can't be computed.</exception>
    public JsonNode? Resolve(JsonNode node) => Computed(node) is { } computed ? References.Resolve(computed) : null;

    /// <summary>Computes a part that is a text.</summary>
    /// <exception cref="ServiceFault">It can't be computed, or is no text.</exception>
    public string TextOf(JsonNode node) => References.Resolve(ComputedText(node));

    /// <summary>Decides a condition of the template.</summary>
    public bool Holds(string name)
    {
        if (scope.Decide is { } decide)
        {
            return decide(name);
        }

        if (_conditions.TryGetValue(name, out var known))
        {
            return known;
        }

        var declared = scope.Template.Root.Find("Conditions")?.Find(name) ?? throw Faults.Validation($"Template format error: Unresolved dependencies [{name}]. Cannot reference conditions in the Conditions block of the template");
        if (!_deciding.Add(name))
        {
            throw Faults.Validation($"Template error: the conditions [{string.Join(", ", _deciding.Order(StringComparer.Ordinal))}] have a circular dependency");
        }

        try
        {
            return _conditions[name] = _deciding.Count <= LongestChain ? IsTrue(declared) : throw Faults.Validation($"Template error: more than {LongestChain} conditions refer to each other in a row");
        }
        finally
        {
            _deciding.Remove(name);
        }
    }

    private JsonNode? Computed(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Object when node.Members is [{ Name.Value: "Ref" or ['F', 'n', ':', ':', ..] } function] => Call(function.Name.Value, function.Value, node.Place),
        JsonNodeKind.Object => JsonNode.OfMembers(node.Place, [.. node.Members.Select(m => (m.Name, Value: Computed(m.Value))).Where(m => m.Value is not null).Select(m => new JsonMember(m.Name, m.Value!))]),
        JsonNodeKind.Array => JsonNode.OfItems(node.Place, [.. node.Items.Select(Computed).OfType<JsonNode>()]),
        _ => node,
    };

    private string ComputedText(JsonNode node) => Computed(node) switch
    {
        { Kind: JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean } one => one.Text,
        { Kind: JsonNodeKind.Array } list => Joined(",", list.Items),
        _ => throw Faults.Validation("Template error: a value that must be a string is none"),
    };

    private bool IsTrue(JsonNode node) => node switch
    {
        { Members: [{ Name.Value: "Condition" } named] } => Holds(named.Value.Text),
        { Members: [{ Name.Value: "Fn::Equals", Value.Items: [var one, var other] }] } => ComputedText(one) == ComputedText(other),
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
        ("Fn::If", { Items: [var name, var then, var otherwise] }) => Computed(Holds(name.Text) ? then : otherwise),
        ("Fn::Sub", _) => Text(Substituted(argument), place),
        ("Fn::Join", { Items: [var separator, var parts] }) => Text(Joined(separator.Text, ListOf(parts)), place),
        ("Fn::Select", { Items: [var index, var from] }) => ListOf(from) is var list && int.TryParse(ComputedText(index), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Length
            ? list[at]
            : throw Faults.Validation("Template error: Fn::Select cannot select nonexistent value at index " + ComputedText(index)),
        ("Fn::Split", { Items: [{ Text.Length: > 0 } separator, var whole] }) => JsonNode.OfItems(place, [.. ComputedText(whole).Split(separator.Text).Select(part => Text(part, place))]),
        ("Fn::FindInMap", { Items: [var map, var first, var second, .. var rest] }) => InMap(map, first, second, rest),
        ("Fn::Base64", _) => Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(ComputedText(argument))), place),
        ("Fn::GetAZs", _) => JsonNode.OfItems(place, [.. StackScope.Zones(ComputedText(argument) is { Length: > 0 } region ? region : scope.Place.Region).Select(zone => Text(zone, place))]),
        ("Fn::ImportValue", _) => ComputedText(argument) is var name && scope.ExportOf(name) is { } value ? Text(value, place) : throw Faults.Validation($"No export named {ComputedText(argument)} found."),
        ("Fn::Cidr", { Items: [var block, var count, .. var bits] }) => Cidr.Split(ComputedText(block), ComputedText(count), bits is [var given] ? ComputedText(given) : "8") is { } blocks
            ? JsonNode.OfItems(place, [.. blocks.Select(b => Text(b, place))])
            : throw Faults.Validation("Template error: every Fn::Cidr object requires an ipBlock, a count and cidrBits that fit"),
        ("Fn::Length", _) when HasExtensions => Text(ListOf(argument).Length.ToString(CultureInfo.InvariantCulture), place),
        ("Fn::ToJsonString", _) when HasExtensions => Text(NodeText.Json(Computed(argument) ?? argument), place),
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
            ? JsonNode.OfItems(place, [.. ValueOf(parameter).Split(',', StringSplitOptions.TrimEntries).Where(v => v.Length > 0).Select(v => Text(v, place))])
            : Text(ValueOf(parameter), place),
        _ => Text(scope.IdOf(name) ?? throw Missing(name), place),
    };

    // What a transform adds to the parameters nobody gave a value.
    private string ValueOf(ParameterDeclaration parameter) =>
        scope.Parameters.GetValueOrDefault(parameter.Name) ?? parameter.Default ?? throw Faults.Validation($"Parameters: [{parameter.Name}] must have values");

    private string Attribute(JsonNode argument) => argument switch
    {
        { Kind: JsonNodeKind.Text } when argument.Text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot => Attribute(argument.Text[..dot], argument.Text[(dot + 1)..]),
        { Items: [var name, var attribute] } => Attribute(name.Text, ComputedText(attribute)),
        _ => throw Faults.Validation("Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute"),
    };

    private string Attribute(string resource, string attribute) => scope.IdOf(resource) is null
        ? throw Missing(resource)
        : scope.AttributeOf(resource, attribute) ?? throw Faults.Validation($"Template error: resource {resource} does not support attribute type {attribute} in Fn::GetAtt");

    private string Substituted(JsonNode argument)
    {
        var (text, values) = argument.Items is [var first, var second] ? (first.Text, second) : (argument.Text, null);
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        return Substitution.Replace(text, name => _size.Count(own.TryGetValue(name, out var known) ? known
            : values?.Find(name) is { } value ? own[name] = ComputedText(value)
            : name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? Attribute(name[..dot], name[(dot + 1)..])
            : Ref(name, argument.Place) switch { { Kind: JsonNodeKind.Array } list => Joined(",", list.Items), var one => one.Text }));
    }

    private ImmutableArray<JsonNode> ListOf(JsonNode node) => Computed(node) switch
    {
        { Kind: JsonNodeKind.Array } list => list.Items,
        { Kind: JsonNodeKind.Text } text => [.. text.Text.Split(',').Select(part => Text(part, node.Place))],
        _ => throw Faults.Validation("Template error: a value that must be a list is none"),
    };

    private JsonNode? InMap(JsonNode map, JsonNode first, JsonNode second, ImmutableArray<JsonNode> rest) =>
        scope.Template.Root.Find("Mappings")?.Find(ComputedText(map))?.Find(ComputedText(first))?.Find(ComputedText(second)) is { } found ? Counted(found)
        : rest is [{ } options] && options.Find("DefaultValue") is { } other ? Computed(other)
        : throw Faults.Validation($"Template error: Unable to get mapping for {ComputedText(map)}::{ComputedText(first)}::{ComputedText(second)}");

    // Mappings hold no functions. A list is copied each time that it is asked for.
    private JsonNode Counted(JsonNode found)
    {
        foreach (var item in found.Items)
        {
            _size.Count(item.Text);
        }

        return found;
    }

    private string Joined(string separator, ImmutableArray<JsonNode> parts)
    {
        var whole = new StringBuilder();
        for (var at = 0; at < parts.Length; at++)
        {
            whole.Append(at == 0 ? "" : _size.Count(separator)).Append(_size.Count(parts[at].Text));
        }

        return whole.ToString();
    }

    private static ServiceFault Missing(string resource) => Faults.Validation($"Template error: instance of Ref or Fn::GetAtt references undefined resource {resource}");

    private JsonNode Text(string text, Place place) => JsonNode.OfText(JsonNodeKind.Text, _size.Count(text), place);
}
