namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary>A <c>Deny</c> by whom a service works for, which reaches people and roles too.</summary>
internal sealed class RcpMissingRelatedServicePrincipalConditionKey() : RcpKeyRule("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", OfSource)
{
    public override string Title => "a resource control policy about AWS services that reaches everybody else";

    public override string Mending => "Add \"BoolIfExists\": {\"aws:PrincipalIsAWSService\": \"true\"} to the condition.";

    protected override bool IsMended(CheckedStatement statement) => AsksForService(statement, service: true) || AsksForService(statement, service: false);

    protected override string Message(string key) => $"requests of users and roles have no \"{key}\", so that this denies them too";
}
