using System.Collections.Immutable;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>Which kind of policy refused, as AWS's messages name it.</summary>
public enum FailureLayer
{
    /// <summary>The text doesn't say.</summary>
    Unsaid,

    /// <summary>The policies of the user or role.</summary>
    Identity,

    /// <summary>The policy that was passed when the session was made.</summary>
    Session,

    /// <summary>The permissions boundary of the user or role.</summary>
    Boundary,

    /// <summary>A service control policy of the caller's organization.</summary>
    ServiceControl,

    /// <summary>A resource control policy of the resource's organization.</summary>
    ResourceControl,

    /// <summary>The policy of the resource.</summary>
    Resource,

    /// <summary>The trust policy of a role.</summary>
    Trust,

    /// <summary>The policy of a VPC endpoint.</summary>
    Endpoint,
}

/// <summary>A refusal by AWS, as a message, an event or a log tells it. What it doesn't tell is <see langword="null"/>.</summary>
public sealed record AccessFailure
{
    /// <summary>Gets the ARN of who asked, as written.</summary>
    public string? Principal { get; init; }

    /// <summary>Gets the action that is missing, such as <c>sqs:CreateQueue</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Gets the resource, as written.</summary>
    public string? Resource { get; init; }

    /// <summary>Gets which kind of policy refused.</summary>
    public FailureLayer Layer { get; init; }

    /// <summary>Gets whether a statement denies it; else nothing allows it.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>Gets the ARN of the policy that denies.</summary>
    public string? PolicyArn { get; init; }

    /// <summary>Gets the call that was made, as an action's name, such as <c>lambda:CreateFunction</c> where <c>iam:PassRole</c> is missing.</summary>
    public string? Operation { get; init; }

    /// <summary>Gets the type of the resource of the stack.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the resource of the stack.</summary>
    public string? LogicalId { get; init; }

    /// <summary>Gets whether the tags of <see cref="Type"/> are what failed; the text then names no action.</summary>
    public bool IsTagging { get; init; }

    /// <summary>Gets the condition keys that the request had, where the text tells them.</summary>
    public ImmutableSortedDictionary<string, string> Keys { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Gets the encoded message that <c>sts:DecodeAuthorizationMessage</c> makes clear.</summary>
    public string? EncodedMessage { get; init; }

    /// <summary>Gets a cause that no policy mends, such as a setting of the bucket.</summary>
    public string? Setting { get; init; }

    /// <summary>Gets whether the policies are those of a function's role, not of who deploys.</summary>
    public bool IsOfFunction { get; init; }

    /// <summary>Gets a piece of the text, to be shown where it can't be told otherwise.</summary>
    public string Text { get; init; } = "";

    /// <summary>Gets the ARN of the user or role behind <see cref="Principal"/>: of a session its role, without a path.</summary>
    public string? Issuer => Principal is { } arn && arn.Split(':', 6) is [_, var partition, "sts", _, var account, var rest] && rest.Split('/') is ["assumed-role", var role, ..]
        ? $"arn:{partition}:iam::{account}:role/{role}"
        : Principal;

    /// <summary>Puts what a decoded message tells into the failure that had it encoded.</summary>
    /// <param name="decoded">What it tells; <see langword="null"/> where it couldn't be read.</param>
    public AccessFailure With(AccessFailure? decoded) => decoded is null ? this : this with
    {
        Principal = decoded.Principal ?? Principal,
        Action = decoded.Action ?? Action,
        Resource = decoded.Resource ?? Resource,
        IsExplicit = decoded.IsExplicit,
        Keys = decoded.Keys,
        EncodedMessage = null,
    };

    /// <summary>What must be the same for two failures to be one.</summary>
    internal string Identity => string.Join('\n', Issuer, Action, Resource, Layer, IsExplicit, Operation, Type, IsTagging ? LogicalId : null, EncodedMessage, IsTagging, Setting);
}

/// <summary>What surrounds a text: the event that it is of.</summary>
internal sealed record FailureContext
{
    public static FailureContext None { get; } = new();

    public string? Type { get; init; }

    public string? LogicalId { get; init; }

    public string? Principal { get; init; }

    public string? Operation { get; init; }

    public string? Resource { get; init; }
}
