using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Iam;

/// <summary>Reads the properties that IAM's types share.</summary>
internal static class IamProperties
{
    /// <summary>Gives a property that is a text; <see langword="null"/> where it is left out.</summary>
    public static string? TextOf(this JsonNode properties, string name) => properties.Find(name) is { Kind: JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean } found ? found.Text : null;

    /// <summary>Gives a property that is a list of texts.</summary>
    public static IReadOnlyList<string> TextsOf(this JsonNode properties, string name) => [.. (properties.Find(name)?.Items ?? []).Select(item => item.Text)];

    /// <summary>Gives a policy document that must be there.</summary>
    public static string DocumentOf(this JsonNode properties, string name) => properties.Find(name) switch
    {
        { Kind: JsonNodeKind.Text } text => text.Text,
        { } node => NodeText.Json(node),
        null => throw new ServiceFault("InvalidRequest", 400, $"#: required key [{name}] not found"),
    };

    /// <summary>Gives inline policies: name and document.</summary>
    public static IReadOnlyList<(string Name, string Document)> PoliciesOf(this JsonNode properties) =>
        [.. (properties.Find("Policies")?.Items ?? []).Select(item => (item.DocumentNameOf(), item.DocumentOf("PolicyDocument")))];

    /// <summary>Gives the name that a resource has or gets.</summary>
    public static string NameOf(this ResourceRequest request, string property, int longest) => request.Properties.TextOf(property)
        ?? PhysicalNames.Make(request.Place.StackName, request.LogicalId, new ResourceRule(request.Type) { MaxName = longest }, request.Calls.State.Ids);

    /// <summary>Gives the name that a resource shares with the one that it replaces; <see langword="null"/> where it doesn't.</summary>
    public static string? KeptNameOf(this ResourceRequest request, string property, StackResource present) =>
        request.Properties.TextOf(property) is { } name && name == present.Properties.TextOf(property) ? name : null;

    /// <summary>Gives the parameters of a list of tags.</summary>
    public static IEnumerable<(string Name, string? Value)> TagParameters(this ResourceRequest request) => request.Tags.SelectMany((tag, at) => new (string, string?)[]
    {
        ($"Tags.member.{at + 1}.Key", tag.Key), ($"Tags.member.{at + 1}.Value", tag.Value),
    });

    private static string DocumentNameOf(this JsonNode policy) => policy.TextOf("PolicyName") ?? throw new ServiceFault("InvalidRequest", 400, "#/Policies: required key [PolicyName] not found");
}
