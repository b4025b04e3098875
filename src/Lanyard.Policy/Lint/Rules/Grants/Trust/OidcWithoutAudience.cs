namespace Lanyard.Policy.Lint.Rules.Grants.Trust;

/// <summary>
/// Trust in a provider that tests the subject and not the audience. IAM takes tokens for the audiences of its provider alone, but that list grows
/// for other roles too.
/// </summary>
internal sealed class OidcWithoutAudience() : Rule("LANYARD_OIDC_WITHOUT_AUDIENCE", Severity.Suggestion, RuleOrigin.Lanyard)
{
    public override string Title => "trust in an OpenID Connect provider that doesn't test the audience";

    public override string Mending => "Add a StringEquals condition on the provider's aud claim, for most \"sts.amazonaws.com\".";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif");

    public override IEnumerable<Finding> Check(CheckedPolicy policy) => OidcTrust.In(policy)
        .Where(trust => !trust.Tests.IsEmpty && !trust.Tests.Any(test => test.Is(trust.KeyPrefix + "aud")))
        .Select(trust => Found(
            trust.Principal.Place,
            $"the conditions test no {trust.KeyPrefix}aud, so that tokens for each audience that the provider has in IAM pass",
            mending: $"Add \"{trust.KeyPrefix}aud\" to StringEquals, for most \"sts.amazonaws.com\"."));
}
