namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A <c>Sid</c> twice in a policy that isn't IAM's: it may be, but tells nobody which statement is meant.</summary>
internal sealed class UniqueSidsRecommended() : UniqueSids("UNIQUE_SIDS_RECOMMENDED", Severity.Warning)
{
    public override string Title => "a Sid that is there twice, where that is allowed";

    protected override bool Concerns(CheckedPolicy policy) => !policy.IsOfIam();
}
