using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Handlers;

/// <summary>Makes the names of resources that the template gives none.</summary>
internal static class PhysicalNames
{
    private const int RandomLength = 12;

    /// <summary>
    /// Makes one of the stack's and the resource's name and something random. Where that is too long both are cut, as in
    /// <c>amplify-d1a2b3c4-main-bra-amplifyAuthauthenticatedU-AbCdEfGhIjKl</c>: what one doesn't need is the other's.
    /// </summary>
    public static string Make(string stack, string logicalId, ResourceRule rule, IdSource ids)
    {
        var room = rule.MaxName - RandomLength - 2;
        if (stack.Length + logicalId.Length > room)
        {
            var half = room / 2;
            var first = Math.Min(stack.Length, Math.Max(half, room - logicalId.Length));
            (stack, logicalId) = (stack[..first], logicalId[..Math.Min(logicalId.Length, room - first)]);
        }

        var random = ids.Word(RandomLength);
        var name = $"{stack}-{logicalId}-{(rule.IsLower ? random : random.ToUpperInvariant())}";
        return rule.IsLower ? name.ToLowerInvariant() : name;
    }

    /// <summary>Makes what a service makes up: <c>%</c> stands for a small letter or digit, <c>^</c> for a capital one; <c>uuid</c> for an id of that form.</summary>
    public static string Fill(string pattern, IdSource ids)
    {
        var at = pattern.IndexOf("uuid", StringComparison.Ordinal);
        return at >= 0
            ? pattern[..at] + Uuid(ids) + pattern[(at + "uuid".Length)..]
            : string.Concat(pattern.Select(c => c switch { '%' => ids.Word(1), '^' => ids.Word(1).ToUpperInvariant(), _ => c.ToString() }));
    }

    // Of the letters of a word those that hexadecimal digits have take the places of the others.
    private static string Uuid(IdSource ids) =>
        string.Concat(ids.Word(32).Select((c, at) => (at is 8 or 12 or 16 or 20 ? "-" : "") + "0123456789abcdef"[c % 16]));
}
