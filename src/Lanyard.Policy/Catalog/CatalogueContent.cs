namespace Lanyard.Policy.Catalog;

/// <summary>Everything that a catalogue is written from.</summary>
public sealed record CatalogueContent
{
    /// <summary>Gets what it was made from, in a few words.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the day that its data is of.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Gets the services, in any order.</summary>
    public required IReadOnlyList<ServiceContent> Services { get; init; }

    /// <summary>Gets the condition keys that any service may send; their types win over those that services give them.</summary>
    public required IReadOnlyList<ConditionKeyContent> GlobalKeys { get; init; }
}

/// <summary>A service of a catalogue that is to be written.</summary>
/// <param name="Prefix">What its actions start with, such as <c>s3</c>.</param>
/// <param name="Name">What people call it.</param>
public sealed record ServiceContent(string Prefix, string Name)
{
    /// <summary>Gets whether resource control policies cover it.</summary>
    public bool SupportsResourceControlPolicies { get; init; }

    /// <summary>Gets its actions, in any order.</summary>
    public required IReadOnlyList<ActionContent> Actions { get; init; }

    /// <summary>Gets its resource types, in any order.</summary>
    public required IReadOnlyList<ResourceTypeContent> ResourceTypes { get; init; }

    /// <summary>Gets the condition keys that it sends, global ones among them.</summary>
    public required IReadOnlyList<ConditionKeyContent> ConditionKeys { get; init; }
}

/// <summary>An action of a catalogue that is to be written.</summary>
/// <param name="Name">Its name without the service.</param>
/// <param name="AccessLevel">What it does at most.</param>
/// <param name="Description">What it does, in a sentence.</param>
public sealed record ActionContent(string Name, AccessLevel AccessLevel, string Description)
{
    /// <summary>Gets the resource types that it can be limited to.</summary>
    public IReadOnlyList<ActionResourceContent> Resources { get; init; } = [];

    /// <summary>Gets the condition keys that its requests may carry.</summary>
    public IReadOnlyList<string> ConditionKeys { get; init; } = [];

    /// <summary>Gets the other actions that it needs, each with its service.</summary>
    public IReadOnlyList<string> DependentActions { get; init; } = [];

    /// <summary>Gets the roles that it passes.</summary>
    public IReadOnlyList<PassedRole> PassedRoles { get; init; } = [];
}

/// <summary>A resource type of an action that is to be written.</summary>
/// <param name="Type">The type's name in the same service.</param>
/// <param name="IsRequired">Whether every request has a resource of this type.</param>
/// <param name="ConditionKeys">The condition keys that come with it alone.</param>
public sealed record ActionResourceContent(string Type, bool IsRequired, IReadOnlyList<string> ConditionKeys);

/// <summary>A resource type that is to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ArnFormats">Its ARNs, with variables such as <c>${Partition}</c>.</param>
/// <param name="ConditionKeys">The condition keys that come with resources of it.</param>
public sealed record ResourceTypeContent(string Name, IReadOnlyList<string> ArnFormats, IReadOnlyList<string> ConditionKeys);

/// <summary>A condition key that is to be written.</summary>
/// <param name="Name">Its name, with <c>${…}</c> for a part that varies.</param>
/// <param name="Type">Its type.</param>
/// <param name="Description">What it compares, in a sentence; may be empty.</param>
public sealed record ConditionKeyContent(string Name, ConditionKeyType Type, string Description);
