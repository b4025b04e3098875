using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>A role for everybody who has a token of an OpenID Connect provider. GitHub is another rule's, which knows what to ask for.</summary>
internal sealed class MissingConditionKeyForOidcPrincipal() : TrustRule("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", Severity.SecurityWarning)
{
    public override string Title => "a role for every token of an OpenID Connect provider";

    public override string Mending => "Compare the token's aud and sub in the condition, under keys that start with the provider's name.";

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from provider in IdentityProvider.In(statement)
        where statement.IsAllow && provider is { IsSaml: false, IsGitHub: false } && !Placeholder.IsIn(provider.Name)
            && !statement.Tests.Any(test => Placeholder.IsIn(test.Test.Key.Value) || test.Test.Key.Value.StartsWith(provider.Name + ":", StringComparison.OrdinalIgnoreCase))
        select Found(
            provider.Value.Place,
            $"everybody with a token of {provider.Name} can assume the role",
            mending: $"Compare \"{provider.Name}:aud\" and \"{provider.Name}:sub\" in the condition.");
}
