using System.Text.RegularExpressions;

namespace Lanyard.Sandbox.IdentityStore;

/// <summary>The patterns of the service's model.</summary>
internal static partial class StorePatterns
{
    [GeneratedRegex("d-[0-9a-f]{10}$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    public static partial Regex StoreId { get; }

    [GeneratedRegex("([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}")]
    public static partial Regex ResourceId { get; }

    [GeneratedRegex(@"[\p{L}\p{M}\p{S}\p{N}\p{P}]+")]
    public static partial Regex UserName { get; }

    [GeneratedRegex(@"[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r  ]+")]
    public static partial Regex GroupName { get; }

    [GeneratedRegex(@"[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r  \u3000]+")]
    public static partial Regex Text { get; }

    [GeneratedRegex(@"(?:\p{L}+:\p{L}+:\p{L}+(?:\.\p{L}+){0,3}|\p{L}+(?:\.\p{L}+){0,2})")]
    public static partial Regex AttributePath { get; }
}
