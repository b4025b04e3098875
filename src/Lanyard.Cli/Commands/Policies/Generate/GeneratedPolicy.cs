using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Lint;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>A policy that was made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="For">Whom it is for.</param>
/// <param name="Document">The document.</param>
/// <param name="Access">What it is made of; nothing in the second and later parts of a split, which the first tells for all.</param>
/// <param name="Check">Whether it is consistent with that, together with the other parts.</param>
internal sealed record GeneratedPolicy(string Name, string For, PolicyDocument Document, NeededAccess Access, NeedCheck Check)
{
    /// <summary>Whoever deploys.</summary>
    public const string Deployer = "deployer";

    /// <summary>The role that CloudFormation deploys with.</summary>
    public const string ServiceRole = "service-role";

    /// <summary>The roles that the deployment makes, of which it is the permissions boundary.</summary>
    public const string Roles = "roles";

    /// <summary>Gets the ARN that it must have; null where any will do.</summary>
    public string? Arn { get; init; }

    /// <summary>Gets whether the stack's name isn't known, so that it holds for every stack.</summary>
    public bool IsForEveryStack { get; init; }

    /// <summary>Gets whether roles may be made without a permissions boundary, as the user wants it.</summary>
    public bool IsUnbounded { get; init; }

    /// <summary>Gets what <c>policy check</c> finds in it, as it is printed as JSON.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>Checks a document as <c>policy check</c> does.</summary>
    /// <param name="document">The document.</param>
    /// <param name="kind">What it is for.</param>
    public static ImmutableArray<Finding> Lint(PolicyDocument document, PolicyKind kind) =>
        PolicyLinter.Check(PolicyDocumentWriter.Write(document, indented: true), new PolicyUse(kind), Catalogue.Embedded);
}
