namespace Lanyard.Policy.Lint.Rules.Grammar.Variables;

/// <summary>A default of a policy variable that is not in single quotes.</summary>
internal sealed class MissingQuoteInVariable() : VariableRule("MISSING_QUOTE_IN_VARIABLE")
{
    public override string Title => "a default of a policy variable that is not in single quotes";

    public override string Mending => "Write the default in single quotes, as in \"${aws:username, 'nobody'}\".";

    protected override bool IsWrong(PolicyVariable variable) => variable is { IsClosed: true, Default: { } text } && (text.Length < 2 || text[0] != '\'' || text[^1] != '\'');

    protected override string Message(PolicyVariable variable) => $"the default of the variable \"{variable.Written}\" isn't in single quotes";
}
