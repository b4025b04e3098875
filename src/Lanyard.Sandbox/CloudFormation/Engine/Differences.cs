using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>Compares values of templates; the order of an object's members doesn't count.</summary>
internal static class Differences
{
    /// <summary>Tells whether two values are the same.</summary>
    public static bool Same(JsonNode? one, JsonNode? other)
    {
        if (one is null || other is null)
        {
            return one is null && other is null;
        }

        // CloudFormation hands numbers and Booleans on as text.
        if (one.Kind is not (JsonNodeKind.Object or JsonNodeKind.Array) && other.Kind is not (JsonNodeKind.Object or JsonNodeKind.Array))
        {
            return one.Text == other.Text;
        }

        return one.Kind == other.Kind && one.Members.Length == other.Members.Length && one.Items.Length == other.Items.Length
            && one.Members.All(member => other.Find(member.Name.Value) is { } value && Same(member.Value, value))
            && one.Items.Zip(other.Items).All(pair => Same(pair.First, pair.Second));
    }
}
