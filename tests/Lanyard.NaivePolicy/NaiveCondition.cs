using System.Text.Json;

namespace Lanyard.NaivePolicy;

/// <summary>
/// The Condition element: "Conditions with multiple context keys or values" and "Single-valued vs. multivalued context keys".
/// </summary>
internal static class NaiveCondition
{
    public static bool Holds(JsonElement condition, NaiveRequest request, bool variables)
    {
        foreach (JsonProperty block in condition.EnumerateObject())
        {
            foreach (JsonProperty key in block.Value.EnumerateObject())
            {
                if (!KeyHolds(block.Name, key.Name, NaiveStatement.List(key.Value), request, variables))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool KeyHolds(string written, string key, List<JsonElement> values, NaiveRequest request, bool variables)
    {
        string name = written;
        bool forAll = Cut(ref name, "ForAllValues:");
        bool forAny = Cut(ref name, "ForAnyValue:");
        bool ifExists = name.EndsWith("IfExists", StringComparison.Ordinal);
        name = ifExists ? name[..^"IfExists".Length] : name;
        bool present = request.Context.TryGetValue(NaiveRequest.Folded(key), out List<string>? asked);
        asked ??= [];

        if (name == "Null")
        {
            // The page of Access Analyzer's checks: with a set operator Null tests nothing.
            return forAll || (!forAny && values.Exists(value => NaiveRequest.Text(value) == (present ? "false" : "true")));
        }

        if (!present && ifExists)
        {
            return true;
        }

        // "Single-valued vs. multivalued": of a null dataset, such as an empty text, all is true and nothing exists.
        if ((forAll || forAny) && (asked.Count == 0 || (asked.Count == 1 && asked[0].Length == 0)))
        {
            return forAll;
        }

        bool negated = name.Contains("Not", StringComparison.Ordinal);
        string positive = name.Replace("Not", "", StringComparison.Ordinal);
        bool Fits(string one) => values.Exists(value => NaiveValues.Match(positive, NaiveRequest.Text(value), one, request, variables)) != negated;
        return forAll ? asked.TrueForAll(Fits)
            : forAny ? asked.Exists(Fits)
            : !present ? negated
            : asked.Count == 1 && Fits(asked[0]);
    }

    private static bool Cut(ref string name, string prefix)
    {
        bool there = name.StartsWith(prefix, StringComparison.Ordinal);
        name = there ? name[prefix.Length..] : name;
        return there;
    }
}
