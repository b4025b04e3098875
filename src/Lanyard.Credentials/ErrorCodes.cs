namespace Lanyard.Credentials;

/// <summary>The stable error codes that scripts may rely on. Each is explained in <c>docs/errors.md</c>.</summary>
public static class ErrorCodes
{
    /// <summary>A shared config or credentials file can't be read or understood.</summary>
    public const string ConfigInvalid = "CONFIG_INVALID";

    /// <summary>The profile that was asked for is in neither file.</summary>
    public const string ProfileNotFound = "PROFILE_NOT_FOUND";

    /// <summary>A profile's settings contradict each other or leave something out.</summary>
    public const string ProfileInvalid = "PROFILE_INVALID";

    /// <summary>A <c>source_profile</c> names a profile that is in neither file.</summary>
    public const string SourceProfileNotFound = "SOURCE_PROFILE_NOT_FOUND";

    /// <summary>Profiles name each other as <c>source_profile</c> in a circle.</summary>
    public const string SourceProfileLoop = "SOURCE_PROFILE_LOOP";

    /// <summary>An <c>sso_session</c> has no section of its own.</summary>
    public const string SsoSessionNotFound = "SSO_SESSION_NOT_FOUND";

    /// <summary>Only one half of an access key is set.</summary>
    public const string KeysIncomplete = "KEYS_INCOMPLETE";

    /// <summary>No source of credentials is configured at all.</summary>
    public const string NoCredentials = "NO_CREDENTIALS";

    /// <summary>Nobody is signed in to the Identity Center session.</summary>
    public const string SsoTokenMissing = "SSO_TOKEN_MISSING";

    /// <summary>The Identity Center sign-in has ended.</summary>
    public const string SsoTokenExpired = "SSO_TOKEN_EXPIRED";

    /// <summary>The cached Identity Center token can't be read.</summary>
    public const string SsoTokenInvalid = "SSO_TOKEN_INVALID";

    /// <summary>The signed-in user may not use that permission set in that account.</summary>
    public const string SsoAccessDenied = "SSO_ACCESS_DENIED";

    /// <summary>The role may not be assumed by these credentials.</summary>
    public const string RoleAccessDenied = "ROLE_ACCESS_DENIED";

    /// <summary>AWS doesn't know these credentials, or their signature is wrong.</summary>
    public const string CredentialsRejected = "CREDENTIALS_REJECTED";

    /// <summary>The credentials' time is over.</summary>
    public const string CredentialsExpired = "CREDENTIALS_EXPIRED";

    /// <summary>This machine's clock is too far from the server's.</summary>
    public const string ClockSkew = "CLOCK_SKEW";

    /// <summary>An MFA code is needed.</summary>
    public const string MfaRequired = "MFA_REQUIRED";

    /// <summary>AWS took none of the codes that it was given.</summary>
    public const string MfaCodeRefused = "MFA_CODE_REFUSED";

    /// <summary>AWS doesn't know the MFA device, or it belongs to somebody else.</summary>
    public const string MfaDeviceRefused = "MFA_DEVICE_REFUSED";

    /// <summary>An <c>mfa_process</c> failed, or printed no code.</summary>
    public const string MfaProcessFailed = "MFA_PROCESS_FAILED";

    /// <summary>The seed of an MFA device is in no vault.</summary>
    public const string MfaSeedMissing = "MFA_SEED_MISSING";

    /// <summary>What should be the seed of an MFA device is none.</summary>
    public const string MfaSeedInvalid = "MFA_SEED_INVALID";

    /// <summary>The account isn't signed up for the service, or not for the region.</summary>
    public const string AccountNotActivated = "ACCOUNT_NOT_ACTIVATED";

    /// <summary>STS isn't activated in the region for the account.</summary>
    public const string RegionDisabled = "REGION_DISABLED";

    /// <summary>AWS asked us to slow down until we gave up.</summary>
    public const string Throttled = "THROTTLED";

    /// <summary>AWS answered with some other error.</summary>
    public const string AwsError = "AWS_ERROR";

    /// <summary>An endpoint didn't answer.</summary>
    public const string EndpointUnreachable = "ENDPOINT_UNREACHABLE";

    /// <summary>An endpoint answered too late.</summary>
    public const string EndpointTimeout = "ENDPOINT_TIMEOUT";

    /// <summary>An endpoint's certificate isn't trusted.</summary>
    public const string TlsUntrusted = "TLS_UNTRUSTED";

    /// <summary>A setting such as a URL, region or number can't be understood.</summary>
    public const string SettingInvalid = "SETTING_INVALID";

    /// <summary>A <c>credential_process</c> could not be started.</summary>
    public const string ProcessNotStarted = "PROCESS_NOT_STARTED";

    /// <summary>A <c>credential_process</c> ended with an error.</summary>
    public const string ProcessFailed = "PROCESS_FAILED";

    /// <summary>A <c>credential_process</c> printed something other than credentials.</summary>
    public const string ProcessOutputInvalid = "PROCESS_OUTPUT_INVALID";

    /// <summary>A <c>credential_process</c> didn't end in time.</summary>
    public const string ProcessTimeout = "PROCESS_TIMEOUT";

    /// <summary>The container endpoint refused or answered something other than credentials.</summary>
    public const string ContainerFailed = "CONTAINER_FAILED";

    /// <summary>The EC2 instance metadata service doesn't answer, or gives no credentials.</summary>
    public const string InstanceMetadataFailed = "INSTANCE_METADATA_FAILED";

    /// <summary>A web identity token's file or variable can't be read.</summary>
    public const string WebIdentityTokenUnreadable = "WEB_IDENTITY_TOKEN_UNREADABLE";

    /// <summary>The CI system gave no identity token.</summary>
    public const string IdentityTokenRefused = "IDENTITY_TOKEN_REFUSED";

    /// <summary>Nobody is signed in to the console session that a profile names.</summary>
    public const string LoginSessionMissing = "LOGIN_SESSION_MISSING";

    /// <summary>The console sign-in's credentials have ended.</summary>
    public const string LoginSessionExpired = "LOGIN_SESSION_EXPIRED";

    /// <summary>The cached console sign-in can't be read.</summary>
    public const string LoginSessionInvalid = "LOGIN_SESSION_INVALID";

    /// <summary>Who signed in to the console may not have credentials for programs.</summary>
    public const string LoginSessionDenied = "LOGIN_SESSION_DENIED";

    /// <summary>The user, or the organisation, turned the sign-in down.</summary>
    public const string SignInDenied = "SIGN_IN_DENIED";

    /// <summary>Nobody finished the sign-in in time.</summary>
    public const string SignInTimeout = "SIGN_IN_TIMEOUT";

    /// <summary>A file or folder of ours can't be written.</summary>
    public const string FileNotWritable = "FILE_NOT_WRITABLE";

    /// <summary>The plan that a private profile leads to is gone.</summary>
    public const string PlanNotFound = "PLAN_NOT_FOUND";

    /// <summary>The credentials are for another account than they must be.</summary>
    public const string AccountMismatch = "ACCOUNT_MISMATCH";

    /// <summary>An edit of a shared file can't be made as it was asked for.</summary>
    public const string EditRefused = "EDIT_REFUSED";

    /// <summary>A shared file was changed by another program during an edit, or since the version that should come back.</summary>
    public const string ConfigChanged = "CONFIG_CHANGED";

    /// <summary>A profile or section doesn't have the setting that was asked for.</summary>
    public const string SettingNotFound = "SETTING_NOT_FOUND";

    /// <summary>A <c>services</c> section is not in the config file.</summary>
    public const string ServicesNotFound = "SERVICES_NOT_FOUND";

    /// <summary>There is no version to go back to.</summary>
    public const string NothingToUndo = "NOTHING_TO_UNDO";

    /// <summary>A team's file holds what may not come from one, or can't be read.</summary>
    public const string TeamFileRefused = "TEAM_FILE_REFUSED";

    /// <summary>The vault is locked, and nobody may be asked to open it.</summary>
    public const string VaultLocked = "VAULT_LOCKED";

    /// <summary>The vault can't be used: it is broken, doesn't answer, or its file was changed by somebody else.</summary>
    public const string VaultFailed = "VAULT_FAILED";

    /// <summary>The vault is open, and has no access key of that name.</summary>
    public const string VaultKeysMissing = "VAULT_KEYS_MISSING";

    /// <summary>The vault holds another access key under that name.</summary>
    public const string VaultEntryExists = "VAULT_ENTRY_EXISTS";

    /// <summary>A rotation stands where the command can't go on from.</summary>
    public const string RotationPending = "ROTATION_PENDING";

    /// <summary>It is too early to delete a rotated key, or something still uses it.</summary>
    public const string OldKeyNeeded = "OLD_KEY_NEEDED";

    /// <summary>The user has as many access keys as IAM allows.</summary>
    public const string AccessKeyQuota = "ACCESS_KEY_QUOTA";

    /// <summary>No link into the console can be had for credentials of this kind, or in this partition.</summary>
    public const string ConsoleUnavailable = "CONSOLE_UNAVAILABLE";

    /// <summary>AWS's console sign-in gave no link for the credentials.</summary>
    public const string ConsoleRefused = "CONSOLE_REFUSED";
}
