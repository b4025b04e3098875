using System.Diagnostics.CodeAnalysis;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine;

/// <summary>Who makes a request.</summary>
public abstract record RequestPrincipal
{
    private protected RequestPrincipal()
    {
    }

    /// <summary>The account of the caller, twelve digits; <see langword="null"/> for services, federated and anonymous callers.</summary>
    public virtual string? Account => null;

    /// <summary>The ARN a policy can name just this caller by, or <see langword="null"/> without one.</summary>
    public virtual string? Arn => null;

    /// <summary>
    /// The ARN behind a session: its role, or the user who asked for a federated session. A policy that names it reaches the session too,
    /// within what boundaries and session policies leave.
    /// </summary>
    public virtual string? IssuerArn => null;

    /// <summary>Whether this is a role that an AWS service made for itself: no SCP and no RCP reaches it.</summary>
    public virtual bool IsServiceLinked => false;

    /// <summary>The value of <c>aws:PrincipalType</c>.</summary>
    internal abstract string? Type { get; }

    /// <summary>The value of <c>aws:userid</c>; <see langword="null"/> where IAM's unique id of a user or role is in it, which no ARN tells.</summary>
    internal virtual string? Id => null;

    /// <summary>Whether an ARN in a policy is that of the role or user behind this session.</summary>
    internal virtual bool IsIssuedBy(string arn) => IssuerArn is not null && arn == IssuerArn;

    /// <summary>Reads the ARN of a user, a role, an assumed-role or federated-user session, or of an account's root user.</summary>
    /// <param name="text">The ARN. That of a session doesn't hold the path of its role: see <see cref="RoleSession.IsPathKnown"/>.</param>
    /// <param name="principal">The caller.</param>
    /// <returns>Whether the text is such an ARN.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RequestPrincipal? principal)
    {
        principal = !Matching.Arn.TryParse(text, out var arn) ? null : (arn.Service, arn.Resource.Split('/')) switch
        {
            ("iam", ["root"]) => new RootUser(arn.ToString()),
            ("iam", ["user", .., { Length: > 0 }]) => new IamUser(arn.ToString()),
            ("iam", ["role", .., { Length: > 0 }]) => new RoleSession(arn.ToString(), null),
            ("sts", ["assumed-role", { Length: > 0 } role, { Length: > 0 } session]) =>
                new RoleSession((arn with { Service = "iam", Resource = $"role/{role}" }).ToString(), session) { IsPathKnown = false },
            ("sts", ["federated-user", { Length: > 0 }]) => new FederatedUser(arn.ToString(), null),
            _ => null,
        };
        return principal is not null;
    }

    /// <summary>Takes an ARN apart that must be one of a given service.</summary>
    private protected static Arn Require(string arn, string service, string resourceType)
    {
        ArgumentNullException.ThrowIfNull(arn);
        return Matching.Arn.TryParse(arn, out var parsed) && parsed.Service == service
            && (resourceType == "root"
                ? parsed.Resource == resourceType
                : parsed.Resource.StartsWith($"{resourceType}/", StringComparison.Ordinal) && !parsed.Resource.EndsWith('/'))
            ? parsed
            : throw new ArgumentException($"\"{arn}\" is not the ARN of a {service} {resourceType}", nameof(arn));
    }
}

/// <summary>The root user of an account.</summary>
/// <param name="RootArn">The ARN, such as <c>arn:aws:iam::123456789012:root</c>.</param>
/// <exception cref="ArgumentException">The ARN is of something else.</exception>
public sealed record RootUser(string RootArn) : RequestPrincipal
{
    private readonly Arn _arn = Require(RootArn, "iam", "root");

    /// <inheritdoc/>
    public override string Account => _arn.Account;

    /// <inheritdoc/>
    public override string Arn => RootArn;

    internal override string Type => "Account";

    internal override string Id => _arn.Account;
}

/// <summary>An IAM user.</summary>
/// <param name="UserArn">The ARN of the user.</param>
/// <exception cref="ArgumentException">The ARN is of something else.</exception>
public sealed record IamUser(string UserArn) : RequestPrincipal
{
    private readonly Arn _arn = Require(UserArn, "iam", "user");

    /// <inheritdoc/>
    public override string Account => _arn.Account;

    /// <inheritdoc/>
    public override string Arn => UserArn;

    /// <summary>The name without the path.</summary>
    public string Name => _arn.Resource[(_arn.Resource.LastIndexOf('/') + 1)..];

    internal override string Type => "User";
}

/// <summary>A session of a role.</summary>
/// <param name="RoleArn">The ARN of the role, path included.</param>
/// <param name="SessionName">The session's name; <see langword="null"/> for any session of the role.</param>
/// <exception cref="ArgumentException">The ARN is of something else.</exception>
public sealed record RoleSession(string RoleArn, string? SessionName) : RequestPrincipal
{
    private readonly Arn _arn = Require(RoleArn, "iam", "role");

    /// <inheritdoc/>
    public override string Account => _arn.Account;

    /// <inheritdoc/>
    public override string? Arn { get; } = SessionName is null ? null : SessionArn(Require(RoleArn, "iam", "role"), SessionName);

    /// <inheritdoc/>
    public override string IssuerArn => RoleArn;

    /// <summary>
    /// Whether the role's path is in <see cref="RoleArn"/>. Where it isn't, because the ARN of the session was all there was, the role is
    /// known by its name, which no other role of the account has.
    /// </summary>
    public bool IsPathKnown { get; init; } = true;

    /// <inheritdoc/>
    public override bool IsServiceLinked => IsPathKnown
        ? _arn.Resource.StartsWith("role/aws-service-role/", StringComparison.Ordinal)
        : NameIn(_arn.Resource).StartsWith("AWSServiceRoleFor");

    internal override string Type => "AssumedRole";

    internal override bool IsIssuedBy(string arn) => arn == RoleArn || (!IsPathKnown && IsRoleOfThatName(arn));

    private static string SessionArn(Arn role, string session) =>
        (role with { Service = "sts", Resource = $"assumed-role/{NameIn(role.Resource)}/{session}" }).ToString();

    private static ReadOnlySpan<char> NameIn(ReadOnlySpan<char> resource) => resource[(resource.LastIndexOf('/') + 1)..];

    private bool IsRoleOfThatName(string text)
    {
        var arn = new ArnParts(text);
        return arn.IsArn && arn.Part(text, 1).SequenceEqual(_arn.Partition) && arn.Part(text, 2).SequenceEqual("iam")
            && arn.Part(text, 4).SequenceEqual(_arn.Account) && arn.Part(text, 5).StartsWith("role/")
            && NameIn(arn.Part(text, 5)).SequenceEqual(NameIn(_arn.Resource));
    }
}

/// <summary>A session that <c>sts:GetFederationToken</c> made.</summary>
/// <param name="SessionArn">The ARN, such as <c>arn:aws:sts::123456789012:federated-user/name</c>.</param>
/// <param name="UserArn">The ARN of the user who asked for the session, if known.</param>
/// <exception cref="ArgumentException">The ARN is of something else.</exception>
public sealed record FederatedUser(string SessionArn, string? UserArn) : RequestPrincipal
{
    private readonly Arn _arn = Require(SessionArn, "sts", "federated-user");

    /// <inheritdoc/>
    public override string Account => _arn.Account;

    /// <inheritdoc/>
    public override string Arn => SessionArn;

    /// <inheritdoc/>
    public override string? IssuerArn => UserArn;

    internal override string Type => "FederatedUser";

    internal override string Id => $"{_arn.Account}:{_arn.Resource["federated-user/".Length..]}";
}

/// <summary>Someone whom an identity provider vouches for, on the way to a role.</summary>
/// <param name="Provider">
/// The ARN of the SAML or OpenID Connect provider, or the name of a built-in one such as <c>accounts.google.com</c>.
/// </param>
public sealed record FederatedIdentity(string Provider) : RequestPrincipal
{
    internal override string? Type => null;
}

/// <summary>An AWS service that acts for itself.</summary>
/// <param name="Name">The service principal, such as <c>lambda.amazonaws.com</c>.</param>
public sealed record AwsService(string Name) : RequestPrincipal
{
    internal override string? Type => null;
}

/// <summary>Somebody without credentials.</summary>
public sealed record AnonymousCaller : RequestPrincipal
{
    internal override string Type => "Anonymous";

    internal override string Id => "anonymous";
}
