using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Detection;

/// <summary>What a text with variables comes to.</summary>
/// <param name="Text">The value; null where nothing gives one.</param>
/// <param name="Line">The line that the value stands on.</param>
/// <param name="Problem">Why it can't be known; null where it can.</param>
internal sealed record ServerlessValue(string? Text, int Line, string? Problem);

/// <summary>
/// Works out <c>${…}</c> of <c>serverless.yml</c> for one stage, as far as the file itself decides: <c>self</c>, <c>sls:stage</c>,
/// <c>opt:stage</c>, <c>param</c>, and what stands behind a comma. Options that nobody gave are empty; what the environment, another
/// file or AWS decides is not known.
/// </summary>
internal sealed class ServerlessVariables(YamlMapping root)
{
    private const int MaxDepth = 16;
    private const int MaxSteps = 500;
    private const int MaxText = 4096;

    /// <param name="text">The text.</param>
    /// <param name="stage">The stage; empty for the one that the file itself chooses.</param>
    public ServerlessValue Expand(YamlScalar text, string stage)
    {
        var run = new Run(root, stage) { Line = text.Line };
        var value = run.Expand(text.Value, 0);
        return new ServerlessValue(run.Problem is null ? value : null, run.Line, run.Problem);
    }

    /// <summary>The keys that a text looks the stage up among: those of <c>custom.profiles</c> for <c>${self:custom.profiles.${sls:stage}}</c>.</summary>
    public IReadOnlyList<(string Path, YamlScalar Key)> KeysByStage(string text)
    {
        var keys = new List<(string, YamlScalar)>();
        for (var at = text.IndexOf("self:", StringComparison.Ordinal); at >= 0; at = text.IndexOf("self:", at + 1, StringComparison.Ordinal))
        {
            var end = text.IndexOf(".${", at, StringComparison.Ordinal);
            var close = end < 0 ? -1 : text.IndexOf('}', end);
            if (close < 0 || text.AsSpan(at, end - at).IndexOfAny(" ,}'\"") >= 0 || !text.AsSpan(end, close - end).Contains("stage", StringComparison.Ordinal))
            {
                continue;
            }

            // ${self:custom.${sls:stage}.profile}: beside stages, such a map holds what has no profile.
            var path = text[(at + "self:".Length)..end];
            var rest = text.AsSpan(close + 1);
            var behind = rest.StartsWith('.') && rest.IndexOfAny(" ,}") is >= 0 and var stop ? rest[1..stop].ToString().Split('.') : [];
            keys.AddRange(root.EntriesAt(path.Split('.')).Where(entry => entry.Value.At(behind) is YamlScalar).Select(entry => (path, entry.Key)));
        }

        return keys;
    }

    private sealed class Run(YamlMapping root, string stage)
    {
        private int _steps;

        public int Line { get; set; }

        public string? Problem { get; private set; }

        public string? Expand(string text, int depth)
        {
            if (depth > MaxDepth || ++_steps > MaxSteps || text.Length > MaxText)
            {
                Problem = "its variables lead too far, or in a circle";
                return null;
            }

            var result = "";
            var rest = text;
            for (int start; Problem is null && (start = rest.IndexOf("${", StringComparison.Ordinal)) >= 0;)
            {
                var end = Close(rest, start + 2);
                if (end < 0)
                {
                    Problem = "a variable isn't closed";
                    return null;
                }

                if (Variable(rest[(start + 2)..end], depth + 1) is not { } value)
                {
                    return null;
                }

                result += rest[..start] + value;
                rest = rest[(end + 1)..];
            }

            return result.Length + rest.Length > MaxText ? null : result + rest;
        }

        private string? Variable(string inner, int depth)
        {
            foreach (var alternative in SplitAlternatives(inner))
            {
                var value = Alternative(alternative.Trim(), depth);
                if (value is not null || Problem is not null)
                {
                    return Problem is null ? value : null;
                }
            }

            return null;
        }

        private string? Alternative(string text, int depth)
        {
            if (text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0])
            {
                return text[1..^1];
            }

            if (text.StartsWith("${", StringComparison.Ordinal))
            {
                return Expand(text, depth);
            }

            var colon = text.IndexOf(':');
            if (colon < 0)
            {
                return text is "" or "null" ? null : text;
            }

            if (Expand(text[(colon + 1)..], depth) is not { } address)
            {
                return null;
            }

            switch (text[..colon])
            {
                case "sls" or "opt" when address is "stage":
                    return stage.Length > 0 ? stage : text[..colon] == "opt" ? null : Self("provider.stage", depth) ?? "dev";
                case "opt":
                    return null;
                case "self" when address is "provider.stage" && stage.Length > 0:
                    return stage;
                case "self":
                    return Self(address, depth);
                case "param":
                    return Leaf(root.At("params", stage, address) ?? root.At("stages", stage, "params", address)
                        ?? root.At("params", "default", address) ?? root.At("stages", "default", "params", address), depth);
                default:
                    Problem = $"{Shown.Quote(text[..colon])} decides, which only a run can tell";
                    return null;
            }
        }

        private string? Self(string address, int depth) => Leaf(root.At(address.Split('.')), depth);

        private string? Leaf(YamlNode? node, int depth)
        {
            if (node is not YamlScalar { IsNull: false } text)
            {
                return null;
            }

            Line = text.Line;
            return Expand(text.Value, depth);
        }

        private static int Close(string text, int from)
        {
            var open = 1;
            for (var i = from; i < text.Length; i++)
            {
                open += text[i] == '}' ? -1 : text[i] == '{' && text[i - 1] == '$' ? 1 : 0;
                if (open == 0)
                {
                    return i;
                }
            }

            return -1;
        }

        private static List<string> SplitAlternatives(string text)
        {
            var parts = new List<string>();
            var (start, open, quote) = (0, 0, '\0');
            for (var i = 0; i < text.Length; i++)
            {
                var c = text[i];
                if (quote != '\0')
                {
                    quote = c == quote ? '\0' : quote;
                }
                else if (c is '\'' or '"')
                {
                    quote = c;
                }
                else if (c == ',' && open == 0)
                {
                    parts.Add(text[start..i]);
                    start = i + 1;
                }
                else
                {
                    open += c is '{' or '(' ? 1 : c is '}' or ')' ? -1 : 0;
                }
            }

            parts.Add(text[start..]);
            return parts;
        }
    }
}
