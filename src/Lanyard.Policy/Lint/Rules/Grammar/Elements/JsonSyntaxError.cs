using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>Text that isn't JSON; and a name that comes twice in one object, of which IAM can't know which to take.</summary>
internal sealed class JsonSyntaxError() : Rule("JSON_SYNTAX_ERROR", Severity.Error)
{
    // Below this many members comparing them all with each other costs less than a set.
    private const int Few = 9;

    public override string Title => "text that isn't JSON, or a name that is twice in one object";

    public override string Mending => "Mend the JSON there.";

    /// <summary>The finding of a text that can't be read.</summary>
    /// <param name="error">Why.</param>
    public Finding Of(PolicyDocumentException error)
    {
        var end = new TextPosition(error.At.Line, error.At.Column + 1, error.At.Offset + 1);
        return Found(new Place(error.At, end, DocumentPath.Root), error.Problem);
    }

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        var found = new List<Finding>();
        Look(policy.Root, found);
        return found;
    }

    private void Look(JsonNode node, List<Finding> found)
    {
        foreach (var item in node.Items)
        {
            Look(item, found);
        }

        var seen = node.Members.Length < Few ? null : new Dictionary<string, JsonMember>(StringComparer.Ordinal);
        for (var i = 0; i < node.Members.Length; i++)
        {
            var member = node.Members[i];
            if (Earlier(node, i, seen) is { } first)
            {
                found.Add(Found(
                    member.Name.Place,
                    $"\"{member.Name.Value}\" is already in this object, in line {first.Name.At.Line}",
                    mending: "Join the two, or remove one.") with
                { Related = [first.Name.Place] });
            }

            Look(member.Value, found);
        }
    }

    private static JsonMember? Earlier(JsonNode node, int index, Dictionary<string, JsonMember>? seen)
    {
        var name = node.Members[index].Name.Value;
        if (seen is not null)
        {
            return seen.TryAdd(name, node.Members[index]) ? null : seen[name];
        }

        for (var i = 0; i < index; i++)
        {
            if (node.Members[i].Name.Value == name)
            {
                return node.Members[i];
            }
        }

        return null;
    }
}
