using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>What the rules about saving have in common: whom they are about, and where to read more.</summary>
internal static class SavingPages
{
    private const string Guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";

    /// <summary>A page of the IAM User Guide.</summary>
    public static Uri Page(string name) => new(Guide + name);

    /// <summary>Whether the policy is saved by CreatePolicy, whose parser is stricter than Access Analyzer.</summary>
    public static bool IsManaged(this CheckedPolicy policy) => policy.Kind is PolicyKind.Identity or PolicyKind.Boundary;
}
