using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>Conditions on the audience of OpenID Connect tokens.</summary>
internal static class AudienceClaims
{
    /// <summary>The providers whose tokens have one audience.</summary>
    private static readonly string[] WithOne = ["accounts.google.com", "cognito-identity.amazonaws.com"];

    /// <summary>The tests of the audience under a set operator, with the provider that makes the tokens.</summary>
    public static IEnumerable<AudienceTest> QualifiedIn(CheckedStatement statement) =>
        from provider in IdentityProvider.In(statement)
        where provider is { IsSaml: false, Name.Length: > 0 }
        from test in provider.Tests(statement, "aud")
        where test.Operator.Qualifier != SetQualifier.None
        select new AudienceTest(provider, test);

    /// <summary>Whether a provider's tokens are known to have one audience.</summary>
    public static bool HasOne(IdentityProvider provider) => provider.IsGitHub || WithOne.Contains(provider.Name);
}

/// <summary>A test of the audience of an identity provider's tokens.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Test">The test.</param>
internal sealed record AudienceTest(IdentityProvider Provider, CheckedTest Test);
