using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>
/// A set operator on the audience of a provider of which it isn't known how many its tokens have. <c>ForAnyValue</c> where there is one is
/// another rule's, and so is <c>ForAllValues</c> with a key that the catalogue knows; without a set operator there is nothing to confirm.
/// </summary>
internal sealed class ConfirmAudienceClaimType() : TrustRule("CONFIRM_AUDIENCE_CLAIM_TYPE", Severity.Suggestion)
{
    public override string Title => "a set operator on the audience of a token";

    public override string Mending => "Look at a token: if its aud is a string, write the operator without the prefix.";

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from found in AudienceClaims.QualifiedIn(statement)
        where !AudienceClaims.HasOne(found.Provider) || (found.Test.Operator.Qualifier == SetQualifier.ForAllValues && found.Test.Key is null)
        select Found(found.Test.Block.Place, $"\"{found.Test.Operator.Name}\" is right only if tokens of {found.Provider.Name} have a list of audiences");
}
