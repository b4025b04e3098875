using System.Collections.Immutable;
using Lanyard.Cli.Edge;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Templates;
using Lanyard.Projects.Templates;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>Reads the templates of nested stacks.</summary>
internal static class NestedInput
{
    private const int Deepest = 8;
    private const int Most = 1000;

    /// <summary>Adds a template, and behind it those of its nested stacks.</summary>
    /// <param name="source">Where the template was found.</param>
    /// <param name="template">The template.</param>
    /// <param name="bucket">The bucket that SAM uploads code to; null where nothing is known of it.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="all">The templates, which they are added to.</param>
    public static void Add(FoundTemplate source, DeployedTemplate template, string? bucket, Surroundings surroundings, List<ReadTemplate> all)
    {
        var count = all.Count + 1;
        AddAll(Read(source, template, bucket, surroundings, [PathOf(source.Path, surroundings)], ref count), all);
    }

    private static string PathOf(string path, Surroundings surroundings) => path == "-" ? path : Path.GetFullPath(Path.Combine(surroundings.CurrentDirectory, path));

    private static Tree Read(FoundTemplate source, DeployedTemplate template, string? bucket, Surroundings surroundings, ImmutableArray<string> around, ref int count)
    {
        var inner = ImmutableDictionary.CreateBuilder<string, Tree>(StringComparer.Ordinal);
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var nested in NestedStacks.Of(template))
        {
            var name = nested.Resource.LogicalId.Value;
            var file = source.NestedIn.Length < Deepest && count < Most
                ? NestedTemplates.Find(source, TemplateText.FolderOf(source.Path, surroundings), name, nested.Asset, nested.TemplateUrl)
                : null;
            if (file is not null && around.Contains(file))
            {
                missing.Add($"{name} ({nested.Resource.Type}): its template {nested.TemplateUrl?.Replace(Placeholder.Mark, '*')} is one of those that it stands in itself, so that it is never deployed");
                continue;
            }

            if (file is null)
            {
                var where = nested.TemplateUrl?.Replace(Placeholder.Mark, '*') ?? "a place that isn't known";
                missing.Add($"{name} ({nested.Resource.Type}): its template at {where} isn't at hand, so what its own resources need isn't in the policy; name its file with a --template more");
                continue;
            }

            count++;
            var node = TemplateText.Read(file, surroundings);
            inner[name] = Read(source with { Path = file, NestedIn = source.NestedIn.Add(name), Nested = [] },
                TemplateText.Expand(node, file, surroundings, nested.FactsIn(template.Facts, node.Find("Parameters")), bucket), bucket, surroundings, around.Add(file), ref count);
        }

        return new Tree(
            source,
            template with { Notes = [.. template.Notes, .. missing], Nested = inner.ToImmutableDictionary(one => one.Key, one => one.Value.Template, StringComparer.Ordinal) },
            inner.ToImmutable());
    }

    // Only now that all are read it is known what the stacks give to each other.
    private static void AddAll(Tree tree, List<ReadTemplate> all)
    {
        all.Add(new ReadTemplate(tree.Source, tree.Template));
        foreach (var nested in NestedStacks.Of(tree.Template))
        {
            if (nested.TemplateIn(tree.Template) is { } template)
            {
                AddAll(tree.Inner[nested.Resource.LogicalId.Value] with { Template = template }, all);
            }
        }
    }

    private sealed record Tree(FoundTemplate Source, DeployedTemplate Template, ImmutableDictionary<string, Tree> Inner);
}
