using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Engine;

/// <summary>What all policies of one type say of a request: their statements matched, nothing combined across types.</summary>
internal sealed class PolicyLayer
{
    private readonly string _name;
    private readonly AccessRequest _request;
    private readonly List<Finding> _denies = [];
    private readonly List<Finding> _nearMisses = [];
    private Finding? _allow;
    private string? _allowedBecause;

    private PolicyLayer(string name, AccessRequest request) => (_name, _request) = (name, request);

    /// <summary>The closest that an allowing statement comes to the caller; <c>None</c> when nothing allows.</summary>
    public PrincipalReach Allow { get; private set; }

    public bool Allows => Allow != PrincipalReach.None;

    public bool Denies => _denies.Count > 0;

    public IEnumerable<Reason> DenyReasons =>
        _denies.Select(found => found.Because(ReasonKind.Denies, $"denies {_request.Action} on {_request.ResourceArn}"));

    /// <summary>The statement that allows, the one that comes closest to the caller; empty when nothing allows.</summary>
    public IEnumerable<Reason> AllowReasons =>
        _allowedBecause is not null ? [new Reason(ReasonKind.Allows, null, null, null, null, _allowedBecause)]
        : Allow == PrincipalReach.Account ? DelegationReasons
        : _allow is not null ? [_allow.Because(ReasonKind.Allows, $"allows {_request.Action} on {_request.ResourceArn}")]
        : [];

    /// <summary>The statement that leaves the choice to the caller's account, if none comes closer.</summary>
    public IEnumerable<Reason> DelegationReasons => Allow == PrincipalReach.Account && _allow is not null
        ? [_allow.Because(ReasonKind.Delegates, "Principal is the account, whose own policies must allow the caller")]
        : [];

    /// <summary>That an allow is missing here, and which statements came near.</summary>
    public IEnumerable<Reason> MissingReasons => _nearMisses
        .Select(found => found.Because(ReasonKind.NearMiss, $"{found.Element} doesn't match the request"))
        .Prepend(new Reason(
            ReasonKind.AllowMissing, null, null, null, null,
            $"no statement of the {_name} allows {_request.Action} on {_request.ResourceArn}"));

    public static PolicyLayer Evaluate(string name, IEnumerable<AttachedPolicy> policies, AccessRequest request)
    {
        var layer = new PolicyLayer(name, request);
        foreach (var policy in policies)
        {
            foreach (var matcher in policy.Matchers)
            {
                layer.Add(policy, matcher.Statement, matcher.Match(request));
            }
        }

        return layer;
    }

    /// <summary>A layer that allows without a policy.</summary>
    public static PolicyLayer Allowing(string name, AccessRequest request, string because) =>
        new(name, request) { Allow = PrincipalReach.Direct, _allowedBecause = because };

    private void Add(AttachedPolicy policy, Statement statement, StatementMatch match)
    {
        var deny = statement.Effect == Effect.Deny;
        if (match.Matched && deny)
        {
            _denies.Add(new Finding(policy, statement, "Effect", match.At));
        }
        else if (match.Matched && match.Reach > Allow)
        {
            Allow = match.Reach;
            _allow = match.Reach == PrincipalReach.Account
                ? new Finding(policy, statement, "Principal", statement.Principal!.At)
                : new Finding(policy, statement, "Effect", match.At);
        }
        else if (match.Failed is not null && !deny && match.Failed != statement.Action.Name)
        {
            _nearMisses.Add(new Finding(policy, statement, match.Failed, match.At));
        }
    }

    /// <summary>A statement with the element that decided; it becomes a reason only when somebody asks.</summary>
    private sealed record Finding(AttachedPolicy Policy, Statement Statement, string Element, TextPosition At)
    {
        public Reason Because(ReasonKind kind, string message)
        {
            var sid = Statement.Sid is { } text ? $" ({text.Value})" : "";
            var where = $"{Policy.Name}, statement {Statement.Index + 1}{sid}, {At}";
            return new Reason(kind, Policy.Name, Statement, Element, At, $"{where}: {message}");
        }
    }
}
