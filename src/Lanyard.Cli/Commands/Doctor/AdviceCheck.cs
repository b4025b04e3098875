using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>What the SDKs read differently, as <c>explain --sdk all</c> knows it, each with how much it matters.</summary>
internal static class AdviceCheck
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal)
    {
        ["unreadable-file"] = Severity.Error,
        ["utf-16"] = Severity.Error,
        ["unclosed-section"] = Severity.Error,
        ["no-setting"] = Severity.Error,
        ["byte-order-mark"] = Severity.Error,
        ["duplicate-section"] = Severity.Error,
        ["duplicate-setting"] = Severity.Error,
        ["role-without-source"] = Severity.Error,
        ["half-keys"] = Severity.Error,
        ["token-of-another-key"] = Severity.Error,
        ["config-not-loaded"] = Severity.Note,
        ["mfa-in-profile"] = Severity.Note,
        ["web-identity-variables"] = Severity.Note,
    };

    /// <summary>Gives the finding's name for an advice's.</summary>
    public static string IdOf(string code) => code.ToUpperInvariant().Replace('-', '_');

    /// <summary>Turns advice into findings.</summary>
    /// <param name="advice">The advice.</param>
    /// <param name="said">What was found at the same places already, and better.</param>
    public static IEnumerable<Finding> Find(IEnumerable<Advice> advice, IReadOnlyCollection<Finding> said)
    {
        foreach (var one in advice)
        {
            if (said.Any(s => s.Where == one.Where))
            {
                continue;
            }

            var severity = Severities.GetValueOrDefault(one.Code, Severity.Warning);
            yield return new Finding(
                IdOf(one.Code), severity, one.Where, one.What,
                severity switch
                {
                    Severity.Error => "tools that stop there find no credentials at all, and the others may take another identity",
                    Severity.Warning => "two tools on this machine may run as two identities, or one of them not at all",
                    _ => "a tool may not find the credentials that Lanyard finds; `lanyard exec` gives it those",
                },
                one.Fix);
        }
    }
}
