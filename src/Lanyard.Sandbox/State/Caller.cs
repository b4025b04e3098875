using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.State;

/// <summary>What kind of principal calls.</summary>
internal enum CallerKind
{
    /// <summary>An IAM user with an access key.</summary>
    User,

    /// <summary>An IAM user with temporary credentials from GetSessionToken.</summary>
    UserSession,

    /// <summary>A session of a role.</summary>
    RoleSession,

    /// <summary>A session of GetFederationToken.</summary>
    FederatedUser,

    /// <summary>The root user of an account with an access key.</summary>
    Root,
}

/// <summary>The principal that an access key stands for.</summary>
/// <param name="Kind">What kind of principal it is.</param>
/// <param name="AccountId">The account that it is in.</param>
/// <param name="Arn">Its ARN as GetCallerIdentity tells it.</param>
/// <param name="UserId">Its unique id; for a role session, role id and session name.</param>
/// <param name="IssuerArn">The ARN of the user, of the role, or of who asked for a federated session.</param>
/// <param name="Name">The user's name, or the session's.</param>
internal sealed record Caller(CallerKind Kind, string AccountId, string Arn, string UserId, string IssuerArn, string Name)
{
    /// <summary>Gets the session policies; <see langword="null"/> where none were passed.</summary>
    public SessionPolicies? SessionPolicies { get; init; }

    /// <summary>Gets the session tags.</summary>
    public SessionTags SessionTags { get; init; } = SessionTags.None;

    /// <summary>Gets the source identity that was set when the first role of a chain was assumed.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>Gets when the temporary credentials were issued; <see langword="null"/> for long-lived keys.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Gets when the user gave a code of an MFA device; <see langword="null"/> where none was given.</summary>
    public DateTimeOffset? MfaAt { get; init; }

    /// <summary>Gets the identity store's user id of who took the role through Identity Center; <see langword="null"/> for others.</summary>
    public string? StoreUserId { get; init; }

    /// <summary>Gets the ARN of the identity provider that vouched for whom the role was given; <see langword="null"/> for others.</summary>
    public string? FederatedProvider { get; init; }

    /// <summary>Gets whether AssumeRoot made this session of a member account's root user.</summary>
    public bool IsAssumedRoot { get; init; }

    /// <summary>Gets the account that a delegation request lends this session to; <see langword="null"/> for others.</summary>
    public string? DelegateAccountId { get; init; }

    /// <summary>Gets whether a role's session assumed this role (role chaining).</summary>
    public bool IsChained { get; init; }

    public bool IsTemporary => IssuedAt is not null;

    /// <summary>Gives the root user of an account, with an access key of its own.</summary>
    public static Caller OfRoot(IamAccount account) => new(CallerKind.Root, account.Id, account.Root, account.Id, account.Root, account.Id);

    /// <summary>Gets the caller as policies see it.</summary>
    public RequestPrincipal Principal => Kind switch
    {
        CallerKind.RoleSession => new RoleSession(IssuerArn, Name),
        CallerKind.Root => new RootUser(IssuerArn),
        CallerKind.FederatedUser => new FederatedUser(Arn, IssuerArn),
        _ => new IamUser(IssuerArn),
    };

    /// <summary>Gets the unique id of the user or of the role.</summary>
    public string IssuerId
    {
        get => field ?? UserId.Split(':')[0];
        init;
    }
}
