using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grants.Escalation;

/// <summary>What a way to more permissions goes by.</summary>
internal enum WayKind
{
    /// <summary>By changing what IAM lets people do, or by handing a role with more rights to a service.</summary>
    Grant,

    /// <summary>By making a role without a permissions boundary.</summary>
    NewRole,

    /// <summary>By getting at the permissions of something that is there and runs as a role.</summary>
    Borrow,
}

/// <summary>Which resources a step needs.</summary>
internal enum StepReach
{
    /// <summary>All of a type, for one that has the rights must be among them.</summary>
    All,

    /// <summary>All of a type, or the caller's own user.</summary>
    AllOrSelf,

    /// <summary>Any: the caller makes what it is about.</summary>
    Any,
}

/// <summary>A way by which a caller with few permissions gets many.</summary>
/// <param name="Name">What the way is, as half a sentence.</param>
/// <param name="Kind">What it goes by.</param>
/// <param name="Source">Who wrote it up.</param>
/// <param name="Steps">What the caller does, one after the other; the first gives the way its place.</param>
internal sealed record Way(string Name, WayKind Kind, WaySource Source, ImmutableArray<WayStep> Steps);

/// <summary>One call of a way.</summary>
/// <param name="Actions">The actions, any of which will do.</param>
/// <param name="Does">What the call does, to come behind the action.</param>
/// <param name="Reach">Which resources it needs.</param>
/// <param name="PassedTo">Of <c>iam:PassRole</c> the service that gets the role.</param>
internal sealed record WayStep(ImmutableArray<string> Actions, string Does, StepReach Reach, string? PassedTo = null);

/// <summary>Where a way was written up.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Link">The page.</param>
internal sealed record WaySource(string Name, string Link);
