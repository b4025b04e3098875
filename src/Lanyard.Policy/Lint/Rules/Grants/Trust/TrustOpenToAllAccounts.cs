using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grants.Trust;

/// <summary>
/// A role that trusts <c>{"AWS": "*"}</c>: anybody with an AWS account may take it on. The bare <c>"*"</c> is Access Analyzer's; a condition on who
/// calls, or on an external id, is taken as an answer.
/// </summary>
internal sealed class TrustOpenToAllAccounts() : Rule("LANYARD_TRUST_OPEN_TO_ALL_ACCOUNTS", Severity.SecurityWarning, RuleOrigin.Lanyard)
{
    private static readonly HashSet<string> Limits = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceAccount", "aws:SourceArn",
        "aws:SourceIdentity", "aws:SourceIp", "aws:SourceOrgID", "aws:SourceVpc", "aws:SourceVpce", "aws:userid", "sts:ExternalId",
    };

    public override string Title => "a role that everybody with an AWS account may take on";

    public override string Mending => "Name the account or the role that may take it on, or add a condition on aws:PrincipalOrgID.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Kind != PolicyKind.Trust)
        {
            yield break;
        }

        foreach (var statement in policy.Statements)
        {
            if (statement.IsAllow && statement.Statement.Principal is { Negated: false } principal
                && principal.Entries.FirstOrDefault(entry => entry is { Kind: PrincipalKind.Aws, Value.Value: "*" }) is { } everybody
                && !statement.Tests.Any(test => Limits.Contains(test.Test.Key.Value) || test.Test.Key.Value.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase)))
            {
                yield return Found(everybody.Value.Place, "\"*\" trusts every AWS account there is: anybody may take the role on");
            }
        }
    }
}
