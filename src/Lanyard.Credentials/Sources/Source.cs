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

    /// <summary>Gets where the settings stand that lead to the source; null where a plan doesn't say.</summary>
    public Origin? Origin { get; init; }

    /// <summary>Gets the keys that an SDK kept of the source and hands out instead of asking it; null where it would ask.</summary>
    public StaticKeys? Cached { get; init; }

    /// <summary>Gives the hops of the chain, the one that everything stands on first.</summary>
    public IReadOnlyList<Source> Hops()
    {
        var hops = new List<Source>();
        for (Source? at = this; at is not null; at = at switch { AssumeRole role => role.From, MfaSession session => session.From, _ => null })
        {
            hops.Insert(0, at);
        }

        return hops;
    }

    /// <summary>The access key in <c>AWS_ACCESS_KEY_ID</c> and its companions.</summary>
    /// <param name="AccessKeyId">The access key id.</param>
    public sealed record Environment(string AccessKeyId) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "environment";

        /// <summary>Gets the variable that holds the access key id; some SDKs know other names.</summary>
        public string IdVariable { get; init; } = "AWS_ACCESS_KEY_ID";

        /// <summary>Gets the variable that holds the secret.</summary>
        public string SecretVariable { get; init; } = "AWS_SECRET_ACCESS_KEY";

        /// <summary>Gets the variables that may hold the session token, the first that is set counts.</summary>
        public IReadOnlyList<string> TokenVariables { get; init; } = StandardTokenVariables;

        /// <summary>Gets whether keys are handed on that have ended by <c>AWS_CREDENTIAL_EXPIRATION</c>, as by most SDKs.</summary>
        public bool AcceptsExpired { get; init; }

        private static readonly string[] StandardTokenVariables = ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"];
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

    /// <summary>A long-lived access key that lies in Lanyard's vault.</summary>
    /// <param name="Profile">The profile that names it.</param>
    /// <param name="Entry">Its name in the vault, the profile's <c>lanyard_vault</c>.</param>
    /// <param name="AccessKeyId">The access key id; null where the list of the vault's keys doesn't have it.</param>
    public sealed record VaultKeys(string Profile, string Entry, string? AccessKeyId) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "vault";

        /// <summary>Gets the profile's <c>credential_process</c>, by which other SDKs come to the same key; null where it has none.</summary>
        public string? ProcessLine { get; init; }
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

        /// <summary>Gets how codes of the device are had without a person; null where they are typed.</summary>
        public MfaCodes? MfaCodes { get; init; }

        /// <summary>Gets whether the other credentials are fetched before a code is asked for, as by botocore.</summary>
        public bool AsksSourceFirst { get; init; }

        /// <summary>Gets the error of an SDK that has the other credentials and then doesn't call; null where it calls.</summary>
        public string? Refusal { get; init; }

        /// <summary>Gets the source identity to set, which stays with every session that is made from this one.</summary>
        public string? SourceIdentity { get; init; }

        /// <summary>Gets the policies that narrow the session; null for none.</summary>
        public SessionPolicies? Policies { get; init; }
    }

    /// <summary>The session of an IAM user who gave a code of an MFA device. All roles of the user share it.</summary>
    /// <param name="SerialNumber">The device's serial number or ARN.</param>
    /// <param name="From">The user's long-lived access key.</param>
    public sealed record MfaSession(string SerialNumber, Source From) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "mfaSession";

        /// <summary>Gets the session's length in seconds; the service's default of 12 hours where unset.</summary>
        public int? DurationSeconds { get; init; }

        /// <summary>Gets how codes of the device are had without a person; null where they are typed.</summary>
        public MfaCodes? Codes { get; init; }
    }

    /// <summary>A role assumed with a token that somebody else's identity provider made.</summary>
    /// <param name="RoleArn">The role.</param>
    /// <param name="Token">Where the token is.</param>
    /// <param name="RoleSessionName">The session's name; one is made up where unset.</param>
    public sealed record WebIdentity(string RoleArn, IdentityToken Token, string? RoleSessionName) : Source
    {
        /// <summary>Makes the source for a token in a file.</summary>
        /// <param name="roleArn">The role.</param>
        /// <param name="tokenFile">The file.</param>
        /// <param name="roleSessionName">The session's name; one is made up where unset.</param>
        public WebIdentity(string roleArn, string tokenFile, string? roleSessionName)
            : this(roleArn, new IdentityToken.InFile(tokenFile), roleSessionName)
        {
        }

        /// <inheritdoc/>
        public override string Kind => "webIdentity";

        /// <summary>Gets the policies that narrow the session; null for none.</summary>
        public SessionPolicies? Policies { get; init; }

        /// <summary>Gets the session's length in seconds.</summary>
        public int? DurationSeconds { get; init; }
    }

    /// <summary>A permission set of IAM Identity Center in an account.</summary>
    /// <param name="SignIn">The sign-in it is reached through.</param>
    /// <param name="AccountId">The account.</param>
    /// <param name="RoleName">The permission set, which the portal calls role name.</param>
    public sealed record SsoRole(SsoSignIn SignIn, string AccountId, string RoleName) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "sso";

        /// <summary>Gets how the cached token is used; the SDKs decide that by rules of their own, while planning.</summary>
        public SsoTokenUse TokenUse { get; init; }
    }

    /// <summary>A program that prints credentials.</summary>
    /// <param name="Profile">The profile that names it.</param>
    /// <param name="CommandLine">The command line as it stands in the file.</param>
    public sealed record Process(string Profile, string CommandLine) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "process";

        /// <summary>Gets whether a shell reads the line, as in most SDKs; the AWS CLI and Lanyard start the program themselves.</summary>
        public bool ByShell { get; init; }

        /// <summary>Gets whether credentials are handed on that have ended already, as the Go SDK does.</summary>
        public bool AcceptsExpired { get; init; }

        /// <summary>Gets the time to their end below which the program is run again at once, as botocore does; null for never.</summary>
        public TimeSpan? RunsAgainWithin { get; init; }

        /// <summary>Gets whether an Expiration that is no time counts as none, as in the JavaScript SDKs: no time is past one that is not a number.</summary>
        public bool AcceptsAnyExpiration { get; init; }

        /// <summary>Gets whether an access key is handed on without its secret, as by the JavaScript SDK v2.</summary>
        public bool AcceptsNoSecret { get; init; }
    }

    /// <summary>A console sign-in, as <c>aws login</c> makes it.</summary>
    /// <param name="Profile">The profile that names it.</param>
    /// <param name="Session">The profile's <c>login_session</c>: the ARN of who signed in.</param>
    public sealed record LoginSession(string Profile, string Session) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "loginSession";

        /// <summary>Gets whether credentials that are still good aren't handed out once AWS has refused to renew them, as by the SDK for JavaScript.</summary>
        public bool EndsWhenRefused { get; init; }
    }

    /// <summary>The role of the EC2 instance, asked of its metadata service.</summary>
    /// <param name="Endpoint">The service's address.</param>
    public sealed record InstanceMetadata(Uri Endpoint) : Source
    {
        /// <inheritdoc/>
        public override string Kind => "instanceMetadata";

        /// <summary>Gets whether version 1, which needs no token, may be asked where version 2 doesn't answer.</summary>
        public bool AllowsV1 { get; init; } = true;

        /// <summary>Gets the seconds that one request may take. On a machine that is no EC2 instance, nobody answers.</summary>
        public double TimeoutSeconds { get; init; } = 1;

        /// <summary>Gets how often a request is tried.</summary>
        public int Attempts { get; init; } = 1;
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
