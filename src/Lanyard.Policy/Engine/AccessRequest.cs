using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine;

/// <summary>One request to judge.</summary>
public sealed class AccessRequest
{
    private readonly RequestContext _given;
    private RequestContext? _context;

    /// <summary>Creates a request.</summary>
    /// <param name="principal">Who asks.</param>
    /// <param name="action">The action, such as <c>sts:AssumeRole</c>; upper and lower case carry no meaning.</param>
    /// <param name="resourceArn">The ARN of the resource; <c>*</c> for an action that has none.</param>
    /// <param name="context">
    /// The condition keys. Those that follow from the request (<c>aws:PrincipalArn</c>, <c>aws:PrincipalAccount</c>,
    /// <c>aws:PrincipalType</c>, <c>aws:PrincipalIsAWSService</c>, <c>aws:PrincipalServiceName</c>, <c>aws:username</c>,
    /// <c>aws:userid</c> where no unique id of IAM is in it, <c>aws:ResourceAccount</c>) are added where they are missing.
    /// </param>
    /// <param name="resourceAccount">
    /// The account that owns the resource; <see langword="null"/> stands for the one in its ARN or, where the ARN has none, as with
    /// Amazon S3 buckets, for the caller's own.
    /// </param>
    public AccessRequest(RequestPrincipal principal, string action, string resourceArn, RequestContext context, string? resourceAccount = null)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(resourceArn);
        ArgumentNullException.ThrowIfNull(context);
        Principal = principal;
        Action = action;
        Service = action[..Math.Max(0, action.IndexOf(':', StringComparison.Ordinal))];
        ResourceArn = resourceArn;
        Resource = new RequestResource(resourceArn);
        ResourceAccount = resourceAccount
            ?? (Arn.TryParse(resourceArn, out var arn) && arn.Account.Length > 0 ? arn.Account : principal.Account);
        Rule = ServiceRules.RuleOf(this);
        Relation = principal.Account is not { } account ? Relation.NoAccount
            : ResourceAccount is { } owner && owner != account ? Relation.CrossAccount
            : ServiceRules.ResourceMustAllow(this) ? Relation.SameAccountBothAgree
            : Relation.SameAccount;
        _given = context;
    }

    /// <summary>Who asks.</summary>
    public RequestPrincipal Principal { get; }

    /// <summary>The action.</summary>
    public string Action { get; }

    /// <summary>The ARN of the resource, or <c>*</c>.</summary>
    public string ResourceArn { get; }

    /// <summary>The condition keys, those that follow from the request included.</summary>
    public RequestContext Context => _context ??= _given.Complete(
        ("aws:PrincipalArn", Principal is RoleSession role ? role.RoleArn : Principal.Arn),
        ("aws:PrincipalAccount", Principal is AnonymousCaller ? "anonymous" : Principal.Account),
        ("aws:PrincipalType", Principal.Type),
        ("aws:PrincipalIsAWSService", Principal is AwsService ? "true" : Principal.Account is null ? null : "false"),
        ("aws:PrincipalServiceName", (Principal as AwsService)?.Name),
        ("aws:userid", Principal.Id),
        ("aws:username", (Principal as IamUser)?.Name),
        ("aws:ResourceAccount", ResourceAccount));

    /// <summary>The account that owns the resource; <see langword="null"/> when nothing tells.</summary>
    public string? ResourceAccount { get; }

    /// <summary>
    /// Whether the action is known to act on no resource: then only <c>"Resource": "*"</c> matches, whatever <see cref="ResourceArn"/> is.
    /// </summary>
    public bool TakesNoResource
    {
        get;
        init
        {
            field = value;
            Resource = value ? new RequestResource("*") : Resource;
        }
    }

    /// <summary>Whether RCPs reach the service; they do unless it is known that they don't.</summary>
    public bool IsCoveredByResourceControl { get; init; } = true;

    /// <summary>The prefix of the action.</summary>
    internal string Service { get; }

    /// <summary>The rule of AWS that decides whatever the policies say.</summary>
    internal StandingRule Rule { get; }

    /// <summary>How the caller stands to the resource.</summary>
    internal Relation Relation { get; }

    /// <summary>The resource as patterns see it.</summary>
    internal RequestResource Resource { get; private init; }
}
