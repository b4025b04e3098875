using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>What a resource handler is asked for.</summary>
/// <param name="LogicalId">The resource's name in the template.</param>
/// <param name="Type">Its type.</param>
/// <param name="Properties">Its properties, computed.</param>
/// <param name="Place">The stack.</param>
/// <param name="Plan">What the stack is made from; its resources get its tags.</param>
/// <param name="Calls">How the handler calls.</param>
internal sealed record ResourceRequest(
    string LogicalId, string Type, JsonNode Properties, StackPlace Place, StackPlan Plan, HandlerCalls Calls)
{
    /// <summary>Gets the properties as events show them, where that isn't as they are.</summary>
    public JsonNode? Starred { get; init; }

    /// <summary>Gets the properties as events show them.</summary>
    public JsonNode Shown => Starred ?? Properties;

    /// <summary>Gets or sets what is made already; where the rest fails, it is there to be taken away.</summary>
    public MadeResource? Begun { get; set; }

    /// <summary>Gets or sets what notes in the stack's events under which id the resource is being made, where that is known before it is there: a nested stack has events of its own.</summary>
    public Action<string>? Initiated { get; set; }

    /// <summary>Gets the resource that the new one takes the place of; <see langword="null"/> for none.</summary>
    public StackResource? Replaced { get; init; }

    /// <summary>Gets the outermost stack, where the stack is nested; <see langword="null"/> where it isn't.</summary>
    public string? RootId { get; init; }

    /// <summary>Gets the tags that the resource gets: its own before the stack's.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Tags => TagsOf("Tags");

    /// <summary>Gives the tags that the resource gets, its own of a property of that name.</summary>
    public ImmutableArray<KeyValuePair<string, string>> TagsOf(string property) => [.. OwnTags(Properties.Find(property)).Concat(Plan.Tags).DistinctBy(tag => tag.Key)];

    // Tags are a list of keys and values, or a map.
    private static IEnumerable<KeyValuePair<string, string>> OwnTags(JsonNode? tags) => tags switch
    {
        { Kind: JsonNodeKind.Array } list => list.Items.Where(item => item.Find("Key") is not null).Select(item => new KeyValuePair<string, string>(item.Find("Key")!.Text, item.Find("Value")?.Text ?? "")),
        { Kind: JsonNodeKind.Object } map => map.Members.Select(member => new KeyValuePair<string, string>(member.Name.Value, member.Value.Text)),
        _ => [],
    };
}

/// <summary>A resource as a handler made it.</summary>
/// <param name="PhysicalId">What it is known by.</param>
/// <param name="Attributes">What <c>Fn::GetAtt</c> gives.</param>
internal sealed record MadeResource(string PhysicalId, ImmutableDictionary<string, string> Attributes);
