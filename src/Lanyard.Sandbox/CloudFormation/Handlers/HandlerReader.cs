using System.Collections.Immutable;
using System.Globalization;

namespace Lanyard.Sandbox.CloudFormation.Handlers;

/// <summary>Reads the files that say what handlers call; <c>README.md</c> beside them tells the form.</summary>
/// <param name="file">Names the file in errors.</param>
internal sealed class HandlerReader(string file)
{
    private readonly Dictionary<string, ResourceRule> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _forms = new(StringComparer.Ordinal);
    private ResourceRule? _open;

    /// <summary>Gets the patterns by which a name or an ARN becomes an ARN.</summary>
    public IReadOnlyDictionary<string, string> Forms => _forms;

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="FormatException">A line says nothing that is known.</exception>
    public IReadOnlyCollection<ResourceRule> Read(string text)
    {
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            try
            {
                Line(line);
            }
            catch (FormatException e)
            {
                throw new FormatException($"{file}:{number}: {e.Message}", e);
            }
        }

        Close();
        return _rules.Values;
    }

    private void Line(string line)
    {
        var (word, rest) = Cut(line);
        switch (word)
        {
            case "form":
                var (name, pattern) = Cut(rest);
                _forms.Add(name, pattern);
                return;
            case "resource":
                Close();
                _open = new ResourceRule(rest);
                return;
        }

        var rule = _open ?? throw new FormatException("a line before the first resource");
        _open = word switch
        {
            "name" => Name(rule, rest.Split(' ')),
            "made" => rule with { Made = rest },
            "ending" => rule with { Ending = Pattern(rest) },
            "tags" => rule with { TagsProperty = rest },
            "id" => rule with { Ids = rule.Ids.Add(Pattern(rest)) },
            "arn" => rule with { Arns = rule.Arns.Add(Pattern(rest)) },
            "attribute" => Cut(rest) is var (attribute, value) ? rule with { Attributes = rule.Attributes.Add(attribute, value) } : rule,
            "replace" => rule with { Replacing = [.. rule.Replacing, .. rest.Split(' ')] },
            "pass" => Pass(rule, rest),
            _ => rule with { Calls = [.. rule.Calls, .. Call(Phases(word), rest)] },
        };
    }

    private void Close()
    {
        if (_open is not null && !_rules.TryAdd(_open.Type, _open))
        {
            throw new FormatException($"{_open.Type} is there twice");
        }

        _open = null;
    }

    private static ResourceRule Name(ResourceRule rule, string[] words)
    {
        rule = rule with { NameProperty = words[0] };
        for (var at = 1; at < words.Length; at++)
        {
            rule = words[at] switch
            {
                "max" when at + 1 < words.Length => rule with { MaxName = int.Parse(words[++at], NumberStyles.None, CultureInfo.InvariantCulture) },
                "lower" => rule with { IsLower = true },
                var other => throw new FormatException($"`{other}` is nothing that a name has"),
            };
        }

        return rule;
    }

    // pass ROLES to SERVICE [if TESTS]
    private static ResourceRule Pass(ResourceRule rule, string rest)
    {
        var (what, tests) = Part(rest, " if ");
        var (roles, service) = Part(what, " to ");
        return rule with
        {
            Calls =
            [
                .. rule.Calls,
                new CallRule(
                    HandlerPhases.Create | HandlerPhases.Update, "iam:PassRole", List(roles), Tests(tests),
                    [new("iam:PassedToService", service ?? throw new FormatException("a role is passed to some service"))], false),
            ],
        };
    }

    // ACTIONS [on RESOURCES] [with KEY=PATTERN …] [if TESTS] [tagged]
    private static IEnumerable<CallRule> Call(HandlerPhases phases, string rest)
    {
        var isTagged = rest.EndsWith(" tagged", StringComparison.Ordinal);
        var (before, tests) = Part(isTagged ? rest[..^" tagged".Length] : rest, " if ");
        var (called, keys) = Part(before, " with ");
        var (actions, targets) = Part(called, " on ");
        return actions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(action => new CallRule(
            phases, action.Contains(':', StringComparison.Ordinal) ? action : throw new FormatException($"`{action}` is no action"), targets is null ? [] : List(targets), Tests(tests),
            keys is null ? [] : [.. keys.Split(' ').Select(pair => pair.Split('=', 2) is [var key, var value] ? new KeyValuePair<string, string>(key, value) : throw new FormatException($"`{pair}` is no key with a value"))],
            isTagged));
    }

    private static HandlerPhases Phases(string words) => words.Split(',').Aggregate(HandlerPhases.None, (all, word) => all | word switch
    {
        "create" => HandlerPhases.Create,
        "update" => HandlerPhases.Update,
        "delete" => HandlerPhases.Delete,
        "read" => HandlerPhases.Read,
        _ => throw new FormatException($"`{word}` begins no line"),
    });

    private static (string, ImmutableArray<string>) Pattern(string text) => Part(text, " if ") is var (pattern, tests) ? (pattern, Tests(tests)) : default;

    private static ImmutableArray<string> List(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries)];

    private static ImmutableArray<string> Tests(string? text) => text is null ? [] : [.. text.Split(" and ", StringSplitOptions.TrimEntries)];

    private static (string First, string? Second) Part(string text, string by) =>
        text.IndexOf(by, StringComparison.Ordinal) is >= 0 and var at ? (text[..at].Trim(), text[(at + by.Length)..].Trim()) : (text.Trim(), null);

    private static (string Word, string Tail) Cut(string line) => line.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var at ? (line[..at], line[(at + 1)..].Trim()) : (line, "");
}
