using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Types;

namespace Lanyard.Policy.Generate;

/// <summary>The names that CloudFormation makes up for resources that have none: "Name type", AWS CloudFormation User Guide.</summary>
internal static class PhysicalName
{
    // A hyphen and twelve or thirteen characters at random.
    private const int RandomPart = 14;
    private const string Id = "${id}";

    private static readonly string Unknown = Placeholder.Mark.ToString();

    /// <summary>Gives what is known of such a name.</summary>
    /// <param name="rule">The type's rule.</param>
    /// <param name="stackName">The stack's name, as far as it is known.</param>
    /// <param name="logicalId">The resource's name in the template.</param>
    public static string Generated(NameRule rule, string? stackName, string logicalId)
    {
        var name = rule.Made is { } pattern ? WithoutStack(pattern, rule.Longest, logicalId) : WithStack(rule.Longest, stackName, logicalId);
        return rule.IsLower ? name.ToLowerInvariant() : name;
    }

    private static string WithoutStack(string pattern, int longest, string logicalId)
    {
        var around = pattern.Replace(Id, "", StringComparison.Ordinal);
        var room = longest - around.Length - (around.Contains('*', StringComparison.Ordinal) ? RandomPart : 0);
        return pattern.Replace('*', Placeholder.Mark).Replace(Id, logicalId.Length <= room ? logicalId : logicalId[..Math.Max(1, room)] + Unknown, StringComparison.Ordinal);
    }

    private static string WithStack(int longest, string? stackName, string logicalId)
    {
        if (stackName is null)
        {
            return Unknown;
        }

        if (stackName.Length + 1 + logicalId.Length + RandomPart <= longest)
        {
            return $"{stackName}-{logicalId}-{Unknown}";
        }

        // Which of the two is cut, and by how much, isn't documented: what surely stays is the start of the first.
        var half = Math.Max(1, ((longest - RandomPart) / 2) - 1);
        return stackName.Length > half ? stackName[..half] + Unknown : $"{stackName}-{logicalId[..Math.Min(half, logicalId.Length)]}{Unknown}";
    }
}
