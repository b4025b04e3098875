namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A <c>Sid</c> twice in a policy of IAM, where it must be unique. Empty ones don't count.</summary>
internal sealed class UniqueSidsRequired() : UniqueSids("UNIQUE_SIDS_REQUIRED", Severity.Error)
{
    public override string Title => "a Sid that is there twice";

    protected override bool Concerns(CheckedPolicy policy) => policy.IsOfIam();
}
