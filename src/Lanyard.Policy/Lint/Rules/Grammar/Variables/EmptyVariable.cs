namespace Lanyard.Policy.Lint.Rules.Grammar.Variables;

/// <summary>A policy variable without a name.</summary>
internal sealed class EmptyVariable() : VariableRule("EMPTY_VARIABLE")
{
    public override string Title => "a policy variable without a name";

    public override string Mending => "Write the condition key whose value is to stand there, as in \"${aws:username}\", or remove the variable.";

    protected override bool IsWrong(PolicyVariable variable) => variable.IsClosed && string.IsNullOrWhiteSpace(variable.Name);

    protected override string Message(PolicyVariable variable) => $"\"{variable.Written}\" is a variable without a name";
}
