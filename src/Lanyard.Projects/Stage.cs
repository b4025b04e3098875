namespace Lanyard.Projects;

/// <summary>One stage of a project: a named account and region, the way in, and the guard rails around it.</summary>
public sealed record Stage
{
    /// <summary>The name as written in <c>lanyard.yaml</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Further names that mean this stage. <c>*</c> stands for any characters, <c>$USER</c> for the user's name. Empty when
    /// only the stage's own name means it.
    /// </summary>
    public IReadOnlyList<string> Match { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>The account the stage lives in: 12 digits.</summary>
    public required string Account { get; init; }

    /// <summary>The AWS Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>How this machine gets the stage's credentials: as pinned, or the profile of <c>lanyard.local.yaml</c>.</summary>
    public required StageAccess Access { get; init; }

    /// <summary>
    /// The role or permission set that the team committed; never a <see cref="StageAccess.Profile"/>. Whatever
    /// <see cref="Access"/> yields must be this identity in <see cref="Account"/>.
    /// </summary>
    public required StageAccess PinnedAccess { get; init; }

    /// <summary>True if using the stage takes a typed confirmation, a grant, or the CI identity.</summary>
    public bool Protected { get; init; }

    /// <summary>The longest session to ask for or accept, 15 minutes to one hour; null leaves it to AWS.</summary>
    public TimeSpan? MaxSession { get; init; }

    /// <summary>Git branches the stage may be used from, <c>*</c> as a wildcard; empty allows every branch.</summary>
    public IReadOnlyList<string> Branches { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>The identity that CI uses for this stage, or null.</summary>
    public StageCi? Ci { get; init; }

    /// <summary>
    /// The addresses beside AWS's own that may answer for AWS in this stage: an address for every service, or <c>service=address</c>
    /// for one. They are allowed by this and not set. Empty allows none.
    /// </summary>
    public IReadOnlyList<string> Endpoints { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>1-based line of the stage's name in <c>lanyard.yaml</c>.</summary>
    public int Line { get; init; } = 1;

    /// <summary>1-based column of the stage's name in <c>lanyard.yaml</c>.</summary>
    public int Column { get; init; } = 1;
}

/// <summary>How a stage's credentials are obtained. A closed set: the nested records are all there is.</summary>
public abstract record StageAccess
{
    private StageAccess()
    {
    }

    /// <summary>A permission set of IAM Identity Center, in the stage's account.</summary>
    /// <param name="Session">The Identity Center sign-in it is reached through.</param>
    /// <param name="Name">The permission set's name, which GetRoleCredentials calls the role name.</param>
    public sealed record PermissionSet(SsoSessionSetting Session, string Name) : StageAccess;

    /// <summary>A role of the stage's account, assumed with another stage's credentials (so one hour at most).</summary>
    /// <param name="RoleArn">The role's ARN.</param>
    /// <param name="From">The name of the stage whose credentials assume it.</param>
    public sealed record Role(string RoleArn, string From) : StageAccess;

    /// <summary>A profile of this machine's AWS config; only <c>lanyard.local.yaml</c> can name one.</summary>
    /// <param name="Name">The profile's name.</param>
    public sealed record Profile(string Name) : StageAccess;
}

/// <summary>An IAM Identity Center sign-in that stages share.</summary>
/// <param name="Name">Its name in <c>lanyard.yaml</c>.</param>
/// <param name="StartUrl">The access portal's URL: https, or http on the loopback interface.</param>
/// <param name="Region">The Region Identity Center lives in, which may differ from the stages'.</param>
public sealed record SsoSessionSetting(string Name, string StartUrl, string Region);

/// <summary>The identity CI takes on for a stage.</summary>
/// <param name="RoleArn">A role of the stage's account that trusts the CI system's OIDC provider.</param>
/// <param name="Oidc">The CI system whose token is exchanged for the role.</param>
public sealed record StageCi(string RoleArn, OidcIssuer Oidc);

/// <summary>A CI system that issues OIDC tokens to its jobs.</summary>
public enum OidcIssuer
{
    /// <summary>GitHub Actions; <c>github</c> in the file.</summary>
    GitHub,

    /// <summary>GitLab CI/CD; <c>gitlab</c> in the file.</summary>
    GitLab,

    /// <summary>Bitbucket Pipelines; <c>bitbucket</c> in the file.</summary>
    Bitbucket,

    /// <summary>CircleCI; <c>circleci</c> in the file.</summary>
    CircleCi,
}
