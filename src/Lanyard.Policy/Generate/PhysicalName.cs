using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Types;

namespace Lanyard.Policy.Generate;

/// <summary>The names that CloudFormation makes up for resources that have none: "Name type", AWS CloudFormation User Guide.</summary>
internal static class PhysicalName
{
    // A hyphen and twelve or thirteen characters at random.
    private const int RandomPart = 14;

    private static readonly string Unknown = Placeholder.Mark.ToString();

    /// <summary>Gives what is known of such a name.</summary>
    /// <param name="rule">The type's rule.</param>
    /// <param name="stackName">The stack's name, as far as it is known.</param>
    /// <param name="logicalId">The resource's name in the template.</param>
    public static string Generated(NameRule rule, string? stackName, string logicalId)
    {
        var name = stackName is null ? Unknown : $"{stackName}-{logicalId}-{Unknown}";
        if (stackName is not null && stackName.Length + 1 + logicalId.Length + RandomPart > rule.Longest)
        {
            // Which of the two is cut, and by how much, isn't documented: what surely stays is the start of the first.
            var half = Math.Max(1, ((rule.Longest - RandomPart) / 2) - 1);
            name = stackName.Length > half ? stackName[..half] + Unknown : $"{stackName}-{logicalId[..Math.Min(half, logicalId.Length)]}{Unknown}";
        }

        return rule.IsLower ? name.ToLowerInvariant() : name;
    }
}
