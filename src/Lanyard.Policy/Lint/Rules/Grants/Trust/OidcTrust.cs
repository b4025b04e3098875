using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grants.Trust;

/// <summary>An Allow of a role's trust policy for an OpenID Connect provider that is known.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Principal">Where the provider is named.</param>
/// <param name="Tests">The conditions on claims of the provider.</param>
/// <param name="KeyPrefix">What the keys of its claims start with.</param>
internal sealed record OidcTrust(
    CheckedStatement Statement, OidcProvider Provider, PolicyText Principal, ImmutableArray<CheckedTest> Tests, string KeyPrefix)
{
    // Claims of a job that is anybody's: they say when and how it runs, and not whose it is.
    private static readonly string[] OfAnybody =
        ["aud", "base_ref", "environment", "event_name", "head_ref", "ref", "ref_type", "runner_environment", "sub", "workflow"];

    /// <summary>Gets the conditions that the subject must fulfil; one that a token without the claim passes isn't among them.</summary>
    public IEnumerable<CheckedTest> Subjects => Tests.Where(test => test.Is(KeyPrefix + "sub") && IsLimit(test));

    /// <summary>Gets whether a claim other than audience and subject says who asks, such as GitHub's <c>repository_id</c>.</summary>
    public bool IsLimitedOtherwise => Tests.Any(test => !OfAnybody.Contains(test.Test.Key.Value[KeyPrefix.Length..], StringComparer.OrdinalIgnoreCase)
        && IsLimit(test) && test.Test.Values.All(value => value.Text.Length > 0 && value.Text[0] is not ('*' or '?')));

    /// <summary>Finds those of a policy.</summary>
    /// <param name="policy">The policy.</param>
    public static IEnumerable<OidcTrust> In(CheckedPolicy policy)
    {
        if (policy.Kind != PolicyKind.Trust)
        {
            yield break;
        }

        foreach (var statement in policy.Statements.Where(statement => statement.IsAllow && statement.Statement.Principal is { Negated: false }))
        {
            foreach (var entry in statement.Statement.Principal!.Entries)
            {
                if (OidcProvider.Of(entry) is var (provider, prefix))
                {
                    yield return new OidcTrust(
                        statement,
                        provider,
                        entry.Value,
                        [.. statement.Tests.Where(test => test.Test.Key.Value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))],
                        prefix);
                }
            }
        }
    }

    private static bool IsLimit(CheckedTest test) =>
        test.Operator is { Negated: false, IfExists: false, Qualifier: not SetQualifier.ForAllValues } && test.Operator.Comparison != Comparison.Null;
}
