using System.Collections.Immutable;
using System.Globalization;

namespace Lanyard.Policy.Generate.Types;

/// <summary>Reads a <c>.needs</c> file: see the README beside them.</summary>
internal static class TypeNeedsReader
{
    /// <summary>Reads all chapters of a file.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">Names it in errors.</param>
    /// <exception cref="FormatException">A line can't be understood.</exception>
    public static ImmutableArray<TypeNeeds> Read(string text, string file)
    {
        var types = ImmutableArray.CreateBuilder<TypeNeeds>();
        TypeNeeds? current = null;
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var evidence = (Kind: NeedEvidence.Inferred, Source: (string?)null);
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
                var (word, rest) = Cut(line, ' ');
                if (word == "type")
                {
                    Add(current);
                    attributes = new Dictionary<string, string>(StringComparer.Ordinal);
                    current = new TypeNeeds(rest, new NameRule(null) { IsServiceMade = true }) { Attributes = attributes };
                    evidence = (NeedEvidence.Inferred, null);
                }
                else if (current is null)
                {
                    throw new FormatException("the first line of a chapter is `type NAME`");
                }
                else if (word == "evidence")
                {
                    evidence = Evidence(rest);
                }
                else if (word == "att")
                {
                    attributes.Add(Cut(rest, ' ').Before, Cut(rest, ' ').After);
                }
                else
                {
                    current = Line(current, word, rest, evidence);
                }
            }
            catch (FormatException e)
            {
                throw new FormatException($"{file}:{number}: {e.Message}");
            }
        }

        Add(current);
        return types.ToImmutable();

        void Add(TypeNeeds? chapter)
        {
            if (chapter is not null)
            {
                types.Add(chapter);
            }
        }
    }

    private static TypeNeeds Line(TypeNeeds type, string word, string rest, (NeedEvidence Kind, string? Source) evidence)
    {
        switch (word)
        {
            case "name":
                return type with { Name = Name(rest) };
            case "arn":
                return type with { Arns = type.Arns.Add(rest) };
            case "ref":
                return type with { Ref = rest };
            case "unknowable":
                var (text, tests) = Cut(rest, " if ");
                return type with { Unknowable = type.Unknowable.Add(new Unknowable(text, Tests(tests))) };
            case "drop":
                var (dropped, why) = Cut(rest, " -- ");
                return why.Length == 0
                    ? throw new FormatException("what is dropped needs a reason after ` -- `")
                    : type with { Dropped = type.Dropped.AddRange(Words(dropped).Select(permission => new DroppedPermission(permission, why))) };
            case "pass":
                return type with { Lines = type.Lines.Add(Passing(rest, evidence)) };
            case "linked":
                return type with { Lines = type.Lines.Add(Linked(rest, evidence)) };
            case "tags":
                var tagging = Needing(NeedPhases.Create | NeedPhases.Update, rest, evidence);
                return type with { Lines = type.Lines.Add(tagging with { Tests = tagging.Tests.Add(new NeedTest("tags", null, false)) }) };
            default:
                return type with { Lines = type.Lines.Add(Needing(Phases(word), rest, evidence)) };
        }
    }

    private static NameRule Name(string rest)
    {
        var rule = new NameRule(null);
        foreach (var part in rest.Split(',', StringSplitOptions.TrimEntries))
        {
            rule = part switch
            {
                "lower" => rule with { IsLower = true },
                "service-made" => rule with { IsServiceMade = true },
                _ when part.StartsWith("made ", StringComparison.Ordinal) => rule with { Made = part[5..] },
                _ when part.StartsWith("at most ", StringComparison.Ordinal) => rule with { Longest = int.Parse(part[8..], CultureInfo.InvariantCulture) },
                _ when part.StartsWith("ends ", StringComparison.Ordinal) && Cut(part[5..], " if ") is (var suffix, { Length: > 0 } test) => rule with { End = new NameEnd(suffix, Test(test)) },
                _ when rule == new NameRule(null) && IsName(part) => new NameRule(part),
                _ => throw new FormatException($"`{part}` is nothing that a name has"),
            };
        }

        return rule;
    }

    private static NeedLine Needing(NeedPhases phases, string rest, (NeedEvidence Kind, string? Source) evidence)
    {
        var (actions, resources, tests, conditions, reason) = Parts(rest);
        return new NeedLine(phases, [.. Words(actions).Select(Action)], evidence.Kind)
        {
            Resources = Patterns(resources),
            Tests = Tests(tests),
            Conditions = Conditions(conditions),
            Reason = reason,
            Source = evidence.Source,
        };
    }

    private static NeedLine Passing(string rest, (NeedEvidence Kind, string? Source) evidence)
    {
        var (head, _, tests, _, reason) = Parts(rest);
        return Cut(head, " to ") is (var roles, { Length: > 0 } services)
            ? new NeedLine(NeedPhases.Create | NeedPhases.Update, ["iam:PassRole"], evidence.Kind)
            {
                Resources = Patterns(roles),
                Tests = Tests(tests),
                Conditions = [new NeedKey("iam:PassedToService", [.. services.Split('|', StringSplitOptions.TrimEntries)])],
                Reason = reason,
                Source = evidence.Source,
            }
            : throw new FormatException("`pass` is `pass ROLES to SERVICE`");
    }

    private static NeedLine Linked(string rest, (NeedEvidence Kind, string? Source) evidence)
    {
        var (service, _, tests, _, reason) = Parts(rest);
        return new NeedLine(NeedPhases.Create | NeedPhases.Update, ["iam:CreateServiceLinkedRole"], evidence.Kind)
        {
            Resources = [$"arn:${{partition}}:iam::${{account}}:role/aws-service-role/{service}/*"],
            Tests = Tests(tests),
            Conditions = [new NeedKey("iam:AWSServiceName", [service])],
            Reason = reason,
            Source = evidence.Source,
        };
    }

    // `ACTIONS [on RESOURCES] [if TESTS] [with CONDITIONS] [-- REASON]`, taken apart from its end.
    private static (string Head, string Resources, string Tests, string Conditions, string? Reason) Parts(string rest)
    {
        (rest, var reason) = Cut(rest, " -- ");
        (rest, var conditions) = Cut(rest, " with ");
        (rest, var tests) = Cut(rest, " if ");
        (rest, var resources) = Cut(rest, " on ");
        return (rest, resources, tests, conditions, reason.Length == 0 ? null : reason);
    }

    private static NeedPhases Phases(string word) => word.Split(',').Aggregate(NeedPhases.None, (all, phase) => all | phase switch
    {
        "create" => NeedPhases.Create,
        "read" => NeedPhases.Read,
        "update" => NeedPhases.Update,
        "delete" => NeedPhases.Delete,
        "bootstrap" => NeedPhases.Bootstrap,
        "run" => NeedPhases.Run,
        "rollback" => NeedPhases.Rollback,
        "dev" => NeedPhases.Dev,
        _ => throw new FormatException($"`{phase}` is neither a phase nor another word that starts a line"),
    });

    private static (NeedEvidence Kind, string? Source) Evidence(string rest) => Cut(rest, ' ') switch
    {
        ("published", "") => (NeedEvidence.Published, null),
        ("recorded", var what) => (NeedEvidence.Recorded, what.Length == 0 ? null : what),
        ("inferred", "") => (NeedEvidence.Inferred, null),
        ("documentation", { Length: > 0 } page) => (NeedEvidence.Documented, page),
        _ => throw new FormatException("evidence is `published`, `documentation URL`, `recorded WHAT` or `inferred`"),
    };

    private static string Action(string word) => word.Split(':') is [{ Length: > 0 }, { Length: > 0 } name] && !name.Contains('*', StringComparison.Ordinal)
        ? word
        : throw new FormatException($"`{word}` is no action");

    private static ImmutableArray<NeedTest> Tests(string tests) => tests.Length == 0 ? [] : [.. tests.Split(" and ", StringSplitOptions.TrimEntries).Select(Test)];

    private static NeedTest Test(string test)
    {
        if (test.StartsWith("outside ", StringComparison.Ordinal))
        {
            return Test(test[8..]) with { IsOutside = true };
        }

        var isNegated = test.StartsWith("not ", StringComparison.Ordinal);
        var (path, value) = Cut(isNegated ? test[4..] : test, '=');
        if (path.EndsWith('!'))
        {
            (path, isNegated) = (path[..^1], !isNegated);
        }

        return IsName(path.StartsWith('@') ? path[1..] : path.Replace("::", ".", StringComparison.Ordinal)) ? new NeedTest(path, test.Contains('=', StringComparison.Ordinal) ? value : null, isNegated) : throw new FormatException($"`{path}` is no property");
    }

    private static ImmutableArray<NeedKey> Conditions(string conditions) => conditions.Length == 0 ? []
        : [.. conditions.Split(',', StringSplitOptions.TrimEntries).Select(one => Cut(one, '=') is (var key, { Length: > 0 } values)
            ? new NeedKey(key, [.. values.Split('|')])
            : throw new FormatException($"`{one}` is no condition key with a value"))];

    private static ImmutableArray<string> Patterns(string patterns) => patterns.Length == 0 ? [] : [.. patterns.Split(',', StringSplitOptions.TrimEntries)];

    private static string[] Words(string text) => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsName(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '[' or ']' or '_' or '-' or '*');

    private static (string Before, string After) Cut(string text, char at) => text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var i ? (text[..i], text[(i + 1)..].Trim()) : (text, "");

    private static (string Before, string After) Cut(string text, string at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var i ? (text[..i].Trim(), text[(i + at.Length)..].Trim()) : (text.Trim(), "");
}
