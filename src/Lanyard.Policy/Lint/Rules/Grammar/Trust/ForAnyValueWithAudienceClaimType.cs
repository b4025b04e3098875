using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>
/// <c>ForAnyValue</c> on the audience of a provider whose tokens have one: GitHub, Google and Amazon Cognito identity pools. Other providers
/// may have several, and are another rule's.
/// </summary>
internal sealed class ForAnyValueWithAudienceClaimType() : TrustRule("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", Severity.SecurityWarning)
{
    public override string Title => "ForAnyValue on an audience of which there is one";

    public override string Mending => "Write the operator without \"ForAnyValue:\".";

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from found in AudienceClaims.QualifiedIn(statement)
        where found.Test.Operator.Qualifier == SetQualifier.ForAnyValue && AudienceClaims.HasOne(found.Provider)
        select Found(found.Test.Block.Place, $"tokens of {found.Provider.Name} have one audience, and \"{found.Test.Operator.Name}\" is for keys with several values");
}
