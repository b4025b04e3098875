using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>
/// A rule about values that are open where the key decides whom to trust. AWS's page speaks of sensitive keys, of six fixed characters that must
/// stand before what is open, and of the form of <c>aws:userid</c>, and names no keys. Here the sensitive ones are those of
/// <see cref="KnownNames.OfAccounts"/>, the six characters are asked for in the <c>sub</c> of identity providers, and in <c>aws:userid</c> the id before
/// the colon must be fixed. Only conditions that must hold to be let in: of an <c>Allow</c>, or negated of a <c>Deny</c>.
/// </summary>
internal abstract class TooPermissiveRule(string id) : ValueRule(id, Severity.Error)
{
    private const int FixedCharacters = 6;

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) =>
        OperatorKinds.TakesText(test.Operator.Comparison) && test.Operator.Negated != statement.IsAllow
        && (IsAccount(test) || IsSubject(test) || test.Is("aws:userid"));

    protected sealed override Finding? Check(CheckedStatement statement, CheckedTest test, ConditionValue value)
    {
        if (value.Text == "*")
        {
            return null;
        }

        foreach (var (start, end) in OpenParts(test, value.Text))
        {
            var before = value.Text[..start];
            var wrong = IsAccount(test) ? $"who \"{test.Test.Key.Value}\" is must be said in full"
                : IsSubject(test) ? before.Length - LastOpenEnd(before) < FixedCharacters ? "fewer than six fixed characters stand before it" : null
                : before.Contains(':', StringComparison.Ordinal) ? null
                : "a name that the caller chooses stands behind the colon, so that the id before it must be fixed";
            if (wrong is not null)
            {
                return Found(value.Place, $"{What} \"{value.Text[start..end]}\" in \"{value.Text}\" takes in too many: {wrong}");
            }
        }

        return null;
    }

    /// <summary>Gets what the rule is about, such as "the wildcard".</summary>
    protected abstract string What { get; }

    /// <summary>Gives where the value is open in the way that the rule is about.</summary>
    protected abstract IEnumerable<(int Start, int End)> OpenParts(CheckedTest test, string value);

    protected static bool IsAccount(CheckedTest test) => KnownNames.OfAccounts.Contains(test.Test.Key.Value);

    // The subject of a token of an OpenID Connect provider, whose keys start with its host.
    private static bool IsSubject(CheckedTest test)
    {
        var key = test.Test.Key.Value;
        return key.EndsWith(":sub", StringComparison.OrdinalIgnoreCase) && key.AsSpan(0, key.Length - ":sub".Length).Contains('.');
    }

    // A brace that closes no variable is a character as any other: Bitbucket's subjects have UUIDs in braces.
    private static int LastOpenEnd(string text) =>
        Math.Max(text.AsSpan().LastIndexOfAny('*', '?'), text.LastIndexOf("${", StringComparison.Ordinal) is >= 0 and var start ? text.IndexOf('}', start) : -1) + 1;
}
