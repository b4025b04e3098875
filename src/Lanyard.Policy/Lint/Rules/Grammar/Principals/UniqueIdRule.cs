using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>A rule about principals given by the unique id that IAM made for them, as IAM shows one after its role or user was deleted.</summary>
internal abstract class UniqueIdRule(string id, string prefix, string what) : PrincipalRule(id, Severity.Warning)
{
    private const int ShortestId = 16;

    public override string Title => $"a {what} as a principal by its unique id";

    public override string Mending => $"Write the {what}'s ARN. If it was deleted, remove its id.";

    protected override Finding? Check(CheckedStatement statement, PrincipalKind kind, PolicyText value) =>
        kind == PrincipalKind.Aws && value.Value.Length >= ShortestId && value.Value.StartsWith(prefix, StringComparison.Ordinal)
            && value.Value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
            ? Found(value.Place, $"\"{value.Value}\" is the unique id of a {what}; IAM writes it in place of the ARN when the {what} is deleted, and it matches no new one of that name")
            : null;
}
