using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Templates;

namespace Lanyard.Sandbox.State;

/// <summary>A resource of a stack, as it was made.</summary>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Type">Its type.</param>
/// <param name="PhysicalId">What it is known by; <c>Ref</c> gives it.</param>
/// <param name="Properties">Its properties, computed.</param>
internal sealed record StackResource(string LogicalId, string Type, string PhysicalId, JsonNode Properties)
{
    /// <summary>Gets the properties as events show them, where that isn't as they are.</summary>
    public JsonNode? Starred { get; init; }

    /// <summary>Gets the properties as events show them.</summary>
    public JsonNode Shown => Starred ?? Properties;

    /// <summary>Gets what <c>Fn::GetAtt</c> gives.</summary>
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string Status { get; init; } = "CREATE_COMPLETE";

    public string? Reason { get; init; }

    /// <summary>Gets the properties that a change aimed at which failed and wasn't rolled back; <see langword="null"/> for none.</summary>
    public JsonNode? Aimed { get; init; }

    public DateTimeOffset Updated { get; init; }

    /// <summary>Gets what happens to it when it leaves the stack.</summary>
    public string DeletionPolicy { get; init; } = "Delete";

    /// <summary>Gets whether a call of its own service took it away, of which the stack knows nothing.</summary>
    public bool IsLost { get; init; }

    /// <summary>Gets the resources that must be gone after it.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];
}

/// <summary>Something that happened to a stack or a resource of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LogicalId">The resource's name in the template; the stack's for the stack itself.</param>
/// <param name="PhysicalId">What the resource is known by; empty before it is made.</param>
/// <param name="Type">The resource's type.</param>
/// <param name="Status">Its status from then on.</param>
/// <param name="Reason">Why; <see langword="null"/> for no reason.</param>
/// <param name="Time">When.</param>
/// <param name="Properties">The resource's properties as JSON; <see langword="null"/> for none.</param>
/// <param name="Token">The token of the request that began the operation; <see langword="null"/> for none.</param>
internal sealed record StackEvent(
    string Id, string LogicalId, string PhysicalId, string Type, string Status, string? Reason, DateTimeOffset Time, string? Properties, string? Token);

/// <summary>An output of a stack.</summary>
/// <param name="Key">Its name in the template.</param>
/// <param name="Value">Its value.</param>
/// <param name="Description">What it is; <see langword="null"/> where the template doesn't say.</param>
/// <param name="ExportName">The name that other stacks import it by; <see langword="null"/> where it isn't exported.</param>
internal sealed record StackOutput(string Key, string Value, string? Description, string? ExportName);

/// <summary>What a stack is made from, or shall be.</summary>
/// <param name="Template">The template.</param>
/// <param name="Given">The parameters that were given; the others have their defaults.</param>
/// <param name="Parameters">All parameters' values, those of the Parameter Store read.</param>
/// <param name="Tags">The stack's tags.</param>
/// <param name="Capabilities">What the caller acknowledged.</param>
/// <param name="RoleArn">The role that CloudFormation works with; <see langword="null"/> for the caller's own permissions.</param>
internal sealed record StackPlan(
    StackTemplate Template, ImmutableDictionary<string, string> Given, ImmutableDictionary<string, string> Parameters,
    ImmutableArray<KeyValuePair<string, string>> Tags, ImmutableArray<string> Capabilities, string? RoleArn)
{
    public ImmutableArray<string> NotificationArns { get; init; } = [];

    /// <summary>Gets whether stacks in the stack go back to what they were made from before, as in a rollback.</summary>
    public bool IsRestoring { get; init; }
}

/// <summary>A stack.</summary>
/// <param name="Id">Its ARN.</param>
/// <param name="Name">Its name.</param>
/// <param name="AccountId">Its account.</param>
/// <param name="Region">Its Region.</param>
/// <param name="Created">When it was made.</param>
internal sealed record Stack(string Id, string Name, string AccountId, string Region, DateTimeOffset Created)
{
    /// <summary>Gets what it was last made from; <see langword="null"/> as long as only a change set speaks of it.</summary>
    public StackPlan? Plan { get; init; }

    public required string Status { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public DateTimeOffset? Deleted { get; init; }

    public ImmutableArray<StackResource> Resources { get; init; } = [];

    public ImmutableArray<StackOutput> Outputs { get; init; } = [];

    public ImmutableArray<StackEvent> Events { get; init; } = [];

    public bool IsProtected { get; init; }

    public bool DisableRollback { get; init; }

    /// <summary>Gets the rollback that failed; <see langword="null"/> where none did.</summary>
    public UnfinishedRollback? Unfinished { get; init; }

    /// <summary>Gets what it was made from when it was last stable, where a failure left it as it is; <see langword="null"/> for nothing.</summary>
    public StackPlan? Stable { get; init; }

    /// <summary>Gets what a nested stack was made from before the operation on the outermost one, as long as that isn't done; <see langword="null"/> where it wasn't reached.</summary>
    public StackPlan? Previous { get; init; }

    /// <summary>Gets the names of the exports whose values are in it.</summary>
    public ImmutableSortedSet<string> Imports { get; init; } = [];

    /// <summary>Gets the secret values that are in it, or were: what is done to it later may fail with them.</summary>
    public ImmutableHashSet<string> Secrets { get; init; } = [];

    /// <summary>Gets the policy that <c>SetStackPolicy</c> gave; <see langword="null"/> for none.</summary>
    public string? StackPolicy { get; init; }

    /// <summary>Gets the stack that this one is nested in; <see langword="null"/> for none.</summary>
    public string? ParentId { get; init; }

    /// <summary>Gets the outermost stack that this one is nested in; <see langword="null"/> for none.</summary>
    public string? RootId { get; init; }

    /// <summary>Finds a resource.</summary>
    public StackResource? Find(string logicalId) => Resources.FirstOrDefault(r => r.LogicalId == logicalId);

    /// <summary>Gives the stack with a resource, in the place of the one of that name.</summary>
    public Stack With(StackResource resource) => this with { Resources = [.. Resources.Where(r => r.LogicalId != resource.LogicalId), resource] };
}

/// <summary>What becomes of a stack whose creation fails.</summary>
internal enum OnStackFailure
{
    /// <summary>What was made is taken away again.</summary>
    Rollback,

    /// <summary>What was made stays.</summary>
    Nothing,

    /// <summary>The stack goes, too.</summary>
    Delete,
}

/// <summary>A change set.</summary>
/// <param name="Id">Its ARN.</param>
/// <param name="Name">Its name.</param>
/// <param name="StackId">The stack that it is of.</param>
/// <param name="Plan">What the stack shall be.</param>
/// <param name="Created">When it was made.</param>
internal sealed record ChangeSet(string Id, string Name, string StackId, StackPlan Plan, DateTimeOffset Created)
{
    public required string Status { get; init; }

    public string? Reason { get; init; }

    public required string ExecutionStatus { get; init; }

    public string? Description { get; init; }

    /// <summary>Gets what is done where its execution fails; <see langword="null"/> where that is left to the execution.</summary>
    public OnStackFailure? OnFailure { get; init; }

    /// <summary>Gets whether its deployment leaves what fails as it is, unless told otherwise.</summary>
    public bool KeepsFailed { get; init; }

    public ImmutableArray<ResourceChange> Changes { get; init; } = [];

    /// <summary>Gets whether it was executed, well or not.</summary>
    public bool IsExecuted => ExecutionStatus is "EXECUTE_COMPLETE" or "EXECUTE_FAILED";
}

/// <summary>What a change set does to a resource.</summary>
/// <param name="Action"><c>Add</c>, <c>Modify</c> or <c>Remove</c>.</param>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Type">Its type.</param>
/// <param name="PhysicalId">What it is known by; <see langword="null"/> before it is made.</param>
internal sealed record ResourceChange(string Action, string LogicalId, string Type, string? PhysicalId)
{
    /// <summary>Gets whether it is made anew: <c>True</c>, <c>False</c> or <c>Conditional</c>; <see langword="null"/> for what isn't modified.</summary>
    public string? Replacement { get; init; }

    /// <summary>Gets which of its attributes are modified, as <c>Properties</c>.</summary>
    public ImmutableArray<string> Scope { get; init; } = [];
}
