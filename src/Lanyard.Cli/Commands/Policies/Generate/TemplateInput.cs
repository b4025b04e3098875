using System.Collections.Immutable;
using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Cli.Commands.Policies.Generate.Formats;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates;
using Lanyard.Policy.Templates.Pulumi;
using Lanyard.Policy.Templates.Sam;
using Lanyard.Projects.Templates;
using Lanyard.Projects.Yaml;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>Reads the templates that a policy is made of, with what is known of their deployment.</summary>
internal static class TemplateInput
{
    // What lies in the folder of a project whose tool hasn't written templates yet.
    private static readonly (string File, string Mending)[] Writers =
    [
        ("cdk.json", "run `cdk synth` there first"),
        ("serverless.yml", "run `serverless package` there first"),
        ("serverless.yaml", "run `serverless package` there first"),
        ("serverless.ts", "run `serverless package` there first"),
        ("sst.config.ts", "with SST 2 run `sst build` there first; SST 3 and 4 write no templates: --framework sst is what SST itself calls"),
        ("amplify/backend.ts", "run `npx ampx sandbox` there first, which writes .amplify/artifacts/cdk.out"),
        ("template.yaml", "name the file: --template FOLDER/template.yaml"),
        ("template.yml", "name the file: --template FOLDER/template.yml"),
        ("template.json", "name the file: --template FOLDER/template.json"),
    ];

    /// <summary>Reads them.</summary>
    /// <exception cref="CredentialsException">A file can't be read, or is no template.</exception>
    public static IReadOnlyList<(FoundTemplate Source, DeployedTemplate Template)> Read(GenerateInput input, Surroundings surroundings)
    {
        var parameters = Parameters(input.Parameters);
        return [.. input.Templates.SelectMany(word => Find(word, surroundings)).Select(found =>
        {
            var root = Root(found, surroundings);
            return PulumiProgram.IsIn(root) ? OfPulumi(found, PulumiProgram.Read(root), input) : (found, new DeployedTemplate(root, Facts(found, input, parameters)));
        })];
    }

    private static DeploymentFacts Facts(FoundTemplate found, GenerateInput input, ImmutableDictionary<string, string> parameters) => new()
    {
        Partition = PartitionOf(input.Options.Region ?? found.Region),
        Account = input.Account ?? found.Account,
        Region = input.Options.Region ?? found.Region,
        StackName = NameOf(input.StackName ?? found.StackName, found.NestedIn),
        Parameters = parameters,
        HasStackTags = !input.NoStackTags && found.HasStackTags,
    };

    private static (FoundTemplate Source, DeployedTemplate Template) OfPulumi(FoundTemplate found, PulumiProgram stack, GenerateInput input)
    {
        var source = found with { StackName = stack.Name, Region = stack.Region, HasStackTags = stack.HasTags, Tool = stack.IsSst ? "sst" : "pulumi" };
        return (source, new DeployedTemplate(stack.Template, Facts(source, input, ImmutableDictionary<string, string>.Empty)) { Notes = stack.Notes });
    }

    /// <summary>Gives a number to stand for the account where it isn't known; null where it is.</summary>
    public static string? StandInFor(GenerateInput input, IReadOnlyList<(FoundTemplate Source, DeployedTemplate Template)> templates) =>
        input.Account is not null || (templates.Count > 0 && templates.All(t => t.Template.Facts.Account is not null)) ? null : AccountStandIn.For(
            [input.ServiceRole, input.Boundary, input.Bucket, input.App, input.StackName, .. input.Parameters, .. templates.SelectMany(t => Texts(t.Template.Root))]);

    private static IEnumerable<string> Texts(JsonNode node) =>
        node.Items.Concat(node.Members.Select(m => m.Value)).SelectMany(Texts).Concat(node.Members.Select(m => m.Name.Value)).Append(node.Text);

    /// <summary>Gives what is known of a deployment without templates.</summary>
    public static DeploymentFacts FactsOf(GenerateInput input) => new()
    {
        Partition = PartitionOf(input.Options.Region),
        Account = input.Account,
        Region = input.Options.Region,
        StackName = input.StackName,
        HasStackTags = !input.NoStackTags,
    };

    private static IEnumerable<FoundTemplate> Find(string word, Surroundings surroundings)
    {
        var path = Path.GetFullPath(Path.Combine(surroundings.CurrentDirectory, word));
        if (word == "-" || !Directory.Exists(path))
        {
            return [new FoundTemplate(word)];
        }

        var found = TemplateFolder.Find(path);
        return found.Count > 0 ? found
            : TemplateFolder.IsOfSst(path) ? throw new CredentialsException(
                CliErrorCodes.TemplateNotFound, $"SST 3 and 4 write no templates, and there is no .sst/resources.json in {word}",
                "let the project list its resources: `lanyard policy generate --framework sst --run --stage STAGE`; or take those of a stage that is deployed: `sst state export --stage STAGE > .sst/resources.json`")
            : throw new CredentialsException(
            CliErrorCodes.TemplateNotFound, $"no deploy tool has written templates in {word}",
            Writers.FirstOrDefault(writer => File.Exists(Path.Combine(path, writer.File))) is { File: not null } known ? known.Mending.Replace("FOLDER", word, StringComparison.Ordinal)
                : "let your tool write them (`cdk synth`, `serverless package`, `sst build`, `sam build`), or name the template's file");
    }

    private static JsonNode Root(FoundTemplate found, Surroundings surroundings)
    {
        var source = SourceText.Read(surroundings, new CheckedPath(found.Path, found.Path == "-" ? null : found.Path, IsNamed: true));
        var root = source.IsJson ? JsonTextReader.Read(source.Text, source.Name, SourceText.MaxBytes) : YamlJson.Read(source.Text, source.Name);
        return PulumiProgram.IsIn(root) ? root : root.Find("Resources") is { Kind: JsonNodeKind.Object } ? SamTransform.IsIn(root) ? SamTransform.Expand(root) : root : throw new CredentialsException(
            CliErrorCodes.NoTemplate, $"{source.Name} is no CloudFormation template, which would have Resources, and no list of Pulumi's resources",
            root.Find("service") is not null ? "run `serverless package`, and name the folder .serverless" : "name a template, or the folder that your deploy tool writes templates to");
    }

    // "stack-NESTED-RANDOM" is what CloudFormation calls a nested stack.
    private static string? NameOf(string? stack, ImmutableArray<string> nestedIn) =>
        stack is null ? null : nestedIn.Aggregate(stack, (name, resource) => $"{name}-{resource}-{Placeholder.Mark}");

    private static ImmutableDictionary<string, string> Parameters(IReadOnlyList<string> given)
    {
        var parameters = ImmutableDictionary<string, string>.Empty;
        foreach (var pair in given)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            parameters = at > 0 ? parameters.SetItem(pair[..at], pair[(at + 1)..]) : throw new UsageException(
                $"`{pair}` is no parameter with a value", "lanyard policy generate --template template.yaml --parameter Stage=prod");
        }

        return parameters;
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
