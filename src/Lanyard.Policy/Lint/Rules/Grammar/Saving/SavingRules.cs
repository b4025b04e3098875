using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>The rules about what IAM, STS and Organizations refuse to save, and Access Analyzer doesn't call an error.</summary>
internal static class SavingRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new ActionWithoutVendor(), new ActionWithTwoColons(), new EmptyList(), new InvalidArnService(), new InvalidCharacter(),
        new InvalidDate(), new InvalidPrincipal(), new InvalidResourcePath(), new PolicyTooLong(), new SessionPolicyTooLong(),
        new TrustAction(), new VersionNotAccepted(),
    ];
}
