using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar;

/// <summary>What kinds of policies have in common, and what several rules ask of a statement.</summary>
internal static class PolicyTraits
{
    /// <summary>Whether IAM saves the policy, or STS reads it under IAM's grammar.</summary>
    public static bool IsOfIam(this CheckedPolicy policy) =>
        policy.Kind is PolicyKind.Identity or PolicyKind.Boundary or PolicyKind.Session or PolicyKind.Trust;

    /// <summary>Whether AWS Organizations saves the policy.</summary>
    public static bool IsOfOrganizations(this CheckedPolicy policy) => policy.Kind is PolicyKind.ServiceControl or PolicyKind.ResourceControl;

    /// <summary>Whether the policy names principals as it likes: that of a resource, a role or a VPC endpoint.</summary>
    public static bool NamesPrincipals(this CheckedPolicy policy) => policy.Kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.Endpoint;

    /// <summary>The principals that a statement is about; none of a <c>NotPrincipal</c>.</summary>
    public static IEnumerable<PrincipalEntry> Principals(this CheckedStatement statement) =>
        statement.Statement.Principal is { Negated: false } principal ? principal.Entries : [];

    /// <summary>Whether a statement tests one of the keys.</summary>
    public static bool Tests(this CheckedStatement statement, params string[] keys) => statement.Tests.Any(test => keys.Any(test.Is));

    /// <summary>
    /// Whether a test holds for a request that doesn't carry the key: it is negated, ends in <c>IfExists</c>, or is <c>ForAllValues</c>.
    /// </summary>
    public static bool HoldsWithoutKey(this CheckedTest test) =>
        test.Operator is { Comparison: not Comparison.Null } asked
        && (asked.IfExists || (asked.Negated && asked.Qualifier != SetQualifier.ForAnyValue) || asked.Qualifier == SetQualifier.ForAllValues);

    /// <summary>Whether a document writes a policy variable anywhere, so that the version of the language makes a difference.</summary>
    public static bool HasVariableText(this JsonNode node) =>
        node.Text.Contains("${", StringComparison.Ordinal) || node.Items.Any(HasVariableText) || node.Members.Any(member => HasVariableText(member.Value));
}
