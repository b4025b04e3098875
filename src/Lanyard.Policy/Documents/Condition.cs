using System.Collections.Immutable;

namespace Lanyard.Policy.Documents;

/// <summary>One operator of a <c>Condition</c> element, with the keys it tests; all of them must hold.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Place">Where its name is.</param>
/// <param name="Tests">The keys with their values.</param>
public sealed record ConditionBlock(ConditionOperator Operator, Place Place, ImmutableArray<ConditionTest> Tests)
{
    /// <summary>Where its name starts.</summary>
    public TextPosition At => Place.Start;
}

/// <summary>One condition key with the values it is compared to.</summary>
/// <param name="Key">The key, such as <c>aws:SourceIp</c>; its case carries no meaning.</param>
/// <param name="Values">The values; one without brackets is a list of one.</param>
public sealed record ConditionTest(PolicyText Key, ImmutableArray<ConditionValue> Values);

/// <summary>The JSON type that a condition value is written in.</summary>
public enum ConditionValueType
{
    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
}

/// <summary>One value of a condition.</summary>
/// <param name="Text">The text; of a number its digits as written, of a Boolean <c>true</c> or <c>false</c>.</param>
/// <param name="Type">The JSON type it is written in.</param>
/// <param name="Place">Where it is.</param>
public sealed record ConditionValue(string Text, ConditionValueType Type, Place Place)
{
    /// <summary>Where it starts.</summary>
    public TextPosition At => Place.Start;
}
