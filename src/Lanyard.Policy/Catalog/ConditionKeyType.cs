namespace Lanyard.Policy.Catalog;

/// <summary>What the values of a condition key are, and with that which operators fit it.</summary>
public enum ConditionValueKind
{
    /// <summary>Text.</summary>
    String,

    /// <summary>An ARN.</summary>
    Arn,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Bool,

    /// <summary>A point in time.</summary>
    Date,

    /// <summary>A number.</summary>
    Numeric,

    /// <summary>An IPv4 or IPv6 address.</summary>
    IPAddress,

    /// <summary>Bytes in base64.</summary>
    Binary,
}

/// <summary>The type of a condition key.</summary>
/// <param name="Kind">What one value is.</param>
/// <param name="IsMultivalued">Whether a request may carry several values, so that <c>ForAllValues</c> or <c>ForAnyValue</c> is needed.</param>
public readonly record struct ConditionKeyType(ConditionValueKind Kind, bool IsMultivalued)
{
    private const string Array = "ArrayOf";

    /// <summary>Reads a type as AWS writes it, such as <c>ARN</c> or <c>ArrayOfString</c>.</summary>
    /// <param name="text">The type; upper and lower case carry no meaning.</param>
    /// <returns>The type; <see langword="null"/> for a word that isn't one.</returns>
    public static ConditionKeyType? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isArray = text.StartsWith(Array, StringComparison.OrdinalIgnoreCase);
        ConditionValueKind? kind = (isArray ? text[Array.Length..] : text).ToUpperInvariant() switch
        {
            "STRING" => ConditionValueKind.String,
            "ARN" => ConditionValueKind.Arn,
            "BOOL" or "BOOLEAN" => ConditionValueKind.Bool,
            "DATE" => ConditionValueKind.Date,
            "NUMERIC" or "LONG" => ConditionValueKind.Numeric,
            "IPADDRESS" => ConditionValueKind.IPAddress,
            "BINARY" => ConditionValueKind.Binary,
            _ => null,
        };
        return kind is { } known ? new ConditionKeyType(known, isArray) : null;
    }

    /// <summary>Writes the type as AWS does.</summary>
    public override string ToString()
    {
        var kind = Kind == ConditionValueKind.Arn ? "ARN" : Kind.ToString();
        return IsMultivalued ? Array + kind : kind;
    }
}
