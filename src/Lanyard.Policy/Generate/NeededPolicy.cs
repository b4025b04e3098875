using System.Collections.Immutable;
using System.Text.Json;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Generate;

/// <summary>Makes a policy of needs: one that allows all of them, and nothing else.</summary>
public static class NeededPolicy
{
    /// <summary>Makes it.</summary>
    /// <param name="needs">The needs.</param>
    /// <returns>The document: a statement for each set of actions that are needed on the same resources under the same conditions.</returns>
    public static PolicyDocument Of(IEnumerable<Need> needs)
    {
        ArgumentNullException.ThrowIfNull(needs);

        // By resource first: actions on the same one go together; then resources with the same actions. Keys are texts, and groups classes of our own: for LINQ over
        // tuples the program would compile some fifty methods at every start.
        var byResource = new Dictionary<string, List<Block>>(StringComparer.Ordinal);
        var all = new List<Block>();
        var (last, conditions) = (ImmutableArray<NeedCondition>.Empty, "");
        foreach (var need in NeedCover.Without([.. needs]))
        {
            var service = need.Action.AsSpan(0, need.Action.IndexOf(':', StringComparison.Ordinal));

            // The actions of one line of a table have the very same conditions.
            if (need.Conditions != last)
            {
                (last, conditions) = (need.Conditions, need.Conditions.IsEmpty ? "" : Written(need.Conditions));
            }

            if (!byResource.TryGetValue(need.Resource, out var same))
            {
                byResource[need.Resource] = same = [];
            }

            if (Find(same, service, conditions) is not { } block)
            {
                block = new Block(service.ToString(), need.Conditions, conditions);
                block.Resources.Add(need.Resource);
                same.Add(block);
                all.Add(block);
            }

            block.Actions.Add(need.Action);
        }

        var byActions = new Dictionary<string, Block>(StringComparer.Ordinal);
        var blocks = new List<Block>();
        foreach (var block in all)
        {
            var key = $"{string.Join(' ', block.Actions)}\n{block.Written}";
            if (byActions.TryGetValue(key, out var other))
            {
                other.Resources.AddRange(block.Resources);
                continue;
            }

            byActions[key] = block;
            blocks.Add(block);
        }

        foreach (var block in blocks)
        {
            block.Resources.Sort(StringComparer.Ordinal);
        }

        // Longer than IAM takes it may be, until it is divided.
        return PolicyDocumentReader.Read(JsonTextReader.Read(Text([.. blocks
            .OrderBy(b => b.Service, StringComparer.Ordinal).ThenBy(b => b.Resources[0], StringComparer.Ordinal).ThenBy(b => b.Actions.Min, StringComparer.Ordinal)]), null, int.MaxValue), null);
    }

    private static Block? Find(List<Block> blocks, ReadOnlySpan<char> service, string conditions)
    {
        foreach (var block in blocks)
        {
            if (service.SequenceEqual(block.Service) && block.Written == conditions)
            {
                return block;
            }
        }

        return null;
    }

    private static string Text(IReadOnlyList<Block> blocks)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("Version", PolicyDocument.VersionWithVariables);
            json.WriteStartArray("Statement");
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var block in blocks)
            {
                var sid = SidOf(block.Service);
                var number = counts[sid] = counts.GetValueOrDefault(sid) + 1;
                json.WriteStartObject();
                json.WriteString("Sid", number == 1 ? sid : $"{sid}{number}");
                json.WriteString("Effect", "Allow");
                Write(json, "Action", block.Actions);
                Write(json, "Resource", block.Resources);
                Write(json, block.Conditions);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<NeedCondition> conditions)
    {
        if (conditions.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("Condition");
        foreach (var operation in conditions.GroupBy(c => c.Operator, StringComparer.Ordinal))
        {
            json.WriteStartObject(operation.Key);
            foreach (var condition in operation)
            {
                Write(json, condition.Key, condition.Values);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyCollection<string> values)
    {
        if (values.Count == 1)
        {
            json.WriteString(name, values.First());
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string SidOf(string service) => string.Concat(service.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    internal static string Written(ImmutableArray<NeedCondition> conditions) =>
        string.Join(';', conditions.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Operator} {c.Key} {string.Join('|', c.Values)}"));

    private sealed class Block(string service, ImmutableArray<NeedCondition> conditions, string written)
    {
        public string Service => service;

        public ImmutableArray<NeedCondition> Conditions => conditions;

        public string Written => written;

        public SortedSet<string> Actions { get; } = new(StringComparer.Ordinal);

        public List<string> Resources { get; } = [];
    }
}
