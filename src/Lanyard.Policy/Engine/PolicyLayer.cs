using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Engine;

/// <summary>What all policies of one type say of a request: their statements matched, nothing combined across types.</summary>
internal sealed class PolicyLayer
{
    private readonly List<Reason> _denies = [];
    private readonly List<Reason> _allows = [];
    private readonly List<Reason> _nearMisses = [];

    private PolicyLayer(string name) => Name = name;

    /// <summary>The type of the policies, as a plural for sentences.</summary>
    public string Name { get; }

    /// <summary>The closest that an allowing statement comes to the caller; <c>None</c> when nothing allows.</summary>
    public PrincipalReach Allow { get; private set; }

    public bool Allows => Allow != PrincipalReach.None;

    public IReadOnlyList<Reason> Denies => _denies;

    /// <summary>The statement that allows, the one that comes closest to the caller; empty when nothing allows.</summary>
    public IEnumerable<Reason> AllowReasons => _allows;

    /// <summary>The statement that leaves the choice to the caller's account, if nothing comes closer.</summary>
    public IEnumerable<Reason> DelegationReasons => _allows.Where(reason => reason.Kind == ReasonKind.Delegates);

    public static PolicyLayer Evaluate(string name, IEnumerable<AttachedPolicy> policies, AccessRequest request)
    {
        var layer = new PolicyLayer(name);
        foreach (var policy in policies)
        {
            foreach (var matcher in policy.Matchers)
            {
                layer.Add(policy, matcher.Statement, matcher.Match(request), request);
            }
        }

        return layer;
    }

    /// <summary>A layer that allows without a policy.</summary>
    public static PolicyLayer Allowing(string name, string message)
    {
        var layer = new PolicyLayer(name) { Allow = PrincipalReach.Direct };
        layer._allows.Add(new Reason(ReasonKind.Allows, null, null, null, null, message));
        return layer;
    }

    /// <summary>That an allow is missing here, and which statements came near.</summary>
    public IEnumerable<Reason> MissingReasons(AccessRequest request) =>
        _nearMisses.Prepend(new Reason(
            ReasonKind.AllowMissing, null, null, null, null,
            $"no statement of the {Name} allows {request.Action} on {request.ResourceArn}"));

    private void Add(AttachedPolicy policy, Statement statement, StatementMatch match, AccessRequest request)
    {
        var deny = statement.Effect == Effect.Deny;
        var where = $"{policy.Name}, statement {statement.Index + 1}{(statement.Sid is { } sid ? $" ({sid.Value})" : "")}, {match.At}";
        if (match.Matched && deny)
        {
            _denies.Add(Because(ReasonKind.Denies, "Effect", $"{where}: denies {request.Action} on {request.ResourceArn}"));
        }
        else if (match.Matched && match.Reach > Allow)
        {
            Allow = match.Reach;
            _allows.Clear();
            _allows.Add(match.Reach == PrincipalReach.Account
                ? Because(ReasonKind.Delegates, "Principal", $"{where}: allows the account; it is for the caller's policies to pass that on")
                : Because(ReasonKind.Allows, "Effect", $"{where}: allows {request.Action} on {request.ResourceArn}"));
        }
        else if (!match.Matched && !deny && match.Failed != statement.Action.Name)
        {
            _nearMisses.Add(Because(ReasonKind.NearMiss, match.Failed, $"{where}: {match.Failed} doesn't match the request"));
        }

        Reason Because(ReasonKind kind, string? element, string message) =>
            new(kind, policy.Name, statement, element, match.At, message);
    }
}
