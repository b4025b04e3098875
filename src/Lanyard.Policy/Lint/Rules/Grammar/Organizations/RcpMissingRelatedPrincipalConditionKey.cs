namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary>A <c>Deny</c> by who the caller is, which reaches services that call for themselves too.</summary>
internal sealed class RcpMissingRelatedPrincipalConditionKey() : RcpKeyRule(
    "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
    "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalTag/")
{
    public override string Title => "a resource control policy about callers that reaches AWS services";

    public override string Mending => "Add \"BoolIfExists\": {\"aws:PrincipalIsAWSService\": \"false\"} to the condition.";

    protected override bool IsMended(CheckedStatement statement) => AsksForService(statement, service: false) || AsksForService(statement, service: true);

    protected override string Message(string key) => $"requests of AWS services have no \"{key}\", so that this denies them too";
}
