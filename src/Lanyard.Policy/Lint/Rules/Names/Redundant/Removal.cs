using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Redundant;

/// <summary>Makes fixes that take something out of a list.</summary>
internal static class Removal
{
    /// <summary>Takes a value out of the list that it is in; <see langword="null"/> where it is in none, or the policy isn't JSON.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="list">The list.</param>
    /// <param name="place">The value's place.</param>
    /// <param name="description">What the fix does.</param>
    public static Fix? Of(CheckedPolicy policy, JsonNode? list, Place place, string description)
    {
        if (policy.Text is null || list is not { Kind: JsonNodeKind.Array })
        {
            return null;
        }

        for (var i = 0; i < list.Items.Length; i++)
        {
            if (list.Items[i].Place.Start.Offset == place.Start.Offset)
            {
                return new Fix(description, [JsonEdits.RemoveItem(list, i)]);
            }
        }

        return null;
    }
}
