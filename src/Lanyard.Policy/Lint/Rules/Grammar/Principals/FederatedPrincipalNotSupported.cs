using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>An identity provider as the principal of something else than a role.</summary>
internal sealed class FederatedPrincipalNotSupported() : PrincipalRule("FEDERATED_PRINCIPAL_NOT_SUPPORTED", Severity.Error)
{
    public override string Title => "an identity provider in a policy that isn't a role's trust policy";

    public override string Mending => "Name the role that the provider's users assume.";

    protected override bool Concerns(CheckedPolicy policy) => policy.Kind is PolicyKind.Resource or PolicyKind.Endpoint;

    protected override Finding? Check(CheckedStatement statement, PrincipalKind kind, PolicyText value) =>
        kind == PrincipalKind.Federated ? Found(value.Place, $"\"{value.Value}\" can only be trusted by a role") : null;
}
