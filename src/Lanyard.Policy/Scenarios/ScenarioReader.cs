using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Scenarios;

/// <summary>The scenarios of a text.</summary>
/// <param name="Scenarios">The scenarios, in their order.</param>
/// <param name="IsArray">Whether they stand in an array; else there is one.</param>
public sealed record ScenarioList(ImmutableArray<Scenario> Scenarios, bool IsArray);

/// <summary>Reads scenarios: one, or an array of them.</summary>
public static class ScenarioReader
{
    /// <summary>The most characters a text of scenarios may have.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    // Words about the scenario, for people and for whoever keeps it: they decide nothing.
    private static readonly string[] Annotations = ["description", "comment", "source", "expected", "tags"];

    private static readonly string[] Members =
    [
        "name", "request", "identityPolicies", "permissionsBoundaries", "sessionPolicies", "serviceControlPolicies",
        "resourceControlPolicies", "resourcePolicy", "vpcEndpointPolicies",
    ];

    /// <summary>Reads a text.</summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="path">The file it came from, for messages.</param>
    /// <exception cref="PolicyDocumentException">The text isn't JSON, no scenario, or has a policy that IAM would refuse.</exception>
    public static ScenarioList Read(string text, string path = "scenario")
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new PolicyDocumentException("the text is empty; a scenario is a JSON object with a request", path, new TextPosition(1, 1, 0));
        }

        var root = JsonTextReader.Read(text, path, MaxLength);
        return root.Kind == JsonNodeKind.Array
            ? new ScenarioList([.. root.Items.Select(item => ReadScenario(item, path))], IsArray: true)
            : new ScenarioList([ReadScenario(root, path)], IsArray: false);
    }

    private static Scenario ReadScenario(JsonNode node, string path)
    {
        var members = ScenarioMembers.Of(node, "a scenario", path, Members, Annotations);
        var request = RequestReader.Read(members.Required("request"), path);
        return new Scenario(members.Text("name"), request, PoliciesReader.Read(members, request, path));
    }
}
