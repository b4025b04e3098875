using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>What a <c>Federated</c> principal is.</summary>
/// <param name="Value">The principal.</param>
/// <param name="IsSaml">Whether its users sign in with SAML; else with OpenID Connect.</param>
/// <param name="Name">Of OpenID Connect the provider's address without scheme, which its condition keys start with; else empty.</param>
internal sealed record IdentityProvider(PolicyText Value, bool IsSaml, string Name)
{
    private const string GitHubHost = "token.actions.githubusercontent.com";
    private const string OpenId = "oidc-provider/";

    /// <summary>Gets whether it is GitHub Actions, also with the path of an enterprise.</summary>
    public bool IsGitHub => Name == GitHubHost || Name.StartsWith(GitHubHost + "/", StringComparison.Ordinal);

    /// <summary>The providers that a statement trusts, as far as their form is right and known.</summary>
    public static IEnumerable<IdentityProvider> In(CheckedStatement statement) =>
        statement.Principals().Where(entry => entry.Kind == PrincipalKind.Federated).Select(entry => Of(entry.Value)).OfType<IdentityProvider>();

    /// <summary>Reads a principal; <see langword="null"/> when it is none of the forms.</summary>
    public static IdentityProvider? Of(PolicyText value)
    {
        var isArn = Arn.TryParse(value.Value, out var arn);
        if (isArn && arn!.Service == "iam" && arn.Resource.StartsWith("saml-provider/", StringComparison.Ordinal))
        {
            return new IdentityProvider(value, IsSaml: true, "");
        }

        return isArn && arn!.Service == "iam" && arn.Resource.StartsWith(OpenId, StringComparison.Ordinal) && arn.Resource.Length > OpenId.Length
            ? new IdentityProvider(value, IsSaml: false, arn.Resource[OpenId.Length..])
            : IsDomain(value.Value) ? new IdentityProvider(value, IsSaml: false, value.Value) : null;
    }

    /// <summary>The tests of a claim of this provider's tokens, such as <c>sub</c>.</summary>
    public IEnumerable<CheckedTest> Tests(CheckedStatement statement, string claim) => statement.Tests.Where(test => test.Is($"{Name}:{claim}"));

    private static bool IsDomain(string text) => text.Contains('.', StringComparison.Ordinal)
        && text.Split('.').All(label => label.Length > 0 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
