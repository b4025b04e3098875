using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates;

/// <summary>Finds conditions that use each other in a circle, with which CloudFormation takes no template.</summary>
public static class ConditionCircles
{
    /// <summary>Says which there are.</summary>
    /// <param name="root">The template.</param>
    /// <param name="path">Its file, for the messages.</param>
    /// <returns>A message for all that use each other, with the line of the first; a condition is named in one of them alone.</returns>
    public static IEnumerable<string> In(JsonNode root, string path)
    {
        ArgumentNullException.ThrowIfNull(root);
        var uses = new Dictionary<string, (Place Place, string[] Names)>(StringComparer.Ordinal);
        foreach (var condition in root.Find("Conditions")?.Members ?? [])
        {
            uses.TryAdd(condition.Name.Value, (condition.Name.Place, [.. UsedBy(condition.Value).Distinct(StringComparer.Ordinal)]));
        }

        foreach (var circle in Circles(uses).OrderBy(circle => uses[circle[0]].Place.Start.Offset))
        {
            yield return $"{path}:{uses[circle[0]].Place.Start.Line}: "
                + (circle is [var only] ? $"the condition {only} uses itself" : $"the conditions {Names(circle)} use each other in a circle")
                + ", and CloudFormation refuses the template; here either may hold or not";
        }
    }

    // A circle may be as long as the template.
    private static string Names(string[] circle)
    {
        const int Most = 8;
        return string.Join(", ", circle.Take(Most)) + (circle.Length > Most ? FormattableString.Invariant($" and {circle.Length - Most} more") : "");
    }

    // Tarjan's strongly connected components, in the order of the template. What is used may go as deep as the template is long, so it doesn't call itself.
    private static IEnumerable<string[]> Circles(Dictionary<string, (Place Place, string[] Names)> uses)
    {
        var (number, lowest) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        var (open, isOpen) = (new Stack<string>(), new HashSet<string>(StringComparer.Ordinal));
        var way = new Stack<(string Name, int Next)>();
        foreach (var first in uses.Keys.Where(name => !number.ContainsKey(name)))
        {
            Enter(first);
            while (way.TryPop(out var step))
            {
                if (step.Next < uses[step.Name].Names.Length)
                {
                    way.Push((step.Name, step.Next + 1));
                    var used = uses[step.Name].Names[step.Next];
                    if (isOpen.Contains(used))
                    {
                        lowest[step.Name] = Math.Min(lowest[step.Name], number[used]);
                    }
                    else if (uses.ContainsKey(used) && !number.ContainsKey(used))
                    {
                        Enter(used);
                    }

                    continue;
                }

                if (way.TryPeek(out var user))
                {
                    lowest[user.Name] = Math.Min(lowest[user.Name], lowest[step.Name]);
                }

                if (lowest[step.Name] == number[step.Name])
                {
                    var component = new List<string>();
                    do
                    {
                        component.Add(open.Pop());
                        isOpen.Remove(component[^1]);
                    }
                    while (component[^1] != step.Name);
                    if (component.Count > 1 || uses[step.Name].Names.Contains(step.Name))
                    {
                        yield return [.. component.OrderBy(name => uses[name].Place.Start.Offset)];
                    }
                }
            }
        }

        void Enter(string name)
        {
            number[name] = lowest[name] = number.Count;
            open.Push(name);
            isOpen.Add(name);
            way.Push((name, 0));
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
