namespace Lanyard.Projects.Detection;

/// <summary>A value that a script gives for a stage.</summary>
/// <param name="Stage">The stage; null for every other one.</param>
/// <param name="Text">The value.</param>
/// <param name="Line">Its line.</param>
internal readonly record struct ScriptValue(string? Stage, string Text, int Line);

/// <summary>
/// Reads values out of a script without running it: literals, <c>stage === "prod" ? "a" : "b"</c>, look-ups in a literal map by the
/// stage, and constants that are one of these.
/// </summary>
internal sealed class ScriptValues(List<ScriptToken> tokens)
{
    private const int MaxDepth = 8;

    /// <summary>The end, exclusive, of the expression that starts at a token.</summary>
    public int EndOfExpression(int start, bool isStatement)
    {
        var open = 0;
        for (var i = start; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Is("(") || token.Is("[") || token.Is("{"))
            {
                open++;
            }
            else if (token.Is(")") || token.Is("]") || token.Is("}"))
            {
                if (--open < 0)
                {
                    return i;
                }
            }
            else if (open == 0 && (token.Is(";") || (!isStatement && token.Is(","))))
            {
                return i;
            }

            // Without semicolons a statement ends with a line that the next one doesn't go on with.
            if (isStatement && open == 0 && i + 1 < tokens.Count && tokens[i + 1].Line > token.Line
                && tokens[i + 1].Kind == ScriptTokenKind.Word && token.Kind != ScriptTokenKind.Sign | token.Is("}") | token.Is("]") | token.Is(")"))
            {
                return i + 1;
            }
        }

        return tokens.Count;
    }

    /// <summary>The values of an expression; null where it computes something that isn't understood.</summary>
    public IReadOnlyList<ScriptValue>? Read(int start, int end) => Read(start, end, 0);

    private List<ScriptValue>? Read(int start, int end, int depth)
    {
        end = WithoutType(start, end);
        if (depth > MaxDepth || start >= end)
        {
            return null;
        }

        if (tokens[start].Is("(") && Close(start) == end - 1)
        {
            return Read(start + 1, end - 1, depth + 1);
        }

        if (end - start == 1)
        {
            return tokens[start] switch
            {
                { Kind: ScriptTokenKind.Text } text => [new ScriptValue(null, text.Value, text.Line)],
                { Kind: ScriptTokenKind.Word, Value: "undefined" or "null" } => [],
                { Kind: ScriptTokenKind.Word } name when Constant(name.Value) is { } constant => Read(constant.Start, constant.End, depth + 1),
                _ => null,
            };
        }

        if (Find(start, end, "?") is >= 0 and var question)
        {
            return ReadChoice(start, question, end, depth);
        }

        if ((Find(start, end, "??") is >= 0 and var or ? or : Find(start, end, "||")) is >= 0 and var fallback)
        {
            // What is looked up by the stage, or else this.
            return ReadLookUp(start, fallback, depth) is { } found && Read(fallback + 1, end, depth + 1) is { } other ? [.. found.Where(v => v.Stage is not null), .. other] : null;
        }

        if (tokens[start].Is("[") && Close(start) == end - 1)
        {
            return Find(start + 1, end - 1, ",") < 0 ? Read(start + 1, end - 1, depth + 1) : null;
        }

        return ReadLookUp(start, end, depth);
    }

    private List<ScriptValue>? ReadChoice(int start, int question, int end, int depth)
    {
        var colon = Find(question + 1, end, ":");
        if (colon < 0 || ReadCondition(start, question, depth) is not { } condition)
        {
            return null;
        }

        var (yes, no) = (Read(question + 1, colon, depth + 1), Read(colon + 1, end, depth + 1));
        if (condition.IsNegated)
        {
            (yes, no) = (no, yes);
        }

        if (yes is null || no is null)
        {
            return null;
        }

        var own = yes.Where(v => v.Stage is null).ToArray();
        return [.. condition.Stages.SelectMany(stage => own.Select(v => v with { Stage = stage })), .. no.Where(v => v.Stage is null || !condition.Stages.Contains(v.Stage))];
    }

    private (List<string> Stages, bool IsNegated)? ReadCondition(int start, int end, int depth)
    {
        if (start >= end)
        {
            return null;
        }

        if (end - start == 1 && tokens[start].Kind == ScriptTokenKind.Word && depth <= MaxDepth && Constant(tokens[start].Value) is { } constant)
        {
            return ReadCondition(constant.Start, WithoutType(constant.Start, constant.End), depth + 1);
        }

        if (tokens[start].Is("(") && Close(start) == end - 1)
        {
            return ReadCondition(start + 1, end - 1, depth + 1);
        }

        // stage === "prod", input.stage !== "prod"
        if (end - start >= 3 && tokens[end - 1].Kind == ScriptTokenKind.Text && IsComparison(tokens[end - 2]) && IsStage(start, end - 2))
        {
            return ([tokens[end - 1].Value], tokens[end - 2].Value[0] == '!');
        }

        // ["prod", "staging"].includes(stage)
        if (tokens[start].Is("[") && Close(start) is >= 0 and var list && list + 3 < end && tokens[list + 1].Is(".") && tokens[list + 2].Is("includes")
            && Close(list + 3) == end - 1 && IsStage(list + 4, tokens[end - 2].Is("!") ? end - 2 : end - 1))
        {
            var stages = tokens[(start + 1)..list].Where(t => t.Kind == ScriptTokenKind.Text).Select(t => t.Value).ToList();
            return stages.Count > 0 ? (stages, false) : null;
        }

        return null;
    }

    // map[stage], map[stage].profile, { dev: "a" }[stage]
    private List<ScriptValue>? ReadLookUp(int start, int end, int depth)
    {
        end = WithoutType(start, end);
        string? property = null;
        if (end - start > 3 && (tokens[end - 2].Is(".") || tokens[end - 2].Is("?.")) && tokens[end - 1].Kind == ScriptTokenKind.Word)
        {
            property = tokens[end - 1].Value;
            end = WithoutType(start, end - 2);
        }

        var isLiteral = tokens[start].Is("{");
        var map = isLiteral ? start : tokens[start].Kind == ScriptTokenKind.Word && Constant(tokens[start].Value) is { } constant ? constant.Start : -1;
        if (map < 0 || map >= tokens.Count || !tokens[map].Is("{"))
        {
            return null;
        }

        var index = isLiteral ? Close(map) + 1 : start + 1;
        index += index < end && tokens[index].Is("?.") ? 1 : 0;
        if (index <= start || index >= end || !tokens[index].Is("[") || Close(index) != end - 1 || !SpeaksOfStage(index + 1, end - 1))
        {
            return null;
        }

        var values = new List<ScriptValue>();
        foreach (var (key, from, to) in Properties(map))
        {
            var value = property is null ? (from, to) : Properties(from).Where(p => p.Key == property).Select(p => (p.Start, p.End)).FirstOrDefault();
            if (value.Item2 == 0 || Read(value.Item1, value.Item2, depth + 1) is not [{ Stage: null } one])
            {
                continue;
            }

            values.Add(one with { Stage = key == "default" ? null : key });
        }

        return values.Count > 0 ? values : null;
    }

    /// <summary>The properties of the object literal that opens at a token.</summary>
    public IEnumerable<(string Key, int Start, int End)> Properties(int open)
    {
        if (open >= tokens.Count || !tokens[open].Is("{"))
        {
            yield break;
        }

        for (var i = open + 1; i < tokens.Count && !tokens[i].Is("}");)
        {
            var end = EndOfExpression(i, isStatement: false);
            if (i + 1 < end && tokens[i].Kind is ScriptTokenKind.Word or ScriptTokenKind.Text && tokens[i + 1].Is(":"))
            {
                yield return (tokens[i].Value, i + 2, end);
            }
            else if (end == i + 1 && tokens[i].Kind == ScriptTokenKind.Word)
            {
                // { profile }
                yield return (tokens[i].Value, i, end);
            }

            i = end < tokens.Count && tokens[end].Is(",") ? end + 1 : Math.Max(end, i + 1);
            if (end < tokens.Count && (tokens[end].Is("}") || tokens[end].Is(")") || tokens[end].Is("]")))
            {
                yield break;
            }
        }
    }

    /// <summary>The token that closes the bracket at another; -1 where none does.</summary>
    public int Close(int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].Is("(") || tokens[i].Is("[") || tokens[i].Is("{") ? 1 : tokens[i].Is(")") || tokens[i].Is("]") || tokens[i].Is("}") ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    public static bool IsComparison(ScriptToken token) => token.Is("===") || token.Is("==") || token.Is("!==") || token.Is("!=");

    private (int Start, int End)? Constant(string name)
    {
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            if (!(tokens[i].Is("const") || tokens[i].Is("let")) || tokens[i + 1].Value != name)
            {
                continue;
            }

            // Past a type: const profiles: Record<string, string> = …
            var equals = i + 2;
            while (equals < tokens.Count && equals < i + 40 && !tokens[equals].Is("=") && !tokens[equals].Is(";"))
            {
                equals++;
            }

            return equals < tokens.Count && tokens[equals].Is("=") ? (equals + 1, EndOfExpression(equals + 1, isStatement: true)) : null;
        }

        return null;
    }

    // input.stage, $app.stage, stage
    private bool IsStage(int start, int end) =>
        end > start && end - start <= 5 && tokens[end - 1] is { Kind: ScriptTokenKind.Word, Value: "stage" or "stageName" } && !tokens[start].Is("!");

    // Also `stage as keyof typeof map`, and `input.stage ?? "dev"`.
    private bool SpeaksOfStage(int start, int end) =>
        tokens[start..end].Any(t => t.Kind == ScriptTokenKind.Word && t.Value.Contains("stage", StringComparison.OrdinalIgnoreCase)) && tokens[start..end].All(t => !t.Is("("));

    private int WithoutType(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (tokens[i].Is("(") || tokens[i].Is("[") || tokens[i].Is("{"))
            {
                i = Close(i) is >= 0 and var close ? close : end;
            }
            else if (i > start && (tokens[i].Is("as") || tokens[i].Is("satisfies")))
            {
                end = i;
            }
        }

        return end - start > 1 && tokens[end - 1].Is("!") ? end - 1 : end;
    }

    private int Find(int start, int end, string sign)
    {
        var choices = 0;
        for (var i = start; i < end; i++)
        {
            if (tokens[i].Is("(") || tokens[i].Is("[") || tokens[i].Is("{"))
            {
                i = Close(i) is >= 0 and var close ? close : end;
            }
            else if (tokens[i].Is(sign) && choices == 0)
            {
                return i;
            }
            else
            {
                // The colon of a choice within a choice isn't this one's.
                choices += sign != ":" ? 0 : tokens[i].Is("?") ? 1 : tokens[i].Is(":") ? -1 : 0;
            }
        }

        return -1;
    }
}
