using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Engine;

/// <summary>What a policy is attached to, which decides the elements it takes.</summary>
public enum PolicyKind
{
    /// <summary>A user, group or role, or a session or boundary of one: <c>Resource</c> is needed, <c>Principal</c> is not taken.</summary>
    Identity,

    /// <summary>A resource: <c>Principal</c> is needed; without <c>Resource</c> it means the resource it is attached to.</summary>
    Resource,

    /// <summary>A role, saying who may assume it: <c>Principal</c> is needed; <c>NotPrincipal</c> and <c>Resource</c> are refused.</summary>
    Trust,
}

/// <summary>A policy document with a name, in its place, ready to be evaluated many times.</summary>
public sealed class AttachedPolicy
{
    /// <summary>Attaches a document.</summary>
    /// <param name="name">The name that reasons call it by.</param>
    /// <param name="kind">What it is attached to.</param>
    /// <param name="document">The document.</param>
    /// <exception cref="PolicyDocumentException">
    /// A statement lacks an element that this kind needs, or has one that it doesn't take.
    /// </exception>
    public AttachedPolicy(string name, PolicyKind kind, PolicyDocument document)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(document);
        foreach (var statement in document.Statements)
        {
            Check(statement, kind, document.Path);
        }

        Name = name;
        Kind = kind;
        Document = document;
        Matchers = [.. document.Statements.Select(statement => new StatementMatcher(statement, document.HasVariables))];
    }

    /// <summary>The name that reasons call it by.</summary>
    public string Name { get; }

    /// <summary>What it is attached to.</summary>
    public PolicyKind Kind { get; }

    /// <summary>The document.</summary>
    public PolicyDocument Document { get; }

    internal ImmutableArray<StatementMatcher> Matchers { get; }

    private static void Check(Statement statement, PolicyKind kind, string? path)
    {
        var (problem, at) = (kind, statement) switch
        {
            (PolicyKind.Identity, { Principal: { } principal }) =>
                ($"a policy of an identity takes no {principal.Name}: it is about the identity it is attached to", principal.At),
            (PolicyKind.Identity, { Resource: null }) => ("a policy of an identity needs Resource or NotResource", statement.At),
            (PolicyKind.Resource, { Principal: null }) => ("a policy of a resource needs Principal or NotPrincipal", statement.At),
            (PolicyKind.Trust, { Principal: null }) => ("a role trust policy needs Principal", statement.At),
            (PolicyKind.Trust, { Principal: { Negated: true } principal }) => ("a role trust policy takes no NotPrincipal", principal.At),
            (PolicyKind.Trust, { Resource: { } resource }) =>
                ($"a role trust policy takes no {resource.Name}: it is about the role it is attached to", resource.At),
            _ => (null, default),
        };
        if (problem is not null)
        {
            throw new PolicyDocumentException(problem, path, at);
        }
    }
}
