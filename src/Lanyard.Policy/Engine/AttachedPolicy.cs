using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine.Compiled;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine;

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
            if (ProblemOf(statement, kind) is { } problem)
            {
                throw new PolicyDocumentException(problem.Message, document.Path, problem.Place.Start);
            }
        }

        Name = name;
        Kind = kind;
        Document = document;
        Compiled = new CompiledPolicy(document, ShortArnOf(kind));
    }

    /// <summary>The name that reasons call it by.</summary>
    public string Name { get; }

    /// <summary>What it is attached to.</summary>
    public PolicyKind Kind { get; }

    /// <summary>The document.</summary>
    public PolicyDocument Document { get; }

    internal CompiledPolicy Compiled { get; }

    // IAM User Guide, "IAM ARNs": an incomplete ARN in a policy of an identity is completed with stars. Elsewhere a star at its end can
    // still reach over the colons that are missing ("Resource", wildcards in resource ARNs). RCPs refuse such ARNs.
    internal static ShortArn ShortArnOf(PolicyKind kind) => kind switch
    {
        PolicyKind.Identity or PolicyKind.Boundary or PolicyKind.Session => ShortArn.Open,
        PolicyKind.ResourceControl => ShortArn.Refused,
        _ => ShortArn.OpenAfterStar,
    };

    private static (string Message, Place Place)? ProblemOf(Statement statement, PolicyKind kind) => (kind, statement) switch
    {
        (PolicyKind.Identity or PolicyKind.Boundary or PolicyKind.Session or PolicyKind.ServiceControl, { Principal: { } principal }) =>
            ($"{NameOf(kind)} takes no {principal.Name}: it is about the identities it is attached to", principal.Key.Place),
        (PolicyKind.Trust, { Resource: { } resource }) =>
            ($"a role trust policy takes no {resource.Name}: it is about the role it is attached to", resource.Key.Place),
        (PolicyKind.Trust or PolicyKind.ResourceControl, { Principal: { Negated: true } principal }) =>
            ($"{NameOf(kind)} takes no NotPrincipal", principal.Key.Place),
        (PolicyKind.Trust or PolicyKind.ResourceControl, { Principal: null }) => ($"{NameOf(kind)} needs Principal", statement.Place),
        (PolicyKind.Resource, { Principal: null }) => ("a policy of a resource needs Principal or NotPrincipal", statement.Place),
        (PolicyKind.ResourceControl, { Principal.Entries: not [{ Kind: PrincipalKind.Everyone } or { Kind: PrincipalKind.Aws, Value.Value: "*" }] }) =>
            ("the Principal of an RCP must be \"*\"", statement.Principal!.Key.Place),
        (PolicyKind.ResourceControl, { Action: { Negated: true } action }) => ("an RCP takes no NotAction", action.Key.Place),
        (not (PolicyKind.Trust or PolicyKind.Resource or PolicyKind.Endpoint), { Resource: null }) =>
            ($"{NameOf(kind)} needs Resource or NotResource", statement.Place),
        _ => null,
    };

    private static string NameOf(PolicyKind kind) => kind switch
    {
        PolicyKind.Boundary => "a permissions boundary",
        PolicyKind.Session => "a session policy",
        PolicyKind.ServiceControl => "an SCP",
        PolicyKind.ResourceControl => "an RCP",
        PolicyKind.Trust => "a role trust policy",
        _ => "a policy of an identity",
    };
}
