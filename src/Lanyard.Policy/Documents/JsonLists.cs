using System.Collections.Immutable;
using System.Text.Json;

namespace Lanyard.Policy.Documents;

/// <summary>Reads values that may stand alone or in brackets.</summary>
internal static class JsonLists
{
    public static PolicyText ReadText(ref JsonCursor cursor, string what) =>
        cursor.Token == JsonTokenType.String ? cursor.Text() : throw cursor.Expected(what, "a string");

    public static ImmutableArray<PolicyText> ReadTexts(ref JsonCursor cursor, string what)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            return cursor.Token == JsonTokenType.String ? [cursor.Text()] : throw cursor.Expected(what, "a string or an array of strings");
        }

        var values = ImmutableArray.CreateBuilder<PolicyText>();
        while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
        {
            values.Add(ReadText(ref cursor, $"each value of {what}"));
        }

        return values.ToImmutable();
    }

    public static ImmutableArray<ConditionValue> ReadConditionValues(ref JsonCursor cursor, string what)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            return [ReadConditionValue(ref cursor, what)];
        }

        var values = ImmutableArray.CreateBuilder<ConditionValue>();
        while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
        {
            values.Add(ReadConditionValue(ref cursor, what));
        }

        return values.ToImmutable();
    }

    private static ConditionValue ReadConditionValue(ref JsonCursor cursor, string what)
    {
        switch (cursor.Token)
        {
            case JsonTokenType.String:
                var text = cursor.Text();
                return new ConditionValue(text.Value, ConditionValueType.Text, text.At);
            case JsonTokenType.Number:
                return new ConditionValue(cursor.RawText, ConditionValueType.Number, cursor.At);
            case JsonTokenType.True or JsonTokenType.False:
                return new ConditionValue(cursor.RawText, ConditionValueType.Boolean, cursor.At);
            default:
                throw cursor.Expected($"a value of {what}", "a string, number or Boolean");
        }
    }
}
