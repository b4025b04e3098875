using System.Diagnostics.CodeAnalysis;

namespace Lanyard.Policy.Documents;

/// <summary>How a condition operator compares one value of the request with one of the policy.</summary>
public enum Comparison
{
    /// <summary>The same text.</summary>
    StringEquals,

    /// <summary>The same text but for upper and lower case.</summary>
    StringEqualsIgnoreCase,

    /// <summary>Text against a pattern with <c>*</c> and <c>?</c>.</summary>
    StringLike,

    /// <summary>The same number.</summary>
    NumericEquals,

    /// <summary>A smaller number.</summary>
    NumericLessThan,

    /// <summary>A smaller or the same number.</summary>
    NumericLessThanEquals,

    /// <summary>A larger number.</summary>
    NumericGreaterThan,

    /// <summary>A larger or the same number.</summary>
    NumericGreaterThanEquals,

    /// <summary>The same instant.</summary>
    DateEquals,

    /// <summary>An earlier instant.</summary>
    DateLessThan,

    /// <summary>An earlier or the same instant.</summary>
    DateLessThanEquals,

    /// <summary>A later instant.</summary>
    DateGreaterThan,

    /// <summary>A later or the same instant.</summary>
    DateGreaterThanEquals,

    /// <summary>The same truth value.</summary>
    Bool,

    /// <summary>The same bytes, written in base64.</summary>
    BinaryEquals,

    /// <summary>An address in a range.</summary>
    IpAddress,

    /// <summary>An ARN against a pattern, part by part; <c>ArnEquals</c> does the same.</summary>
    ArnLike,

    /// <summary>The absence of the key.</summary>
    Null,
}

/// <summary>The prefix that tells how a key with several values is tested.</summary>
public enum SetQualifier
{
    /// <summary>No prefix: the key has one value.</summary>
    None,

    /// <summary><c>ForAllValues:</c> every value of the request must pass.</summary>
    ForAllValues,

    /// <summary><c>ForAnyValue:</c> some value of the request must pass.</summary>
    ForAnyValue,
}

/// <summary>A condition operator taken apart.</summary>
/// <param name="Name">The name as written, with prefix and suffix.</param>
/// <param name="Comparison">The comparison without its negation.</param>
/// <param name="Negated">Whether the comparison must fail, as in <c>StringNotEquals</c>.</param>
/// <param name="Qualifier">The prefix.</param>
/// <param name="IfExists">Whether a missing key passes.</param>
public sealed record ConditionOperator(string Name, Comparison Comparison, bool Negated, SetQualifier Qualifier, bool IfExists)
{
    private const string AllPrefix = "ForAllValues:";
    private const string AnyPrefix = "ForAnyValue:";
    private const string Suffix = "IfExists";

    private static readonly Dictionary<string, Operation> Known = Table();

    /// <summary>Reads the name of an operator; upper and lower case matter.</summary>
    /// <param name="name">The name with prefix and suffix.</param>
    /// <param name="found">The operator.</param>
    /// <returns>Whether there is such an operator; <c>NullIfExists</c> isn't one.</returns>
    public static bool TryParse(string name, [NotNullWhen(true)] out ConditionOperator? found)
    {
        ArgumentNullException.ThrowIfNull(name);
        var qualifier = name.StartsWith(AllPrefix, StringComparison.Ordinal) ? SetQualifier.ForAllValues
            : name.StartsWith(AnyPrefix, StringComparison.Ordinal) ? SetQualifier.ForAnyValue
            : SetQualifier.None;
        var rest = qualifier == SetQualifier.None ? name : name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var ifExists = rest.EndsWith(Suffix, StringComparison.Ordinal);
        rest = ifExists ? rest[..^Suffix.Length] : rest;
        found = Known.TryGetValue(rest, out var entry) && !(ifExists && entry.Comparison == Comparison.Null)
            ? new ConditionOperator(name, entry.Comparison, entry.Negated, qualifier, ifExists)
            : null;
        return found is not null;
    }

    private static Dictionary<string, Operation> Table()
    {
        var table = new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["StringNotEquals"] = new Operation(Comparison.StringEquals, Negated: true),
            ["StringNotEqualsIgnoreCase"] = new Operation(Comparison.StringEqualsIgnoreCase, Negated: true),
            ["StringNotLike"] = new Operation(Comparison.StringLike, Negated: true),
            ["NumericNotEquals"] = new Operation(Comparison.NumericEquals, Negated: true),
            ["DateNotEquals"] = new Operation(Comparison.DateEquals, Negated: true),
            ["NotIpAddress"] = new Operation(Comparison.IpAddress, Negated: true),
            ["ArnEquals"] = new Operation(Comparison.ArnLike, Negated: false),
            ["ArnNotEquals"] = new Operation(Comparison.ArnLike, Negated: true),
            ["ArnNotLike"] = new Operation(Comparison.ArnLike, Negated: true),
        };
        foreach (var comparison in Enum.GetValues<Comparison>())
        {
            table.Add(comparison.ToString(), new Operation(comparison, Negated: false));
        }

        return table;
    }

    private sealed record Operation(Comparison Comparison, bool Negated);
}
