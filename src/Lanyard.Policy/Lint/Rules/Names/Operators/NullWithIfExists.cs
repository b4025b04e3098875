namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary><c>NullIfExists</c>: to ask whether a key is there, if it is there, says nothing.</summary>
internal sealed class NullWithIfExists() : Rule("NULL_WITH_IF_EXISTS", Severity.Error)
{
    private const string Name = "NullIfExists";

    public override string Title => "Null with IfExists";

    public override string Mending => "Write \"Null\".";

    /// <summary>Whether a name is that, with a qualifier or without.</summary>
    public static bool Is(string name) => name == Name || name.EndsWith(":" + Name, StringComparison.Ordinal);

    public override IEnumerable<Finding> Check(CheckedPolicy policy) =>
        from name in InvalidConditionOperator.NoOperators(policy)
        where Is(name.Value)
        select Found(name.Place, $"\"{name.Value}\" is no operator: Null already asks whether the key is there");
}
