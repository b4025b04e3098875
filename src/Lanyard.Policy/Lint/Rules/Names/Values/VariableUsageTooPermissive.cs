namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>
/// A policy variable where the key decides whom to trust. One account or organization may be compared with another, such as the resource's with the
/// caller's, as AWS's data perimeter examples do.
/// </summary>
internal sealed class VariableUsageTooPermissive() : TooPermissiveRule("VARIABLE_USAGE_TOO_PERMISSIVE")
{
    public override string Title => "a policy variable that lets in too many";

    public override string Mending => "Write the value in full, or more of it before the variable.";

    protected override string What => "the variable";

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) =>
        statement.Policy.Document.HasVariables && base.Concerns(statement, test);

    protected override IEnumerable<(int Start, int End)> OpenParts(CheckedTest test, string value) =>
        from variable in Variables.In(value)
        where !(IsAccount(test) && KnownNames.OfAccounts.Contains(variable.Name) && !test.Is(variable.Name))
        let end = value.IndexOf('}', variable.At)
        where end > 0
        select (variable.At, end + 1);
}
