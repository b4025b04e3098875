namespace Lanyard.Credentials.Sources;

/// <summary>
/// Where credentials come from, as a plan says it: a source names secrets (profile, file, key id) and never holds one. A
/// closed set: the nested records are all there is.
/// </summary>
public abstract record Source
{
    private Source()
    {
    }

    /// <summary>Gets the kind, in the words of <c>explain</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The access key in <c>AWS_ACCESS_KEY_ID</c> and its companions.</summary>
    /// <param name="AccessKeyId">The access key id.</param>
    public sealed record Environment(string AccessKeyId) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "environment";
    }

    /// <summary>An access key that stands in a shared file.</summary>
    /// <param name="Profile">The profile that holds it.</param>
    /// <param name="File">The file that holds it.</param>
    /// <param name="AccessKeyId">The access key id.</param>
    public sealed record StaticKeys(string Profile, string File, string AccessKeyId) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "static";
    }

    /// <summary>A role assumed with other credentials.</summary>
    /// <param name="RoleArn">The role.</param>
    /// <param name="From">The credentials that assume it.</param>
    public sealed record AssumeRole(string RoleArn, Source From) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "assumeRole";

        /// <summary>Gets the session's name; one is made up where unset.</summary>
        public string? RoleSessionName { get; init; }

        /// <summary>Gets the external id.</summary>
        public string? ExternalId { get; init; }

        /// <summary>Gets the session's length in seconds.</summary>
        public int? DurationSeconds { get; init; }

        /// <summary>Gets the MFA device.</summary>
        public string? MfaSerial { get; init; }
    }

    /// <summary>A role assumed with a token that somebody else's identity provider put in a file.</summary>
    /// <param name="RoleArn">The role.</param>
    /// <param name="TokenFile">The file with the token.</param>
    /// <param name="RoleSessionName">The session's name; one is made up where unset.</param>
    public sealed record WebIdentity(string RoleArn, string TokenFile, string? RoleSessionName) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "webIdentity";
    }

    /// <summary>A permission set of IAM Identity Center in an account.</summary>
    /// <param name="SignIn">The sign-in it is reached through.</param>
    /// <param name="AccountId">The account.</param>
    /// <param name="RoleName">The permission set, which the portal calls role name.</param>
    public sealed record SsoRole(SsoSignIn SignIn, string AccountId, string RoleName) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "sso";
    }

    /// <summary>A program that prints credentials.</summary>
    /// <param name="Profile">The profile that names it.</param>
    /// <param name="CommandLine">The command line as it stands in the file.</param>
    public sealed record Process(string Profile, string CommandLine) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "process";
    }

    /// <summary>The credential endpoint of a container.</summary>
    /// <param name="Url">Its address.</param>
    /// <param name="TokenVariable">The environment variable with the token, or with the file that holds it; null for no token.</param>
    public sealed record Container(Uri Url, string? TokenVariable) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "container";
    }
}

/// <summary>A sign-in to IAM Identity Center, and under which name its token is cached.</summary>
/// <param name="SessionName">The <c>sso-session</c>, or <see langword="null"/> for the legacy form, cached under the start URL.</param>
/// <param name="StartUrl">The start URL of the access portal.</param>
/// <param name="Region">Identity Center's region.</param>
/// <param name="Scopes">The scopes to register for, separated by blanks.</param>
public sealed record SsoSignIn(string? SessionName, string StartUrl, string Region, string Scopes = SsoSignIn.DefaultScopes)
{
    /// <summary>The scope that the access portal needs.</summary>
    public const string DefaultScopes = "sso:account:access";

    /// <summary>Gets what the token's cache file is named after.</summary>
    public string CacheKey => SessionName ?? StartUrl;
}
