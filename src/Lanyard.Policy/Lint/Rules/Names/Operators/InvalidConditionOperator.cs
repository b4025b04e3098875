using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary>A condition operator that doesn't exist. <c>NullIfExists</c> is another rule's.</summary>
internal sealed class InvalidConditionOperator() : Rule("INVALID_CONDITION_OPERATOR", Severity.Error)
{
    private static readonly string[] Known =
    [
        .. Enum.GetNames<Comparison>(), "StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "NumericNotEquals", "DateNotEquals",
        "NotIpAddress", "ArnEquals", "ArnNotEquals", "ArnNotLike",
    ];

    public override string Title => "a condition operator that doesn't exist";

    public override string Mending => "Write an operator that exists; capitals matter.";

    /// <summary>The names in the place of operators that are none.</summary>
    public static IEnumerable<PolicyText> NoOperators(CheckedPolicy policy) =>
        from statement in policy.StatementNodes
        where statement.Find("Condition") is { Kind: JsonNodeKind.Object }
        from block in statement.Find("Condition")!.Members
        where !Placeholder.IsIn(block.Name.Value) && !ConditionOperator.TryParse(block.Name.Value, out _)
        select block.Name;

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var name in NoOperators(policy).Where(name => !NullWithIfExists.Is(name.Value)))
        {
            var start = name.Value.IndexOf(':', StringComparison.Ordinal) + 1;
            var rest = name.Value[start..];
            var ifExists = rest.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase);
            var near = Nearest.Of(ifExists ? rest[..^"IfExists".Length] : rest, Known) is { } found
                ? Qualifier(name.Value[..start]) + found + (ifExists ? "IfExists" : "")
                : null;
            yield return Found(
                name.Place,
                $"there is no condition operator \"{name.Value}\"{Wording.DidYouMean(near)}",
                mending: near is null ? null : $"Write \"{near}\" if you mean it.");
        }
    }

    private static string Qualifier(string written) => written.Length == 0 ? ""
        : Nearest.Of(written, ["ForAllValues:", "ForAnyValue:"]) ?? "";
}
