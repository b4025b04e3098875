using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>
/// Puts values that other services keep in the place of <c>{{resolve:…}}</c>. See "Get values stored in other services using dynamic references", AWS CloudFormation User Guide.
/// </summary>
/// <param name="read">Reads a reference, such as <c>ssm:name:1</c>.</param>
/// <param name="size">Bounds what is computed.</param>
internal sealed class DynamicReferences(Func<string, string> read, ComputedSize size)
{
    private const string Start = "{{resolve:";
    private const string End = "}}";
    private const int Most = 60;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Gives a value with what its references stand for.</summary>
    /// <exception cref="ServiceFault">One can't be read, or there are too many.</exception>
    public JsonNode Resolve(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Object => JsonNode.OfMembers(node.Place, [.. node.Members.Select(m => m with { Value = Resolve(m.Value) })]),
        JsonNodeKind.Array => JsonNode.OfItems(node.Place, [.. node.Items.Select(Resolve)]),
        JsonNodeKind.Text when node.Text.Contains(Start, StringComparison.Ordinal) => JsonNode.OfText(JsonNodeKind.Text, Resolve(node.Text), node.Place),
        _ => node,
    };

    /// <summary>Gives a text with what its references stand for; what a value holds is no reference.</summary>
    /// <exception cref="ServiceFault">One can't be read, or there are too many.</exception>
    public string Resolve(string text)
    {
        var (whole, done) = (new System.Text.StringBuilder(), 0);
        for (int start; (start = text.IndexOf(Start, done, StringComparison.Ordinal)) >= 0 && text.IndexOf(End, start, StringComparison.Ordinal) is > 0 and var end; done = end + End.Length)
        {
            whole.Append(text, done, start - done).Append(size.Count(Read(text[(start + Start.Length)..end])));
        }

        return done == 0 ? text : whole.Append(text, done, text.Length - done).ToString();
    }

    private string Read(string reference)
    {
        _seen.Add(reference);
        return _seen.Count <= Most ? read(reference) : throw Faults.Validation($"Template error: a template may have {Most} dynamic references");
    }
}
