using System.Collections.Immutable;
using Lanyard.Policy.Lint.Rules.Grammar;
using Lanyard.Policy.Lint.Rules.Grants;
using Lanyard.Policy.Lint.Rules.Names;

namespace Lanyard.Policy.Lint;

/// <summary>All rules.</summary>
public static class RuleList
{
    private static readonly Dictionary<string, Rule> ById;

    static RuleList()
    {
        All = [.. GrammarRules.All, .. NamesRules.All, .. GrantsRules.All];
        ById = All.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
    }

    /// <summary>Gets the rules, in an order that has no meaning.</summary>
    public static ImmutableArray<Rule> All { get; }

    /// <summary>Finds a rule.</summary>
    /// <param name="id">Its id, in capitals.</param>
    public static Rule? Find(string id) => ById.GetValueOrDefault(id);
}
