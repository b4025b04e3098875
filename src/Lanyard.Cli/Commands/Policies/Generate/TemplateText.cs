using System.Collections.Immutable;
using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates;
using Lanyard.Policy.Templates.Pulumi;
using Lanyard.Policy.Templates.Sam;
using Lanyard.Projects.Yaml;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>Reads the text of a template, and does what CloudFormation's own transforms do with it.</summary>
internal static class TemplateText
{
    /// <summary>Reads one as it is written.</summary>
    /// <param name="path">The file, or <c>-</c> for stdin.</param>
    /// <param name="surroundings">The machine.</param>
    /// <exception cref="CredentialsException">It can't be read, or is no template.</exception>
    public static JsonNode Read(string path, Surroundings surroundings)
    {
        var (root, name) = Node(path, surroundings);
        return root.Find("Resources") is { Kind: JsonNodeKind.Object } || root.Find("Transform") is not null || PulumiProgram.IsIn(root) ? root : throw new CredentialsException(
            CliErrorCodes.NoTemplate, $"{name} is no CloudFormation template, which would have Resources, and no list of Pulumi's resources",
            root.Find("service") is not null ? "run `serverless package`, and name the folder .serverless" : "name a template, or the folder that your deploy tool writes templates to");
    }

    // Of JSON that says something twice each reader takes what it likes; YAML is refused before.
    private static void RefuseTwice(JsonNode node, string name)
    {
        foreach (var item in node.Items)
        {
            RefuseTwice(item, name);
        }

        Dictionary<string, int>? lines = node.Members.Length < 2 ? null : new(node.Members.Length, StringComparer.Ordinal);
        foreach (var (key, value) in node.Members)
        {
            if (lines?.TryAdd(key.Value, key.Place.Start.Line) == false)
            {
                throw new PolicyDocumentException($"{key.Value} is there twice, first on line {lines[key.Value]}: one of them would be lost", name, key.Place.Start);
            }

            RefuseTwice(value, name);
        }
    }

    /// <summary>Expands what it includes, its loops, and SAM's resources, in CloudFormation's order.</summary>
    /// <param name="root">The text.</param>
    /// <param name="path">Its file.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="facts">What is known of the deployment.</param>
    /// <param name="bucket">The bucket that SAM uploads code to, with marks for what isn't known of it; null where nothing is.</param>
    public static DeployedTemplate Expand(JsonNode root, string path, Surroundings surroundings, DeploymentFacts facts, string? bucket)
    {
        var folder = FolderOf(path, surroundings);
        var includes = new TemplateIncludes(location => Included(location, folder, surroundings));
        root = includes.Expand(root);
        var extensions = new LanguageExtensions(facts.Parameters.GetValueOrDefault);
        root = LanguageExtensions.IsIn(root) ? extensions.Expand(root) : root;
        return new DeployedTemplate(SamTransform.IsIn(root) ? SamTransform.Expand(root, bucket) : root, facts)
        {
            Expanded = includes.IsUsed ? ["AWS::Include"] : [],
            Included = includes.InS3,
            Notes = [.. includes.Notes, .. extensions.Notes, .. ConditionCircles.In(root, path == "-" ? "stdin" : Path.GetFileName(path))],
        };
    }

    /// <summary>Gives the folder that a template's paths start in.</summary>
    public static string FolderOf(string path, Surroundings surroundings) =>
        path == "-" ? surroundings.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(Path.Combine(surroundings.CurrentDirectory, path)))!;

    /// <summary>Makes a nested stack whose template isn't uploaded yet.</summary>
    public static JsonMember Stack(string logicalId, JsonNode parameters) => Member(logicalId, JsonNode.OfMembers(Place.None,
        [Member("Type", JsonNode.OfText(JsonNodeKind.Text, "AWS::CloudFormation::Stack", Place.None)), Member("Properties", JsonNode.OfMembers(Place.None, [Member("Parameters", parameters)]))]));

    private static JsonMember Member(string name, JsonNode value) => new(new PolicyText(name, Place.None), value);

    // An address is where the text will be; before it is uploaded, it is a path.
    private static JsonNode? Included(string location, string folder, Surroundings surroundings)
    {
        var path = Path.GetFullPath(Path.Combine(folder, location));
        return !location.Contains("://", StringComparison.Ordinal) && File.Exists(path) ? Node(path, surroundings).Root : null;
    }

    private static (JsonNode Root, string Name) Node(string path, Surroundings surroundings)
    {
        var source = SourceText.Read(surroundings, new CheckedPath(path, path == "-" ? null : path, IsNamed: true));
        if (!source.IsJson)
        {
            return (YamlJson.Read(source.Text, source.Name), source.Name);
        }

        var root = JsonTextReader.Read(source.Text, source.Name, SourceText.MaxBytes);
        RefuseTwice(root, source.Name);
        return (root, source.Name);
    }
}
