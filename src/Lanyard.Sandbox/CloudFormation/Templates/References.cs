using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Finds what a part of a template refers to by name: resources and parameters, pseudo parameters aside.</summary>
internal static class References
{
    /// <summary>Gives the names, each as often as it comes.</summary>
    public static IEnumerable<string> In(JsonNode node) => node switch
    {
        { Kind: JsonNodeKind.Object, Members: [{ Name.Value: "Ref" } reference] } when reference.Value.Kind == JsonNodeKind.Text => Named(reference.Value.Text),
        { Kind: JsonNodeKind.Object, Members: [{ Name.Value: "Fn::GetAtt" } attribute] } => attribute.Value switch
        {
            { Kind: JsonNodeKind.Text } text => Named(text.Text.Split('.')[0]),
            { Kind: JsonNodeKind.Array, Items: [var name, var rest] } => Named(name.Text).Concat(In(rest)),
            _ => [],
        },
        { Kind: JsonNodeKind.Object, Members: [{ Name.Value: "Fn::Sub" } sub] } => InSub(sub.Value),
        { Kind: JsonNodeKind.Object } => node.Members.SelectMany(member => In(member.Value)),
        { Kind: JsonNodeKind.Array } => node.Items.SelectMany(In),
        _ => [],
    };

    private static IEnumerable<string> InSub(JsonNode argument)
    {
        var (text, values) = argument.Kind == JsonNodeKind.Array && argument.Items is [var first, var second] ? (first.Text, second) : (argument.Text, null);
        var own = values?.Members.Select(member => member.Name.Value).ToHashSet(StringComparer.Ordinal) ?? [];
        return Substitution.Names(text).Where(name => !own.Contains(name)).SelectMany(name => Named(name.Split('.')[0]))
            .Concat(values?.Members.SelectMany(member => In(member.Value)) ?? []);
    }

    private static IEnumerable<string> Named(string name) => name.StartsWith("AWS::", StringComparison.Ordinal) ? [] : [name];
}
