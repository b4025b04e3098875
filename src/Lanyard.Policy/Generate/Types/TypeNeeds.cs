using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Lanyard.Policy.Generate.Types;

/// <summary>What a resource type needs, as its chapter says.</summary>
/// <param name="Type">The type, such as <c>AWS::SQS::Queue</c>.</param>
/// <param name="Name">How its physical name comes about.</param>
internal sealed record TypeNeeds(string Type, NameRule Name)
{
    /// <summary>Gets the forms of the ARN that AWS checks.</summary>
    public ImmutableArray<string> Arns { get; init; } = [];

    /// <summary>Gets what <c>Ref</c> gives.</summary>
    public string Ref { get; init; } = "${name}";

    /// <summary>Gets what <c>Fn::GetAtt</c> gives, by the attribute.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public ImmutableArray<NeedLine> Lines { get; init; } = [];

    /// <summary>Gets what can't be known from a template.</summary>
    public ImmutableArray<Unknowable> Unknowable { get; init; } = [];

    /// <summary>Gets the published permissions that a deployment doesn't need, with the reason.</summary>
    public ImmutableArray<DroppedPermission> Dropped { get; init; } = [];
}

/// <summary>What can't be known from a template.</summary>
/// <param name="Text">What it is.</param>
/// <param name="Tests">What must all hold for it to matter.</param>
internal sealed record Unknowable(string Text, ImmutableArray<NeedTest> Tests);

/// <summary>A published permission that a deployment doesn't need.</summary>
/// <param name="Action">The action.</param>
/// <param name="Reason">Why it doesn't.</param>
internal sealed record DroppedPermission(string Action, string Reason);

/// <summary>What a name that CloudFormation makes ends with.</summary>
/// <param name="Suffix">The end.</param>
/// <param name="Test">When.</param>
internal sealed record NameEnd(string Suffix, NeedTest Test);

/// <summary>How a resource gets its physical name.</summary>
/// <param name="Property">The property that gives it; <see langword="null"/> where none does.</param>
internal sealed record NameRule(string? Property)
{
    /// <summary>Gets the most characters of a name that CloudFormation makes.</summary>
    public int Longest { get; init; } = 255;

    /// <summary>Gets what CloudFormation or the service makes the name of instead of stack, resource and something random: a pattern with <c>${id}</c> and <c>*</c>.</summary>
    public string? Made { get; init; }

    /// <summary>Gets whether the name is in lower case, a given one too.</summary>
    public bool IsLower { get; init; }

    /// <summary>Gets whether the service makes an id up, where the property is left out or there is none.</summary>
    public bool IsServiceMade { get; init; }

    /// <summary>Gets what such a name ends with, and when.</summary>
    public NameEnd? End { get; init; }
}

/// <summary>A line of a chapter: actions on resources.</summary>
/// <param name="Phases">When.</param>
/// <param name="Actions">The actions.</param>
/// <param name="Evidence">What the line stands on.</param>
internal sealed record NeedLine(NeedPhases Phases, ImmutableArray<string> Actions, NeedEvidence Evidence)
{
    /// <summary>Gets the resources' patterns; empty for the type's own ARNs.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>Gets what must all hold.</summary>
    public ImmutableArray<NeedTest> Tests { get; init; } = [];

    /// <summary>Gets the condition keys that the request carries, with their values.</summary>
    public ImmutableArray<NeedKey> Conditions { get; init; } = [];

    public string? Reason { get; init; }

    /// <summary>Gets the page that says so.</summary>
    public string? Source { get; init; }
}

/// <summary>A condition key that a request carries.</summary>
/// <param name="Key">The key.</param>
/// <param name="Values">The patterns of its values.</param>
internal sealed record NeedKey(string Key, ImmutableArray<string> Values);

/// <summary>A test of a resource's properties.</summary>
/// <param name="Path">The property, with dots and <c>[]</c>; with <c>@</c> before it an attribute of the resource beside its properties; <c>tags</c> for whether resource or stack has tags.</param>
/// <param name="Value">The value; <see langword="null"/> where it need only be there.</param>
/// <param name="IsNegated">Whether the opposite must hold.</param>
internal sealed record NeedTest(string Path, string? Value, bool IsNegated)
{
    /// <summary>Gets whether the value must be something that the template doesn't make.</summary>
    public bool IsOutside { get; init; }
}
