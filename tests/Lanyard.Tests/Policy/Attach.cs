using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Tests.Policy;

/// <summary>Policies from short texts.</summary>
internal static class Attach
{
    public static AttachedPolicy Identity(string statements, string name = "identity") =>
        new(name, PolicyKind.Identity, Document(statements));

    public static AttachedPolicy Resource(string statements) => new("resource", PolicyKind.Resource, Document(statements));

    public static AttachedPolicy Trust(string statements) => new("trust", PolicyKind.Trust, Document(statements));

    /// <summary>A document of the current language version; single quotes stand for double ones.</summary>
    public static PolicyDocument Document(string statements, string version = "2012-10-17") =>
        PolicyDocumentReader.Read($"{{'Version':'{version}','Statement':[{statements}]}}".Replace('\'', '"'), path: null);

    public static AttachedPolicy Of(PolicyKind kind, string statements, string name) => new(name, kind, Document(statements));

    /// <summary>The policies of the caller.</summary>
    public static AccessPolicies Caller(params AttachedPolicy[] identity) => new() { Identity = PolicySet.Of(identity) };

    /// <summary>The policies of the caller, from texts; a text that is null leaves the type out.</summary>
    public static AccessPolicies Caller(string identity, string? boundary, string? session) => Caller(Identity(identity)) with
    {
        Boundary = boundary is null ? null : PolicySet.Of(Of(PolicyKind.Boundary, boundary, "boundary")),
        Session = session is null ? null : PolicySet.Of(Of(PolicyKind.Session, session, "session")),
    };
}

/// <summary>A verdict with its reasons in words.</summary>
internal sealed record Answer(Verdict Verdict, IReadOnlyList<RenderedReason> Reasons, IReadOnlyList<string> BlockedBy)
{
    public Outcome Outcome => Verdict.Outcome;

    public bool IsAllowed => Verdict.IsAllowed;

    public static Answer To(AccessRequest request, AccessPolicies policies)
    {
        var explanation = Explanation.Of(request, policies);
        Assert.Equal(AccessEvaluator.Decide(request, policies), explanation.Verdict);
        return new Answer(explanation.Verdict, [.. explanation.Reasons.Select(explanation.Render)], [.. explanation.BlockedBy]);
    }
}
