using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grants.Trust;

/// <summary>
/// A role that trusts several whole accounts without a condition: at least all but one are others', and one that works for many customers can be
/// talked into using this role for another of them (the confused deputy). One account alone may be the role's own and isn't reported.
/// </summary>
internal sealed class TrustWithoutExternalId() : Rule("LANYARD_TRUST_WITHOUT_EXTERNAL_ID", Severity.Suggestion, RuleOrigin.Lanyard)
{
    private const int AccountLength = 12;

    public override string Title => "trust in another account without an external id";

    public override string Mending => "Where the account is a vendor's, add the condition \"StringEquals\": {\"sts:ExternalId\": \"…\"} with the id that it gave you.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Kind != PolicyKind.Trust)
        {
            return [];
        }

        var found = policy.Statements
            .Where(statement => statement.IsAllow && statement.Tests.IsEmpty && statement.Statement.Principal is { Negated: false })
            .SelectMany(statement => statement.Statement.Principal!.Entries)
            .Select(entry => (entry.Value, Account: AccountOf(entry)))
            .Where(entry => entry.Account is not null)
            .ToList();
        return found.DistinctBy(entry => entry.Account).Count() < 2
            ? []
            : found.DistinctBy(entry => entry.Account).Select(entry => Found(
                entry.Value.Place,
                $"the whole account {entry.Account} may take the role on with no external id: if it works for others too, they can make it act here"));
    }

    private static string? AccountOf(PrincipalEntry entry)
    {
        var value = entry.Value.Value;
        var account = value.EndsWith(":root", StringComparison.Ordinal) && value.Split(':') is { Length: 6 } parts ? parts[4] : value;
        return entry.Kind == PrincipalKind.Aws && account.Length == AccountLength && account.All(char.IsAsciiDigit) ? account : null;
    }
}
