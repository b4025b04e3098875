using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine;

/// <summary>One request to judge.</summary>
public sealed record AccessRequest
{
    /// <summary>Creates a request.</summary>
    /// <param name="principal">Who asks.</param>
    /// <param name="action">The action, such as <c>sts:AssumeRole</c>.</param>
    /// <param name="resourceArn">The ARN of the resource; <c>*</c> for an action that has none.</param>
    /// <param name="context">
    /// The condition keys. Those that follow from the principal (<c>aws:PrincipalArn</c>, <c>aws:PrincipalAccount</c>,
    /// <c>aws:PrincipalType</c>, <c>aws:username</c>, <c>aws:PrincipalIsAWSService</c>, <c>aws:PrincipalServiceName</c>) are added where
    /// they are missing.
    /// </param>
    public AccessRequest(RequestPrincipal principal, string action, string resourceArn, RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(resourceArn);
        ArgumentNullException.ThrowIfNull(context);
        Principal = principal;
        Action = action;
        ResourceArn = resourceArn;
        Context = WithPrincipal(context, principal);
        ResourceAccount = Arn.TryParse(resourceArn, out var arn) && arn.Account.Length > 0 ? arn.Account : null;
    }

    /// <summary>Who asks.</summary>
    public RequestPrincipal Principal { get; }

    /// <summary>The action.</summary>
    public string Action { get; }

    /// <summary>The ARN of the resource, or <c>*</c>.</summary>
    public string ResourceArn { get; }

    /// <summary>The condition keys, those of the principal included.</summary>
    public RequestContext Context { get; }

    /// <summary>
    /// The account that owns the resource: by default the one in its ARN. Where the ARN has none, as with Amazon S3 buckets, say it here;
    /// <see langword="null"/> stands for the caller's own.
    /// </summary>
    public string? ResourceAccount { get; init; }

    private static RequestContext WithPrincipal(RequestContext context, RequestPrincipal principal)
    {
        Add("aws:PrincipalArn", principal is RoleSession role ? role.RoleArn : principal.Arn);
        Add("aws:PrincipalAccount", principal.Account);
        Add("aws:PrincipalType", principal.Type);
        Add("aws:PrincipalIsAWSService", principal is AwsService ? "true" : "false");
        Add("aws:PrincipalServiceName", (principal as AwsService)?.Name);
        Add("aws:username", (principal as IamUser)?.Name);
        return context;

        void Add(string key, string? value) =>
            context = value is null || context.Find(key) is not null ? context : context.With(key, value);
    }
}
