using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Redundant;

/// <summary>A statement that says the same as one before it, whatever their Sids and the order in their lists.</summary>
internal sealed class RedundantStatement() : Rule("REDUNDANT_STATEMENT", Severity.Suggestion)
{
    public override string Title => "a statement that is there twice";

    public override string Mending => "Remove the statement.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Statements.Length < 2)
        {
            yield break;
        }

        var seen = new Dictionary<string, CheckedStatement>(StringComparer.Ordinal);
        foreach (var statement in policy.Statements.Where(statement => IsReadInFull(policy, statement.Statement.Place)))
        {
            var meaning = Describe(statement.Statement);
            if (!Placeholder.IsIn(meaning) && !seen.TryAdd(meaning, statement))
            {
                var first = seen[meaning].Statement;
                yield return Found(
                    statement.Statement.Place,
                    $"the statement says the same as statement {first.Index + 1}{(first.Sid is { } sid ? $" (\"{sid.Value}\")" : "")}",
                    Removal.Of(policy, policy.Root.Find("Statement"), statement.Statement.Place, "remove the second of the two")) with
                {
                    Related = [first.Place],
                };
            }
        }
    }

    // Of a statement with an error there may be more than could be read.
    private static bool IsReadInFull(CheckedPolicy policy, Place place) =>
        !policy.Problems.Any(problem => problem.Place.Start.Offset >= place.Start.Offset && problem.Place.Start.Offset < place.End.Offset);

    private static string Describe(Statement statement)
    {
        var parts = new List<string> { statement.Effect.ToString() };
        Add(parts, statement.Principal?.Name, statement.Principal?.Entries.Select(entry => $"{entry.Kind}={entry.Value.Value}"));
        Add(parts, statement.Action.Name, statement.Action.Values.Select(action => action.Value.ToUpperInvariant()));
        Add(parts, statement.Resource?.Name, statement.Resource?.Values.Select(resource => resource.Value));
        Add(
            parts,
            "Condition",
            from block in statement.Conditions
            from test in block.Tests
            select $"{block.Operator.Name} {test.Key.Value.ToUpperInvariant()} {string.Join('\u0001', test.Values.Select(value => value.Text).Order(StringComparer.Ordinal))}");
        return string.Join('\n', parts);
    }

    private static void Add(List<string> parts, string? name, IEnumerable<string>? values)
    {
        parts.Add(name ?? "");
        parts.AddRange((values ?? []).Order(StringComparer.Ordinal));
    }
}
