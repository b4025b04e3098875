using System.Collections.Immutable;
using System.Text.Json;

namespace Lanyard.Projects.Templates;

/// <summary>Finds the templates in the folders that deploy tools write: cloud assemblies of CDK, SST v2 and Amplify, packages of Serverless, and the resources of SST 3 and 4.</summary>
public static class TemplateFolder
{
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int Deepest = 8;
    private const string Manifest = "manifest.json";
    private const string ServerlessTemplate = "cloudformation-template-update-stack.json";
    private const string Sst = ".sst";
    private const string SstFile = "resources.json";
    private const string ServerlessState = "serverless-state.json";

    // From a project's folder to where its tool writes, and which tool that is.
    private static readonly (string Folder, string Tool)[] Outputs =
        [(".serverless", "serverless"), (".amplify/artifacts/cdk.out", "amplify"), (".sst/dist", "sst2"), (Sst, "sst"), ("cdk.out", "cdk"), (".aws-sam/build", "sam")];

    /// <summary>Finds the templates of a folder: a tool's own, or a project's.</summary>
    /// <param name="folder">The folder's full path.</param>
    /// <param name="environment">The tool's environment, for tools that keep several in a folder; <see langword="null"/> for the current one.</param>
    /// <returns>The templates of stacks that aren't nested; none where no tool wrote any.</returns>
    public static IReadOnlyList<FoundTemplate> Find(string folder, string? environment = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var found = In(folder, ToolOf(folder));
        foreach (var (inner, tool) in Outputs.TakeWhile(_ => found.Count == 0))
        {
            found = In(Path.Combine(folder, inner), tool);
        }

        return found.Count > 0 ? found : AmplifyFolder.Find(folder, environment) is { } amplify ? [amplify] : [];
    }

    /// <summary>Gets the file with the resources of a project of SST 3 or 4, which writes no templates.</summary>
    /// <param name="folder">The project's folder.</param>
    public static string SstResources(string folder) => Path.Combine(folder, Sst, SstFile);

    /// <summary>Tells whether a folder is that of an SST project.</summary>
    /// <param name="folder">The folder's full path.</param>
    public static bool IsOfSst(string folder) => File.Exists(Path.Combine(folder, "sst.config.ts")) || File.Exists(Path.Combine(folder, "sst.config.js"));

    private static IReadOnlyList<FoundTemplate> In(string folder, string? tool)
    {
        if (File.Exists(Path.Combine(folder, Manifest)))
        {
            return [.. Assembly(folder, tool ?? "cdk", 0)];
        }

        if (File.Exists(Path.Combine(folder, ServerlessTemplate)))
        {
            return [Serverless(folder)];
        }

        if (tool == "sst")
        {
            return File.Exists(Path.Combine(folder, SstFile)) ? [new FoundTemplate(Path.Combine(folder, SstFile)) { Tool = tool }] : [];
        }

        return tool == "sam" && File.Exists(Path.Combine(folder, "template.yaml")) ? [new FoundTemplate(Path.Combine(folder, "template.yaml")) { Tool = tool }] : [];
    }

    private static string? ToolOf(string folder) => Outputs.FirstOrDefault(o => Path.TrimEndingDirectorySeparator(folder).Replace('\\', '/').EndsWith("/" + o.Folder, StringComparison.Ordinal)).Tool;

    private static IEnumerable<FoundTemplate> Assembly(string folder, string tool, int depth)
    {
        foreach (var artifact in Members(Read(Path.Combine(folder, Manifest)), "artifacts"))
        {
            var properties = Member(artifact.Value, "properties");
            switch (Text(artifact.Value, "type"))
            {
                case "cdk:cloud-assembly" when depth < Deepest && Text(properties, "directoryName") is { } inner && File.Exists(Path.Combine(folder, inner, Manifest)):
                    foreach (var template in Assembly(Path.Combine(folder, inner), tool, depth + 1))
                    {
                        yield return template;
                    }

                    break;
                case "aws:cloudformation:stack" when Text(properties, "templateFile") is { } file:
                    // `aws://111111111111/eu-west-1`; `unknown-account` and `unknown-region` mean those of the credentials.
                    var parts = Text(artifact.Value, "environment")?.Split('/') ?? [];
                    var stack = new FoundTemplate(Path.Combine(folder, file))
                    {
                        StackName = Text(properties, "stackName") ?? artifact.Name,
                        Account = parts is [_, _, { Length: 12 } account, ..] && account.All(char.IsAsciiDigit) ? account : null,
                        Region = parts is [_, _, _, { Length: > 0 } region] && region != "unknown-region" ? region : null,
                        Tool = tool,
                        HasStackTags = Members(properties, "tags").Any(),

                        // `/cdk-bootstrap/hnb659fds/version`
                        Qualifier = Text(properties, "bootstrapStackVersionSsmParameter")?.Split('/') is ["", "cdk-bootstrap", { Length: > 0 } qualifier, "version"] && qualifier.All(char.IsAsciiLetterOrDigit) ? qualifier : null,
                        Parameters = Members(properties, "parameters").Where(p => p.Value.ValueKind == JsonValueKind.String).ToImmutableDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal),
                    };
                    yield return stack;
                    break;
            }
        }
    }

    private static FoundTemplate Serverless(string folder)
    {
        var state = Path.Combine(folder, ServerlessState);
        var service = File.Exists(state) ? Member(Read(state), "service") : null;
        var provider = Member(service, "provider");
        return new FoundTemplate(Path.Combine(folder, ServerlessTemplate))
        {
            StackName = Text(provider, "stackName") ?? (Text(service, "service") is { } name && Text(provider, "stage") is { } stage ? $"{name}-{stage}" : null),
            Region = Text(provider, "region"),
            Tool = "serverless",
            Bucket = Text(provider, "deploymentBucket") ?? Text(Member(provider, "deploymentBucket"), "name"),
            Parameters = Items(provider, "stackParameters").Select(p => (Name: Text(p, "ParameterKey"), Value: Text(p, "ParameterValue"))).Where(p => p is { Name: not null, Value: not null })
                .DistinctBy(p => p.Name, StringComparer.Ordinal).ToImmutableDictionary(p => p.Name!, p => p.Value!, StringComparer.Ordinal),
        };
    }

    private static JsonElement Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(BoundedFile.Read(path, MaxBytes) ?? throw new IOException($"{path} is larger than 64 MiB"));
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ProjectFileException(path, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, ProjectFileCodes.Yaml, "it is no JSON", "let the deploy tool write it anew");
        }
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) ? member : null;

    private static IEnumerable<JsonProperty> Members(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : [];

    private static IEnumerable<JsonElement> Items(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray().Select(item => item) : [];

    private static string? Text(JsonElement? element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
