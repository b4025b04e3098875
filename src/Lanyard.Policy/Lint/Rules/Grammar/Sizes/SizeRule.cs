using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Sizes;

/// <summary>A rule about documents that are larger than AWS takes them in one place.</summary>
internal abstract class SizeRule(string id, Severity severity, RuleOrigin origin = RuleOrigin.AccessAnalyzer) : Rule(id, severity, origin)
{
    public override string Mending => "Write less: join statements that differ in one list, leave out what another part covers, or split the policy where several can be attached.";

    public sealed override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (QuotaOf(policy) is not { } quota || Size(policy, quota.Unit) is var size && size <= quota.Limit)
        {
            yield break;
        }

        var compact = Size(policy, SizeUnit.CharactersWithoutWhiteSpace);
        var isSpace = quota.Unit == SizeUnit.Characters && compact <= quota.Limit;
        yield return Found(
            policy.Root.Place,
            $"the policy has {size} {NameOf(quota.Unit)}, and {NameOf(quota.Place)} may have {quota.Limit}",
            mending: isSpace ? $"White space counts here: without it these are {compact} characters, so write the policy on one line." : Advice(quota));
    }

    /// <summary>The quota that holds for a policy; <see langword="null"/> when the rule isn't about it or none is known.</summary>
    protected abstract PolicyQuota? QuotaOf(CheckedPolicy policy);

    /// <summary>What to do; <see langword="null"/> for what the rule says.</summary>
    protected virtual string? Advice(PolicyQuota quota) => null;

    private static int Size(CheckedPolicy policy, SizeUnit unit) =>
        TextOf(policy) is { } text ? DocumentSize.Of(text, unit) : DocumentSize.Of(CompactText.Of(policy.Root), unit);

    // A document in another text, such as a template, is written anew for AWS.
    private static string? TextOf(CheckedPolicy policy) => policy.Text is { } text && policy.Root.Place.Path.Parent is null
        ? text[policy.Root.Place.Start.Offset..policy.Root.Place.End.Offset]
        : null;

    private static string NameOf(SizeUnit unit) => unit switch
    {
        SizeUnit.Bytes => "bytes",
        SizeUnit.Characters => "characters",
        _ => "characters without white space",
    };

    private static string NameOf(PolicyPlace place) => place switch
    {
        PolicyPlace.Boundary => "a permissions boundary",
        PolicyPlace.Session => "the policies of a session together",
        PolicyPlace.ServiceControl => "a service control policy",
        PolicyPlace.ResourceControl => "a resource control policy",
        PolicyPlace.Trust => "a trust policy",
        PolicyPlace.Resource => "the policy of such a resource",
        _ => "a managed policy",
    };
}
