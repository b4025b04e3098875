using System.Collections.Immutable;

namespace Lanyard.Sandbox.CloudFormation.Handlers;

/// <summary>When in the life of a resource its handler calls.</summary>
[Flags]
internal enum HandlerPhases
{
    /// <summary>Never.</summary>
    None = 0,

    /// <summary>When the resource is made.</summary>
    Create = 1,

    /// <summary>When it is changed.</summary>
    Update = 2,

    /// <summary>When it is taken away.</summary>
    Delete = 4,

    /// <summary>When its state is looked at, which a change begins with.</summary>
    Read = 8,
}

/// <summary>A call that a handler makes.</summary>
/// <param name="Phases">When.</param>
/// <param name="Action">The action that is asked for.</param>
/// <param name="Targets">The patterns of its resources; empty for the resource's own ARN.</param>
/// <param name="Tests">What must hold of the properties.</param>
/// <param name="Keys">Condition keys that the request has, with the patterns of their values.</param>
/// <param name="IsTagged">Whether the request brings the tags.</param>
internal sealed record CallRule(
    HandlerPhases Phases, string Action, ImmutableArray<string> Targets, ImmutableArray<string> Tests, ImmutableArray<KeyValuePair<string, string>> Keys, bool IsTagged);

/// <summary>How the handler of a type works: names, attributes, and what it calls.</summary>
/// <param name="Type">The type.</param>
internal sealed record ResourceRule(string Type)
{
    /// <summary>Gets the property that names it; <see langword="null"/> where none does.</summary>
    public string? NameProperty { get; init; }

    /// <summary>Gets the longest name that is made.</summary>
    public int MaxName { get; init; } = 255;

    /// <summary>Gets whether made names are in small letters.</summary>
    public bool IsLower { get; init; }

    /// <summary>Gets what made names end with, and the tests that must hold for that; empty for nothing.</summary>
    public (string Text, ImmutableArray<string> Tests) Ending { get; init; } = ("", []);

    /// <summary>Gets the pattern of a name that the service makes up; <see langword="null"/> where CloudFormation makes one of the stack's and the resource's.</summary>
    public string? Made { get; init; }

    /// <summary>Gets the property that holds the tags.</summary>
    public string TagsProperty { get; init; } = "Tags";

    /// <summary>Gets the patterns of what <c>Ref</c> gives, of which the first counts whose properties are there and whose tests hold; empty for the name.</summary>
    public ImmutableArray<(string Pattern, ImmutableArray<string> Tests)> Ids { get; init; } = [];

    /// <summary>Gets the patterns of its ARN, of which the first counts likewise; empty for what <c>Ref</c> gives.</summary>
    public ImmutableArray<(string Pattern, ImmutableArray<string> Tests)> Arns { get; init; } = [];

    /// <summary>Gets the patterns of its attributes.</summary>
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the properties whose change takes a new resource.</summary>
    public ImmutableArray<string> Replacing { get; init; } = [];

    public ImmutableArray<CallRule> Calls { get; init; } = [];
}
