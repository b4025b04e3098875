using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Published;
using Lanyard.Policy.Generate.Types;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>What the deployment of a template needs, and what isn't known of it.</summary>
/// <param name="Needs">The needs, in the order of the template; none twice.</param>
/// <param name="Inferred">The types that no table has, and whose needs are concluded from the catalogue.</param>
/// <param name="Unknown">The types of which nothing is known.</param>
/// <param name="Notes">What can't be known from the template.</param>
public sealed record NeededAccess(ImmutableArray<Need> Needs, ImmutableArray<string> Inferred, ImmutableArray<string> Unknown, ImmutableArray<string> Notes);

/// <summary>Computes the needs of a template.</summary>
public static class TemplateNeeds
{
    /// <summary>Computes them.</summary>
    /// <param name="template">The template with what is known of its deployment.</param>
    /// <param name="published">What AWS publishes of types' handlers, for types that no table has; <see langword="null"/> where that isn't at hand.</param>
    public static NeededAccess Of(DeployedTemplate template, Func<string, ResourceSchema?>? published = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        var needs = new NeedList();
        var inferred = new SortedSet<string>(StringComparer.Ordinal);
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var notes = new List<string>(template.Notes);
        notes.AddRange(StackNeeds.Notes(template));
        var views = new Dictionary<string, StackView>(StringComparer.Ordinal);
        StackNeeds.Add(template, needs);
        NativeResources.AddCalls(template, needs);
        template = NativeResources.Translate(template);
        notes.AddRange((template.Root.Find("Resources")?.Members ?? []).Where(m => m.Value.Find("Type") is not { Kind: JsonNodeKind.Text })
            .Select(m => $"{m.Name.Value} has no Type that can be read: what it needs isn't in the policy"));
        foreach (var resource in template.Resources)
        {
            if (TypeTable.Find(ChapterNames.Of(resource.Type)) is { } chapter)
            {
                foreach (var view in Views(resource))
                {
                    Add(view.View(resource, chapter), needs, notes);
                }
            }
            else if (published?.Invoke(resource.Type) is { } schema)
            {
                foreach (var view in Views(resource))
                {
                    PublishedNeeds.Add(resource, schema, view, needs, notes);
                }
            }
            else if (CatalogueNeeds.Of(resource, template.Facts) is { Length: > 0 } concluded)
            {
                inferred.Add(resource.Type);
                needs.AddRange(concluded);
            }
            else
            {
                unknown.Add(resource.Type);
            }
        }

        return new NeededAccess(needs.ToImmutable(), [.. inferred], [.. unknown], [.. notes.Distinct(StringComparer.Ordinal)]);

        IEnumerable<StackView> Views(TemplateResource resource)
        {
            foreach (var choice in template.ChoicesFor(resource))
            {
                if (!views.TryGetValue(choice.Key, out var view))
                {
                    views[choice.Key] = view = new StackView(template, choice);
                }

                yield return view;
            }
        }
    }

    private static void Add(ResourceView view, NeedList needs, List<string> notes)
    {
        // A resource that is kept is never deleted: not with the stack, and not when another takes its place.
        var isKept = view.Keeps("DeletionPolicy") && view.Keeps("UpdateReplacePolicy");
        var who = $"{Stars(view.Resource.LogicalId.Value)} ({view.Resource.Type})";
        foreach (var line in view.Chapter.Lines)
        {
            var phases = view.Resource.IsOnlyRead ? line.Phases & NeedPhases.Read : isKept ? line.Phases & ~NeedPhases.Delete : line.Phases;
            if (phases == NeedPhases.None || !Holds(view, line.Tests))
            {
                continue;
            }

            // A failed create is deleted again, a failed update undone.
            phases |= (line.Phases & (NeedPhases.Update | NeedPhases.Delete)) == 0 ? NeedPhases.None : NeedPhases.Rollback;

            // A key whose property is left out isn't in the request either.
            var conditions = line.Conditions.IsEmpty ? ImmutableArray<NeedCondition>.Empty
                : line.Conditions.Select(c => Condition(c.Key, [.. c.Values.SelectMany(view.Expand).Select(Pattern).Distinct(StringComparer.Ordinal)])).Where(c => !c.Values.IsEmpty).ToImmutableArray();
            var reason = line.Reason is null ? who : $"{who}: {line.Reason}";
            foreach (var resource in line.Resources.IsEmpty ? view.Arns : Starred(line.Resources, view))
            {
                foreach (var action in line.Actions)
                {
                    needs.Add(new Need(action, resource, phases, line.Evidence, reason)
                    {
                        Conditions = conditions,
                        Source = line.Source,
                        Place = view.Resource.LogicalId.Place,
                    });
                }
            }
        }

        foreach (var path in view.NotUploaded)
        {
            notes.Add($"{who}: {path} is a path, which is uploaded to a bucket that isn't known here: name that with --bucket, or the right to read it from there isn't in the policy");
        }

        foreach (var unknowable in view.Chapter.Unknowable)
        {
            if (Holds(view, unknowable.Tests))
            {
                notes.Add($"{who}: {unknowable.Text}");
            }
        }
    }

    private static bool Holds(ResourceView view, ImmutableArray<NeedTest> tests)
    {
        foreach (var test in tests)
        {
            if (!view.Holds(test))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives the resources that patterns stand for, each once.</summary>
    internal static IReadOnlyList<string> Starred(ImmutableArray<string> patterns, ResourceView view)
    {
        if (patterns is ["*"])
        {
            return patterns;
        }

        var found = new List<string>();
        foreach (var pattern in patterns)
        {
            foreach (var text in view.Expand(pattern))
            {
                if (Pattern(text) is var resource && !found.Contains(resource))
                {
                    found.Add(resource);
                }
            }
        }

        return found;
    }

    /// <summary>Gives the pattern of what is called by a text: a name that has <c>${</c> in it names no variable of the policy. See "Policy variables", IAM User Guide.</summary>
    internal static string Pattern(string text) =>
        Stars(text.Contains("${", StringComparison.Ordinal) ? text.Replace("${", Need.Dollar + "{", StringComparison.Ordinal) : text);

    /// <summary>Puts a star where something isn't known.</summary>
    internal static string Stars(string text)
    {
        if (!text.Contains(Placeholder.Mark, StringComparison.Ordinal) && !text.Contains("**", StringComparison.Ordinal))
        {
            return text;
        }

        var starred = text.Replace(Placeholder.Mark, '*');
        while (starred.Contains("**", StringComparison.Ordinal))
        {
            starred = starred.Replace("**", "*", StringComparison.Ordinal);
        }

        return starred;
    }

    internal static NeedCondition Condition(string key, ImmutableArray<string> values) => new(
        values is ["true"] or ["false"] ? "Bool"
            : values.Any(v => v.StartsWith("arn:", StringComparison.Ordinal)) ? "ArnLike"
            : values.Any(v => v.Contains('*', StringComparison.Ordinal)) ? "StringLike"
            : "StringEquals",
        key, values);
}
