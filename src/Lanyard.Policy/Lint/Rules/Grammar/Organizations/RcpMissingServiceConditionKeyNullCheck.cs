using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary>A <c>Deny</c> by whom a service works for, which reaches services that don't say it. Only of statements that are for services alone: others are another rule's.</summary>
internal sealed class RcpMissingServiceConditionKeyNullCheck() : RcpKeyRule("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", OfSource)
{
    public override string Title => "a resource control policy that reaches services which don't say for whom they work";

    public override string Mending => "Add \"Null\": {\"aws:SourceAccount\": \"false\"} to the condition, or the same with aws:SourceArn.";

    protected override bool IsMended(CheckedStatement statement) => !AsksForService(statement, service: true) || statement.Tests.Any(test =>
        test.Operator.Comparison == Comparison.Null && (test.Is("aws:SourceAccount") || test.Is("aws:SourceArn"))
        && test.Test.Values.All(value => value.Text.Equals("false", StringComparison.OrdinalIgnoreCase)));

    protected override string Message(string key) => $"some services call without \"{key}\", so that this denies them";
}
