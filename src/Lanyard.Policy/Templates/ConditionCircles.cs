using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates;

/// <summary>Finds conditions that use each other in a circle, with which CloudFormation takes no template.</summary>
public static class ConditionCircles
{
    /// <summary>Says which there are.</summary>
    /// <param name="root">The template.</param>
    /// <param name="path">Its file, for the messages.</param>
    /// <returns>A message for each circle, with the line that it starts on; conditions that are in several circles are named in one of them.</returns>
    public static IEnumerable<string> In(JsonNode root, string path)
    {
        ArgumentNullException.ThrowIfNull(root);
        var uses = new Dictionary<string, (Place Place, string[] Names)>(StringComparer.Ordinal);
        foreach (var condition in root.Find("Conditions")?.Members ?? [])
        {
            uses.TryAdd(condition.Name.Value, (condition.Name.Place, [.. UsedBy(condition.Value).Distinct(StringComparer.Ordinal)]));
        }

        var (done, told) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var name in uses.Keys)
        {
            foreach (var circle in Circles(name, uses, done, told))
            {
                yield return $"{path}:{uses[circle[0]].Place.Start.Line}: "
                    + (circle is [var only] ? $"the condition {only} uses itself" : $"the conditions {Names(circle)} use each other in a circle")
                    + ", and CloudFormation refuses the template; here either may hold or not";
            }
        }
    }

    // A circle may be as long as the template.
    private static string Names(string[] circle)
    {
        const int Most = 8;
        return string.Join(", ", circle.Take(Most)) + (circle.Length > Most ? FormattableString.Invariant($" and {circle.Length - Most} more") : "");
    }

    // Goes along what is used, as deep as the template is long, and so without calling itself.
    private static List<string[]> Circles(string first, Dictionary<string, (Place Place, string[] Names)> uses, HashSet<string> done, HashSet<string> told)
    {
        var way = new List<(string Name, int Next)>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<string[]>();
        Enter(first);
        while (way.Count > 0)
        {
            var (name, next) = way[^1];
            if (next == uses[name].Names.Length)
            {
                way.RemoveAt(way.Count - 1);
                open.Remove(name);
                continue;
            }

            way[^1] = (name, next + 1);
            var used = uses[name].Names[next];
            if (open.Contains(used))
            {
                if (!told.Contains(used) && way.Select(step => step.Name).SkipWhile(step => step != used).ToArray() is var circle && !told.Overlaps(circle))
                {
                    told.UnionWith(circle);
                    found.Add(circle);
                }
            }
            else
            {
                Enter(used);
            }
        }

        return found;

        void Enter(string name)
        {
            if (uses.ContainsKey(name) && done.Add(name))
            {
                way.Add((name, 0));
                open.Add(name);
            }
        }
    }

    /// <summary>Gives the conditions that a part of the template names, those that others are made of included only where they are named themselves.</summary>
    internal static IEnumerable<string> UsedBy(JsonNode node) => node.Kind == JsonNodeKind.Array
        ? node.Items.SelectMany(UsedBy)
        : node.Members.SelectMany(member => member switch
        {
            { Name.Value: "Condition", Value.Kind: JsonNodeKind.Text } => [member.Value.Text],
            { Name.Value: "Fn::If", Value.Items: [{ Kind: JsonNodeKind.Text } name, ..] } => UsedBy(member.Value).Prepend(name.Text),
            _ => UsedBy(member.Value),
        });
}
