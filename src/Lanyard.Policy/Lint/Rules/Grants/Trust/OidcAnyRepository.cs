using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants.Trust;

/// <summary>
/// Trust in a provider of which anybody gets tokens, with a subject that anybody's token may have, or with conditions on other claims and none on
/// the subject. That GitHub's subject isn't tested at all is Access Analyzer's MISSING_GITHUB_REPO_CONDITION_KEY, and that there is no condition on
/// the provider's claims MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL.
/// </summary>
internal sealed class OidcAnyRepository() : Rule("LANYARD_OIDC_ANY_REPOSITORY", Severity.SecurityWarning, RuleOrigin.Lanyard)
{
    public override string Title => "trust in anybody's repository or project";

    public override string Mending => "Name owner and repository in the subject.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy) => OidcTrust.In(policy)
        .Where(trust => trust.Provider.IsShared && !trust.Tests.IsEmpty && !trust.IsLimitedOtherwise)
        .SelectMany(Check);

    private IEnumerable<Finding> Check(OidcTrust trust)
    {
        var mending = $"Test the subject for \"{trust.Provider.Example}\" or what else is meant.";
        CheckedTest[] subjects = [.. trust.Subjects];
        if (subjects.Length == 0)
        {
            var key = trust.Tests.FirstOrDefault(test => test.Is(trust.KeyPrefix + "sub") && test.Operator.Comparison != Comparison.Null);
            return key is null && trust.Provider.Claims.Contains("repo:")
                ? []
                :
                [
                    Found(
                        key?.Test.Key.Place ?? trust.Principal.Place,
                        $"every {trust.Provider.Owner} of {trust.Provider.Name} gets tokens that pass: nothing says what the subject must be",
                        mending: mending),
                ];
        }

        // Every condition on the subject must hold, so that one that names an owner is enough.
        return subjects.Any(test => test.Test.Values.All(value => !IsOpen(trust, test, value)))
            ? []
            : subjects.SelectMany(test => test.Test.Values.Where(value => IsOpen(trust, test, value))).Select(value => Found(
                value.Place,
                $"\"{value.Text}\" also fits subjects of {trust.Provider.Owner}s of {trust.Provider.Name} that nobody here knows",
                mending: mending));
    }

    private static bool IsOpen(OidcTrust trust, CheckedTest test, ConditionValue value) =>
        test.Operator.Comparison == Comparison.StringLike && SubjectPattern.Read(trust.Provider, value.Text) == SubjectReach.Anybody;
}
