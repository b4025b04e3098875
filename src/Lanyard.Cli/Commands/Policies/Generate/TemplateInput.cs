using System.Collections.Immutable;
using Lanyard.Cli.Commands.Policies.Generate.Formats;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates;
using Lanyard.Policy.Templates.Pulumi;
using Lanyard.Policy.Templates.Sam;
using Lanyard.Projects.Templates;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>Reads the templates that a policy is made of, with what is known of their deployment, and those of their nested stacks.</summary>
internal static class TemplateInput
{
    // What lies in the folder of a project whose tool hasn't written templates yet.
    private static readonly (string File, string Mending)[] Writers =
    [
        ("cdk.json", "run `cdk synth` there first"),
        ("serverless.yml", "run `serverless package` there first"),
        ("serverless.yaml", "run `serverless package` there first"),
        ("serverless.ts", "run `serverless package` there first"),
        ("amplify/backend.ts", "run `npx ampx sandbox` there first, which writes .amplify/artifacts/cdk.out"),
        ("template.yaml", "name the file: --template FOLDER/template.yaml"),
        ("template.yml", "name the file: --template FOLDER/template.yml"),
        ("template.json", "name the file: --template FOLDER/template.json"),
    ];

    /// <summary>Reads them.</summary>
    /// <exception cref="CredentialsException">A file can't be read, or is no template.</exception>
    public static IReadOnlyList<ReadTemplate> Read(GenerateInput input, Surroundings surroundings)
    {
        var given = GivenParameters.Of(input, surroundings);
        var all = new List<ReadTemplate>();
        foreach (var found in input.Templates.SelectMany(word => Find(word, input, surroundings)))
        {
            var node = TemplateText.Read(found.Path, surroundings);
            if (PulumiProgram.IsIn(node))
            {
                all.Add(OfPulumi(found, PulumiProgram.Read(node), input));
                continue;
            }

            var source = WithConfig(found, node, input, surroundings);
            var template = TemplateText.Expand(WithNested(node, source), found.Path, surroundings, new DeploymentFacts
            {
                Partition = PartitionOf(input.Options.Region ?? source.Region),
                Account = input.Account ?? source.Account,
                Region = input.Options.Region ?? source.Region,
                StackName = input.StackName ?? source.StackName,
                Parameters = source.Parameters.SetItems(given),
                HasStackTags = !input.NoStackTags && source.HasStackTags,
                Bucket = BucketOf(source, input),
            }, BucketOf(source, input));
            NestedInput.Add(source, template, BucketOf(source, input), surroundings, all);
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

    /// <summary>Gives a number to stand for the account where it isn't known; null where it is.</summary>
    public static string? StandInFor(GenerateInput input, IReadOnlyList<ReadTemplate> templates) =>
        input.Account is not null || (templates.Count > 0 && templates.All(t => t.Template.Facts.Account is not null)) ? null : AccountStandIn.For(
            [input.ServiceRole, input.Boundary, input.Bucket, input.App, input.StackName, .. input.Parameters, .. templates.SelectMany(t => Texts(t.Template.Root)), .. templates.SelectMany(t => t.Template.Facts.Parameters.Values)]);

    private static IEnumerable<string> Texts(JsonNode node) =>
        node.Items.Concat(node.Members.Select(m => m.Value)).SelectMany(Texts).Concat(node.Members.Select(m => m.Name.Value)).Append(node.Text);

    private static ReadTemplate OfPulumi(FoundTemplate found, PulumiProgram program, GenerateInput input)
    {
        var source = found with { StackName = program.Name, Region = program.Region, HasStackTags = program.HasTags, Tool = program.IsSst ? "sst" : "pulumi" };
        var facts = FactsOf(input) with
        {
            Partition = PartitionOf(input.Options.Region ?? source.Region),
            Region = input.Options.Region ?? source.Region,
            StackName = input.StackName ?? source.StackName,
            HasStackTags = !input.NoStackTags && source.HasStackTags,
        };
        return new ReadTemplate(source, new DeployedTemplate(program.Template, facts) { Notes = program.Notes });
    }

    private static IEnumerable<FoundTemplate> Find(string word, GenerateInput input, Surroundings surroundings)
    {
        var path = Path.GetFullPath(Path.Combine(surroundings.CurrentDirectory, word));
        if (word == "-" || !Directory.Exists(path))
        {
            return [new FoundTemplate(word)];
        }

        try
        {
            return FindIn(path, word, input);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new CredentialsException(CliErrorCodes.InputUnreadable, $"the folder {word} can't be read: {e.Message}", "let yourself read it, or name the template's file", inner: e);
        }
    }

    private static IReadOnlyList<FoundTemplate> FindIn(string path, string word, GenerateInput input)
    {
        var found = TemplateFolder.Find(path, input.ConfigEnvironment ?? input.Options.Stage);
        return found.Count > 0 ? found
            : TemplateFolder.IsOfSst(path) ? throw new CredentialsException(
                CliErrorCodes.TemplateNotFound, $"SST has written no templates in {word} (SST 3 and 4 write none), and there is no .sst/resources.json",
                "with SST 2 run `sst build` there first; with SST 3 and 4 let the project list its resources: `lanyard policy generate --framework sst --run --stage STAGE`; or take those of a stage that is deployed: `sst state export --stage STAGE > .sst/resources.json`")
            : throw new CredentialsException(
                CliErrorCodes.TemplateNotFound, $"no deploy tool has written templates in {word}",
                Writers.FirstOrDefault(writer => File.Exists(Path.Combine(path, writer.File))) is { File: not null } known ? known.Mending.Replace("FOLDER", word, StringComparison.Ordinal)
                    : TemplateNamed(path) is { } file ? $"name the file: --template {Path.Combine(word, file)}"
                    : "let your tool write them (`cdk synth`, `serverless package`, `sst build`, `sam build`, `amplify build`), or name the template's file");
    }

    // CloudFormation's own users and the CDK name their files so; which of several is meant, only the user knows.
    private static string? TemplateNamed(string folder) =>
        Directory.EnumerateFiles(folder, "*.template.*").Select(Path.GetFileName).Where(f => Path.GetExtension(f) is ".json" or ".yaml" or ".yml").Order(StringComparer.Ordinal).FirstOrDefault();

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

    // SAM's own bucket has a name that CloudFormation makes.
    private static string? BucketOf(FoundTemplate source, GenerateInput input) =>
        input.Bucket ?? source.Bucket ?? ((input.Framework ?? source.Tool) == "sam" ? $"aws-sam-cli-managed-default-{Placeholder.Mark}" : null);

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
