using System.Text.Json.Nodes;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>Makes a scenario that shows something smaller, as long as it still shows it.</summary>
internal static class ScenarioShrinker
{
    /// <summary>The scenario without each part that <paramref name="shows"/> doesn't need. A text that makes it throw shows nothing.</summary>
    public static string Shrink(string scenario, Predicate<string> shows)
    {
        for (bool smaller = true; smaller;)
        {
            smaller = false;
            foreach (string candidate in Smaller(scenario))
            {
                if (Shows(candidate, shows))
                {
                    (scenario, smaller) = (candidate, true);
                    break;
                }
            }
        }

        return scenario;
    }

    private static IEnumerable<string> Smaller(string scenario)
    {
        int parts = Count(JsonNode.Parse(scenario)!);
        for (int part = 0; part < parts; part++)
        {
            JsonNode copy = JsonNode.Parse(scenario)!;
            int left = part;
            if (Remove(copy, ref left))
            {
                yield return copy.ToJsonString();
            }
        }
    }

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject o => o.Sum(property => 1 + Count(property.Value)),
        JsonArray a => a.Sum(item => 1 + Count(item)),
        _ => 0,
    };

    /// <summary>Takes away the part that comes after <paramref name="left"/> others, outer ones first.</summary>
    private static bool Remove(JsonNode? node, ref int left)
    {
        if (node is JsonObject properties)
        {
            foreach ((string name, JsonNode? value) in properties.ToList())
            {
                if (left-- == 0)
                {
                    return properties.Remove(name);
                }

                if (Remove(value, ref left))
                {
                    return true;
                }
            }
        }
        else if (node is JsonArray items)
        {
            for (int i = 0; i < items.Count; i++)
            {
                if (left-- == 0)
                {
                    items.RemoveAt(i);
                    return true;
                }

                if (Remove(items[i], ref left))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Shows(string scenario, Predicate<string> shows)
    {
#pragma warning disable CA1031 // Whatever is wrong with a scenario that lost a part, it is no example.
        try
        {
            return shows(scenario);
        }
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
    }
}
