namespace Lanyard.EndToEnd.Differences;

/// <summary>Makes a state smaller while it still shows what it shows, so that a person sees what it hangs on.</summary>
internal static class Shrinker
{
    private const int MostTries = 150;

    /// <summary>Gives a smaller state that still shows it.</summary>
    /// <param name="state">A state that shows it.</param>
    /// <param name="shows">Says whether a state shows it.</param>
    public static async Task<MachineState> ShrinkAsync(MachineState state, Func<MachineState, Task<bool>> shows)
    {
        var tries = 0;
        for (var smaller = true; smaller;)
        {
            smaller = false;
            foreach (var candidate in Smaller(state))
            {
                if (++tries > MostTries)
                {
                    return state;
                }

                if (await shows(candidate))
                {
                    (state, smaller) = (candidate, true);
                    break;
                }
            }
        }

        return state;
    }

    // The largest cuts first.
    private static IEnumerable<MachineState> Smaller(MachineState state)
    {
        foreach (var name in state.Files.Keys)
        {
            yield return state with { Files = Without(state.Files, name) };
        }

        foreach (var name in state.Environment.Keys)
        {
            yield return state with { Environment = Without(state.Environment, name) };
        }

        if (state.Profile is not null)
        {
            yield return state with { Profile = null };
        }

        foreach (var (name, text) in state.Files)
        {
            if (name.EndsWith(".sh", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal))
            {
                continue;
            }

            var lines = text.Split('\n');
            var sections = lines.Select((line, at) => (line, at)).Where(l => l.line.TrimStart().StartsWith('[')).Select(l => l.at).Append(lines.Length).ToArray();
            foreach (var (from, to) in sections.Zip(sections.Skip(1)).Concat(Enumerable.Range(0, lines.Length).Select(at => (at, at + 1))))
            {
                yield return state with
                {
                    Files = new Dictionary<string, string>(state.Files) { [name] = string.Join('\n', [.. lines[..from], .. lines[to..]]) },
                };
            }
        }
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> from, string name) =>
        from.Where(v => v.Key != name).ToDictionary(v => v.Key, v => v.Value);
}
