using System.Collections.Concurrent;
using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint;

/// <summary>A policy as rules see it.</summary>
public sealed class CheckedPolicy
{
    private readonly ConcurrentDictionary<Type, object> _shared = new();

    /// <summary>Creates one.</summary>
    /// <param name="root">The JSON of the document.</param>
    /// <param name="reading">The document as far as it could be read.</param>
    /// <param name="text">The text that the places count in; <see langword="null"/> where it isn't JSON, as in a YAML template.</param>
    /// <param name="use">What the policy is for.</param>
    /// <param name="catalogue">What is known of actions, resource types and condition keys.</param>
    public CheckedPolicy(JsonNode root, DocumentReading reading, string? text, PolicyUse use, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(use);
        ArgumentNullException.ThrowIfNull(catalogue);
        (Root, Document, Problems, Text, Kind, ResourceType, Catalogue) =
            (root, reading.Document, reading.Problems, text, use.Kind, use.ResourceType, catalogue);
        var statements = root.Find("Statement");
        StatementNodes = statements is null ? [] : statements.Kind == JsonNodeKind.Array ? statements.Items : [statements];
        Statements = [.. Document.Statements.Select(statement => new CheckedStatement(this, statement, StatementNodes[statement.Index]))];
    }

    /// <summary>Gets the JSON of the document, also what can't be read as a policy.</summary>
    public JsonNode Root { get; }

    /// <summary>Gets the document as far as it could be read.</summary>
    public PolicyDocument Document { get; }

    /// <summary>Gets what the reader noted.</summary>
    public ImmutableArray<DocumentProblem> Problems { get; }

    /// <summary>Gets the JSON text that the places count in; <see langword="null"/> where the policy wasn't read from JSON.</summary>
    public string? Text { get; }

    /// <summary>Gets what the policy is attached to.</summary>
    public PolicyKind Kind { get; }

    /// <summary>Gets the CloudFormation type of the resource, such as <c>AWS::S3::Bucket</c>; <see langword="null"/> where it isn't known.</summary>
    public string? ResourceType { get; }

    /// <summary>Gets what is known of actions, resource types and condition keys.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>Gets the JSON of each statement, also of those that can't be read; an item needn't be an object.</summary>
    public ImmutableArray<JsonNode> StatementNodes { get; }

    /// <summary>Gets the statements that could be read.</summary>
    public ImmutableArray<CheckedStatement> Statements { get; }

    /// <summary>Gives what several rules ask of the whole policy; it is worked out once.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="make">Works it out.</param>
    public T Shared<T>(Func<CheckedPolicy, T> make)
        where T : class => (T)_shared.GetOrAdd(typeof(T), (_, policy) => make(policy), this);

    /// <summary>Gets whether the policy takes the elements of an identity's policy: <c>Resource</c> is needed, <c>Principal</c> is not taken.</summary>
    public bool IsWithoutPrincipal => Kind is PolicyKind.Identity or PolicyKind.Boundary or PolicyKind.Session or PolicyKind.ServiceControl;
}

/// <summary>What a policy is for.</summary>
/// <param name="Kind">What it is attached to.</param>
/// <param name="ResourceType">Of a resource's policy the CloudFormation type of the resource, if it is known.</param>
public sealed record PolicyUse(PolicyKind Kind, string? ResourceType = null);
