using System.Collections.Immutable;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Templates;
using Lanyard.Policy.Templates.Sam;
using Lanyard.Projects.Templates;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>Reads the templates that a policy is made of, with what is known of their deployment, and those of their nested stacks.</summary>
internal static class TemplateInput
{
    private const int Deepest = 8;
    private const int Most = 1000;

    /// <summary>Reads them.</summary>
    /// <exception cref="CredentialsException">A file can't be read, or is no template.</exception>
    public static IReadOnlyList<ReadTemplate> Read(GenerateInput input, Surroundings surroundings)
    {
        var given = GivenParameters.Of(input, surroundings);
        var all = new List<ReadTemplate>();
        foreach (var found in input.Templates.SelectMany(word => Find(word, input, surroundings)))
        {
            var node = TemplateText.Read(found.Path, surroundings);
            var source = WithConfig(found, node, input, surroundings);
            var template = TemplateText.Expand(WithNested(node, source), found.Path, surroundings, new DeploymentFacts
            {
                Partition = PartitionOf(input.Options.Region ?? source.Region),
                Account = input.Account ?? source.Account,
                Region = input.Options.Region ?? source.Region,
                StackName = input.StackName ?? source.StackName,
                Parameters = source.Parameters.SetItems(given),
                HasStackTags = !input.NoStackTags && source.HasStackTags,
            });
            Add(source, template, surroundings, all);
        }

        return all;
    }

    /// <summary>Gives what is known of a deployment without templates.</summary>
    public static DeploymentFacts FactsOf(GenerateInput input) => new()
    {
        Partition = PartitionOf(input.Options.Region),
        Account = input.Account,
        Region = input.Options.Region,
        StackName = input.StackName,
        HasStackTags = !input.NoStackTags,
    };

    // A template, and behind it those of its nested stacks.
    private static void Add(FoundTemplate source, DeployedTemplate template, Surroundings surroundings, List<ReadTemplate> all)
    {
        var place = all.Count;
        all.Add(new ReadTemplate(source, template));
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var nested in NestedStacks.Of(template))
        {
            var file = source.NestedIn.Length < Deepest && all.Count < Most
                ? NestedTemplates.Find(source, TemplateText.FolderOf(source.Path, surroundings), nested.Resource.LogicalId.Value, nested.Asset, nested.TemplateUrl)
                : null;
            if (file is null)
            {
                var where = nested.TemplateUrl?.Replace(Placeholder.Mark, '*') ?? "a place that isn't known";
                missing.Add($"{nested.Resource.LogicalId.Value} ({nested.Resource.Type}): its template at {where} isn't at hand, so what its own resources need isn't in the policy; name its file with a --template more");
                continue;
            }

            var node = TemplateText.Read(file, surroundings);
            Add(source with { Path = file, NestedIn = source.NestedIn.Add(nested.Resource.LogicalId.Value), Nested = [] },
                TemplateText.Expand(node, file, surroundings, nested.FactsIn(template.Facts, node.Find("Parameters"))), surroundings, all);
        }

        all[place] = new ReadTemplate(source, template with { Notes = [.. template.Notes, .. missing] });
    }

    private static IEnumerable<FoundTemplate> Find(string word, GenerateInput input, Surroundings surroundings)
    {
        var path = Path.GetFullPath(Path.Combine(surroundings.CurrentDirectory, word));
        if (word == "-" || !Directory.Exists(path))
        {
            return [new FoundTemplate(word)];
        }

        var found = TemplateFolder.Find(path, input.ConfigEnvironment ?? input.Options.Stage);
        return found.Count > 0 ? found : throw new CredentialsException(
            CliErrorCodes.TemplateNotFound, $"no deploy tool has written templates in {word}",
            "let your tool write them (`cdk synth`, `serverless package`, `sst build`, `sam build`, `amplify build`), or name the template's file");
    }

    // SAM's own file says with which parameters, as which stack and where the template is deployed.
    private static FoundTemplate WithConfig(FoundTemplate found, JsonNode root, GenerateInput input, Surroundings surroundings)
    {
        if (found.Path == "-" || (found.Tool ?? input.Framework) is not ("sam" or null) || (found.Tool is null && input.Framework is null && !SamTransform.IsIn(root))
            || SamConfig.Find(TemplateText.FolderOf(found.Path, surroundings)) is not { } path)
        {
            return input.ConfigEnvironment is { } named && found.Tool != "amplify-gen1"
                ? throw new UsageException($"--config-env {named}: there is no samconfig.toml beside {found.Path}", "lanyard policy generate --template template.yaml --parameter Stage=prod")
                : found;
        }

        var environments = SamConfig.Environments(path);
        var environment = input.ConfigEnvironment ?? (input.Options.Stage is { } stage && environments.Contains(stage) ? stage : SamConfig.Default);
        if (SamConfig.Read(path, environment) is not { } config)
        {
            return input.ConfigEnvironment is null ? found : throw new UsageException(
                $"{Path.GetFileName(path)} has no environment {environment}; it has {string.Join(", ", environments)}", $"lanyard policy generate --template {found.Path} --config-env {(environments is [var first, ..] ? first : SamConfig.Default)}");
        }

        return found with
        {
            StackName = found.StackName ?? config.StackName,
            Region = found.Region ?? config.Region,
            Bucket = found.Bucket ?? config.Bucket,
            Tool = found.Tool ?? "sam",
            Parameters = found.Parameters.SetItems(config.Parameters),
        };
    }

    // Amplify's root template has its nested stacks only once they were pushed.
    private static JsonNode WithNested(JsonNode root, FoundTemplate found)
    {
        var resources = root.Find("Resources")!;
        ImmutableArray<JsonMember> more = [.. found.Nested.Where(n => resources.Find(n.LogicalId) is null).Select(n => TemplateText.Stack(n.LogicalId, n.Parameters))];
        return more.IsEmpty ? root : JsonNode.OfMembers(root.Place, [.. root.Members.Select(m => m.Name.Value == "Resources" ? m with { Value = JsonNode.OfMembers(m.Value.Place, [.. m.Value.Members, .. more]) } : m)]);
    }

    private static string PartitionOf(string? region) => region switch
    {
        null => "aws",
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ when region.StartsWith("eusc-", StringComparison.Ordinal) => "aws-eusc",
        _ => "aws",
    };
}

/// <summary>A template with where it is from.</summary>
/// <param name="Source">What the tool's files say of it.</param>
/// <param name="Template">The template with what is known of its deployment.</param>
internal sealed record ReadTemplate(FoundTemplate Source, DeployedTemplate Template);
