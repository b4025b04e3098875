using System.Text.Json;

namespace Lanyard.Projects.Tools;

/// <summary>A stage that a command names by itself.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Place">How it is named, for messages: <c>`--stage prod` of sst (the command)</c>.</param>
public sealed record ChildStage(string Name, string Place)
{
    /// <summary>Reads every stage that the calls of a command name, each by the rules of its tool.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="environment">The environment they are run in.</param>
    public static IReadOnlyList<ChildStage> Of(IEnumerable<ChildCall> calls, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(environment);
        var stages = new List<ChildStage>();
        foreach (var call in calls)
        {
            // Behind `--` stands the command of another program.
            var words = call.Words.Skip(1).TakeWhile(w => w != "--").ToList();
            var named = call.Tool switch
            {
                DeployTool.Sst => Options(words, "--stage"),
                DeployTool.Serverless => Options(words, "--stage", 's'),
                DeployTool.Cdk => Options(words, "--context", 'c', attached: true).Select(ContextStage).Where(c => c is not { Value: "" }),
                DeployTool.Sam => Options(words, "--config-env").Where(o => o.Value != "default"),
                DeployTool.Amplify => Amplify(words),
                _ => [],
            };
            var found = named.ToList();
            if (call.Tool == DeployTool.Sst && found.Count == 0 && Variable(call, environment, "SST_STAGE") is { Length: > 0 } value)
            {
                stages.Add(new ChildStage(value, "the variable SST_STAGE, which sst reads"));
            }

            foreach (var (option, stage) in found)
            {
                if (stage is { Length: > 0 } && !stage.Contains('\0', StringComparison.Ordinal))
                {
                    stages.Add(new ChildStage(stage, $"`{option}` of {call.Program} in {call.Origin}"));
                }
            }
        }

        return stages;
    }

    private static string? Variable(ChildCall call, IReadOnlyDictionary<string, string> environment, string name) =>
        call.Variables.TryGetValue(name, out var set) ? set : environment.GetValueOrDefault(name);

    /// <summary>The values of an option; a value is null where only a shell knows it.</summary>
    private static IEnumerable<(string Option, string? Value)> Options(List<string?> words, string name, char? letter = null, bool attached = false)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at] is not ['-', _, ..] word)
            {
                continue;
            }

            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var option = equals < 0 ? word : word[..equals];
            if (option == name || (letter is { } l && !attached && IsLetter(option, l)) || (letter is { } exact && option == $"-{exact}"))
            {
                // One dash before the next word makes it an option, and this one has no value.
                var value = equals >= 0 ? word[(equals + 1)..] : at + 1 < words.Count ? words[at + 1] : "";
                yield return value is ['-', ..] ? (option, "") : (option, value);
                at += equals < 0 && value is not ['-', ..] ? 1 : 0;
            }
            else if (attached && word[1] == letter)
            {
                yield return ($"-{letter}", word[2..].TrimStart('='));
            }
        }
    }

    // `-vs dev`: letters may be put together, and the last of them has the value.
    private static bool IsLetter(string option, char letter) =>
        option[1] != '-' && option[^1] == letter && option.AsSpan(1).IndexOfAnyExceptInRange('a', 'z') < 0;

    private static (string Option, string? Value) ContextStage((string Option, string? Value) context) =>
        context.Value is null ? (context.Option, null)
        : context.Value.StartsWith("stage=", StringComparison.Ordinal) ? ($"{context.Option} stage", context.Value["stage=".Length..])
        : (context.Option, "");

    private static IEnumerable<(string Option, string? Value)> Amplify(List<string?> words)
    {
        foreach (var option in Options(words, "--envName"))
        {
            yield return option;
        }

        if (words is ["env", "checkout", { } name, ..] && !name.StartsWith('-'))
        {
            yield return ("env checkout", name);
        }

        foreach (var (option, json) in Options(words, "--amplify"))
        {
            yield return (option, json is null ? null : EnvironmentName(json));
        }
    }

    private static string EnvironmentName(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("envName", out var name)
                && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
