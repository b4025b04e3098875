using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Sets.Conditions;

/// <summary>One key of a condition with its operator and values, the same object wherever it means the same.</summary>
internal sealed class ConditionAtom
{
    private readonly ConditionMatcher _anyMatches;

    private ConditionAtom(int number, ConditionOperator @operator, ConditionTest test, bool hasVariables, string meaning)
    {
        (Number, Operator, Meaning, HasVariables) = (number, @operator, meaning, hasVariables);
        Name = test.Key.Value;
        Values = [.. test.Values.Select(value => value.Text).Distinct(StringComparer.Ordinal)];
        var isNull = @operator.Comparison == Comparison.Null;
        PassesWhenAbsent = new ConditionMatcher(@operator, test, hasVariables).IsMatch(RequestContext.Empty);
        PassesNullWhenPresent = isNull && test.Values.Any(value => ValueTests.Truth(value.Text) == false);
        var plain = isNull ? @operator : @operator with { Negated = false, Qualifier = SetQualifier.None, IfExists = false };
        _anyMatches = new ConditionMatcher(plain, test, hasVariables);
        Variables = hasVariables ? [.. Values.SelectMany(VariablesOf).Distinct(StringComparer.OrdinalIgnoreCase)] : [];
    }

    /// <summary>Its number among all of a comparison.</summary>
    public int Number { get; }

    /// <summary>The operator.</summary>
    public ConditionOperator Operator { get; }

    /// <summary>The condition key as it is written.</summary>
    public string Name { get; }

    /// <summary>The values, each once.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>Whether there are policy variables in the values.</summary>
    public bool HasVariables { get; }

    /// <summary>The condition keys that the variables stand for.</summary>
    public ImmutableArray<string> Variables { get; }

    /// <summary>Equal for conditions that are written alike but for the case of the key and the order of the values.</summary>
    public string Meaning { get; }

    /// <summary>Whether a request without the key passes.</summary>
    public bool PassesWhenAbsent { get; }

    /// <summary>Of the operator <c>Null</c> whether a request that has the key passes.</summary>
    public bool PassesNullWhenPresent { get; }

    /// <summary>Whether the operator is <c>Null</c>.</summary>
    public bool IsNull => Operator.Comparison == Comparison.Null;

    /// <summary>Prepares a condition.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="meaning">What <see cref="MeaningOf"/> says of it.</param>
    /// <param name="operator">The operator.</param>
    /// <param name="test">The key with its values.</param>
    /// <param name="hasVariables">Whether <c>${…}</c> is a policy variable in its document.</param>
    public static ConditionAtom Of(int number, string meaning, ConditionOperator @operator, ConditionTest test, bool hasVariables) =>
        new(number, @operator, test, UsesVariables(@operator, test, hasVariables), meaning);

    /// <summary>What a condition means, as text to compare.</summary>
    public static string MeaningOf(ConditionOperator @operator, ConditionTest test, bool hasVariables)
    {
        var values = test.Values.Select(value => value.Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return string.Join(
            '\u0001',
            [
                test.Key.Value.ToUpperInvariant(),
                $"{@operator.Comparison} {@operator.Negated} {@operator.Qualifier} {@operator.IfExists} {UsesVariables(@operator, test, hasVariables)}",
                .. values,
            ]);
    }

    /// <summary>Whether some value of the policy matches a value of a request, negation and qualifier left aside.</summary>
    /// <param name="value">The value of the request.</param>
    /// <param name="variables">The values of the policy variables.</param>
    public bool AnyMatches(string value, RequestContext variables) => _anyMatches.IsMatch(variables.With(Name, value));

    /// <summary>Whether a single value passes, once it is known whether some value of the policy matches it.</summary>
    public bool Passes(bool anyMatches) => Values.Length > 0 && anyMatches != Operator.Negated;

    /// <summary>Returns the condition as a reader writes it.</summary>
    public override string ToString() => $"{Operator.Name} {Name} {string.Join(", ", Values)}";

    private static bool UsesVariables(ConditionOperator @operator, ConditionTest test, bool hasVariables) =>
        hasVariables
        && @operator.Comparison is (Comparison.StringEquals or Comparison.StringEqualsIgnoreCase or Comparison.StringLike or Comparison.ArnLike)
        && test.Values.Any(value => value.Text.Contains("${", StringComparison.Ordinal));

    private static IEnumerable<string> VariablesOf(string value) =>
        PolicyString.Parse(value, 0).Pieces.Select(piece => piece.Variable).OfType<string>();
}
