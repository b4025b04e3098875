using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lanyard.Policy.Documents;
using Lanyard.Projects.Yaml;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.CloudFormation.Templates;

namespace Lanyard.Tests.Deployments;

/// <summary>The apps that are deployed: small ones of our own for each tool, and real ones where these are at hand.</summary>
internal static partial class Apps
{
    /// <summary>Gets our own.</summary>
    public static ImmutableArray<App> Own { get; } =
    [
        Of("serverless", "shop-dev", "serverless-create", "serverless") with { HasStackTags = true },
        Of("cdk", "shop-dev", "cdk"),
        Of("sst2", "dev-shop-Api", "sst2"),
        Of("sam", "shop", "sam-deployed") with { Source = Template("sam") },
        Of("amplify", "amplify-shop-ann-sandbox-0123456789", "amplify") with { Nested = Nested("amplify-auth", "amplify-data") },
        Of("cloudformation", "shop", "cloudformation") with { HasStackTags = true },
    ];

    /// <summary>Gives the real one of a name; without it, the test that asks is skipped.</summary>
    public static App Real(string name)
    {
        var templates = Conformance.File("../templates");
        string Path(string file) => System.IO.Path.Combine(templates, file);
        var app = name switch
        {
            "amplify-gen2" => new App(name, "amplify-orders-alice-sandbox-ffd81d1d3c", [App.Read(Path("amplify-gen2/amplify-orders-alice-sandbox-ffd81d1d3c.template.json"))]) { Nested = NestedIn(Path("amplify-gen2")) },
            "cdk" => new App(name, "orders-dev", [App.Read(Path("cdk/orders-dev.template.json"))]),
            "sst-v2" => new App(name, "dev-orders-Orders", [App.Read(Path("sst-v2/dev-orders-Orders.template.json"))]),
            "sam" => new App(name, "orders", [Packed(Path("sam/template.yaml"))]) { Source = Packed(Path("sam/template.yaml")) },
            _ => new App(name, "orders-api-dev", [App.Read(Path($"{name}/dev.create-stack.json")), App.Read(Path($"{name}/dev.update-stack.json"))]) { HasStackTags = true },
        };
        var missing = app.Source is not null ? [] : app.Types.Where(type => HandlerTable.Embedded.Find(type) is null).ToArray();
        Assert.Empty(missing);
        return app;
    }

    private static ImmutableDictionary<string, JsonNode> Nested(params string[] names) => names.ToImmutableDictionary(name => name + ".json", Template, StringComparer.Ordinal);

    // As `sam package` leaves it.
    private static JsonNode Packed(string file) => YamlJson.Read(File.ReadAllText(file).Replace("CodeUri: src/", "CodeUri: s3://artefacts/code.zip", StringComparison.Ordinal), file);

    private static App Of(string name, string stack, params string[] files) => new(name, stack, [.. files.Select(Template)]);

    private static JsonNode Template(string name) => App.Read(Path.Combine(Repository.Root, "tests", "Lanyard.Tests", "Deployments", "Templates", name + ".yaml"));

    // CDK names the object by the hash of the file, and notes beside the stack which file that is.
    private static ImmutableDictionary<string, JsonNode> NestedIn(string folder) => Directory.GetFiles(folder, "*.template.json").Select(App.Read)
        .SelectMany(template => template.Find("Resources")!.Members.Select(m => m.Value)).Where(resource => resource.Find("Type")!.Text == "AWS::CloudFormation::Stack")
        .ToImmutableDictionary(stack => Hash().Match(NodeText.Json(stack)).Value, stack => App.Read(Path.Combine(folder, stack.Find("Metadata")!.Find("aws:asset:path")!.Text)), StringComparer.Ordinal);

    [GeneratedRegex(@"[0-9a-f]{64}\.json")]
    private static partial Regex Hash();
}
