namespace Lanyard.Policy.Lint.Rules.Grammar.Variables;

/// <summary>A policy variable without its closing brace.</summary>
internal sealed class MissingBraceInVariable() : VariableRule("MISSING_BRACE_IN_VARIABLE")
{
    public override string Title => "a policy variable that is not closed";

    public override string Mending => "Close the variable with }. To mean the two characters themselves, write \"${$}{\".";

    protected override bool IsWrong(PolicyVariable variable) => !variable.IsClosed;

    protected override string Message(PolicyVariable variable) => $"\"{variable.Written}\" starts a variable and has no closing brace";
}
