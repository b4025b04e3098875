namespace Lanyard.Policy.Lint.Rules.Grammar.Variables;

/// <summary>A space in the name of a policy variable; the default behind the comma may have some.</summary>
internal sealed class UnsupportedSpaceInVariable() : VariableRule("UNSUPPORTED_SPACE_IN_VARIABLE")
{
    public override string Title => "a space in the name of a policy variable";

    public override string Mending => "Remove the space.";

    protected override bool IsWrong(PolicyVariable variable) => variable.IsClosed && !string.IsNullOrWhiteSpace(variable.Name) && variable.Name.Any(char.IsWhiteSpace);

    protected override string Message(PolicyVariable variable) => $"the name of the variable \"{variable.Written}\" has a space in it";
}
