using System.Collections.Immutable;
using System.Text;
using Lanyard.Policy.Documents;
using Lanyard.Projects.Detection;
using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Templates;

/// <summary>
/// Finds the templates of Amplify Gen 1: the root stack's, and one for each resource of each category, which become its nested stacks under the
/// category's name with the resource's.
/// </summary>
internal static class AmplifyFolder
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private const string Provider = "awscloudformation";
    private const string Root = "root-cloudformation-stack.json";

    // Where the root stack's template is: built anew, as last pushed, and as Amplify CLI 5 and before wrote it.
    private static readonly string[] Roots = [$"{Provider}/build/{Root}", $"{Provider}/{Root}", $"{Provider}/nested-cloudformation-stack.yml"];

    private static readonly string[] Arns = ["StackId", "AuthRoleArn"];
    private static readonly string[] Given = ["DeploymentBucketName", "AuthRoleName", "UnauthRoleName"];

    /// <summary>Finds them.</summary>
    /// <param name="folder">The project's folder, <c>amplify</c>, <c>amplify/backend</c>, <c>amplify/#current-cloud-backend</c> or <c>awscloudformation/build</c>.</param>
    /// <param name="environment">The environment; <see langword="null"/> for the one that is checked out.</param>
    public static FoundTemplate? Find(string folder, string? environment)
    {
        foreach (var backend in Backends(folder))
        {
            if (Roots.Select(name => Path.Combine(backend, name)).FirstOrDefault(File.Exists) is { } root)
            {
                return In(Path.GetFullPath(backend), root, environment);
            }
        }

        return null;
    }

    private static string[] Backends(string folder) =>
    [
        Path.Combine(folder, "amplify", "backend"), Path.Combine(folder, "amplify", "#current-cloud-backend"),
        Path.Combine(folder, "backend"), Path.Combine(folder, "#current-cloud-backend"), folder, Path.Combine(folder, "..", ".."),
    ];

    private static FoundTemplate In(string backend, string root, string? environment)
    {
        var amplify = Path.GetDirectoryName(backend)!;
        var team = Tree(Path.Combine(amplify, "team-provider-info.json"));
        var name = environment is not null && (team is null || team.At(environment) is not null) ? environment : Tree(Path.Combine(amplify, ".config", "local-env-info.json")).TextAt("envName")?.Value ?? (team.EntriesAt() is [var only] ? only.Key.Value : null);

        // What was last pushed is of the environment that was checked out then.
        var cloud = (name is null ? null : team.At(name, Provider)) ?? Tree(Path.Combine(backend, "amplify-meta.json")).At("providers", Provider);
        return new FoundTemplate(root)
        {
            StackName = cloud.TextAt("StackName")?.Value,
            Region = cloud.TextAt("Region")?.Value,
            Account = Arns.Select(key => cloud.TextAt(key)?.Value.Split(':')).FirstOrDefault(arn => arn is [_, _, _, _, { Length: 12 }, ..])?[4],
            Tool = "amplify-gen1",
            Bucket = cloud.TextAt("DeploymentBucketName")?.Value,
            HasStackTags = Tree(Path.Combine(backend, "tags.json")) is YamlSequence { Items.Count: > 0 },
            Parameters = Given.Where(key => cloud.TextAt(key) is not null).ToImmutableDictionary(key => key, key => cloud.TextAt(key)!.Value, StringComparer.Ordinal),
            Nested = [.. Resources(backend).Select(r => Nested(backend, r.Category, r.Name, name, name is null ? null : team.At(name, "categories", r.Category, r.Name))).OfType<NestedFile>()],
        };
    }

    private static IEnumerable<(string Category, string Name)> Resources(string backend) =>
        from category in Folders(backend)
        where category is not (Provider or "types")
        from name in Folders(Path.Combine(backend, category))
        select (category, name);

    private static NestedFile? Nested(string backend, string category, string name, string? environment, YamlNode? values)
    {
        var own = Path.Combine(backend, category, name);
        var built = Path.Combine(backend, Provider, "build", category, name);
        var template = new[] { Path.Combine(built, "build"), built, Path.Combine(own, "build"), own }.Select(TemplateIn).FirstOrDefault(file => file is not null);
        if (template is null)
        {
            return null;
        }

        var parameters = ImmutableArray<JsonMember>.Empty;
        foreach (var file in new[] { $"{name}-parameters.json", "parameters.json", "build/parameters.json" }.Select(file => Path.Combine(own, file)).Where(File.Exists))
        {
            parameters = Over(parameters, JsonTextReader.Read(StrictText.Read(file, MaxBytes), file, MaxBytes).Members);
        }

        parameters = Over(parameters, [.. values.EntriesAt().Where(e => e.Value is YamlScalar).Select(e => Member(e.Key.Value, ((YamlScalar)e.Value).Value))]);
        return new NestedFile(category + name, template, JsonNode.OfMembers(Place.None, environment is null ? parameters : Over(parameters, [Member("env", environment)])));
    }

    private static ImmutableArray<JsonMember> Over(ImmutableArray<JsonMember> under, ImmutableArray<JsonMember> over) => [.. under.Where(u => over.All(o => o.Name.Value != u.Name.Value)), .. over];

    private static JsonMember Member(string name, string value) => new(new PolicyText(name, Place.None), JsonNode.OfText(JsonNodeKind.Text, value, Place.None));

    private static string? TemplateIn(string folder) => !Directory.Exists(folder) ? null : Directory.EnumerateFiles(folder)
        .Where(file => Path.GetExtension(file) is ".json" or ".yml" or ".yaml" && Path.GetFileNameWithoutExtension(file).EndsWith("template", StringComparison.Ordinal))
        .OrderBy(file => Path.GetFileName(file).Contains("cloudformation", StringComparison.Ordinal) ? 0 : 1).ThenBy(file => file, StringComparer.Ordinal).FirstOrDefault();

    private static IEnumerable<string> Folders(string folder) => !Directory.Exists(folder) ? []
        : Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').Order(StringComparer.Ordinal);

    private static YamlNode? Tree(string path) => File.Exists(path) ? JsonTree.Parse(Encoding.UTF8.GetBytes(StrictText.Read(path, MaxBytes)), path) : null;
}
