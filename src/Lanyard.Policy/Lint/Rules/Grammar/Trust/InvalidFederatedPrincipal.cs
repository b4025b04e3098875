using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>
/// An identity provider that is neither the ARN of one in IAM nor a domain of those that IAM knows without. Wildcards and variables in it are
/// other rules'.
/// </summary>
internal sealed class InvalidFederatedPrincipal() : TrustRule("INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", Severity.Error)
{
    public override string Title => "an identity provider that has the form of none";

    public override string Mending =>
        "Write the provider's ARN, as in \"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com\" or \"arn:aws:iam::123456789012:saml-provider/NAME\"; "
        + "or a domain such as \"cognito-identity.amazonaws.com\".";

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from entry in statement.Principals()
        where entry.Kind == PrincipalKind.Federated && !Placeholder.IsIn(entry.Value.Value) && !entry.Value.Value.AsSpan().ContainsAny('*', '?', '$')
            && IdentityProvider.Of(entry.Value) is null
        select Found(entry.Value.Place, $"\"{entry.Value.Value}\" is neither the ARN of an identity provider nor a domain");
}
