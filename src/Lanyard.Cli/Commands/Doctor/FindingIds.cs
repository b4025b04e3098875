namespace Lanyard.Cli.Commands.Doctor;

/// <summary>The names of the findings, but for those of what the SDKs read differently. Each is explained in docs/doctor.md.</summary>
internal static class FindingIds
{
    public const string PlainTextKey = "PLAIN_TEXT_KEY";
    public const string DefaultProfile = "DEFAULT_PROFILE_CREDENTIALS";
    public const string OpenFile = "FILE_OPEN_TO_OTHERS";
    public const string OpenFolder = "FOLDER_OPEN_TO_OTHERS";
    public const string WritableConfig = "CONFIG_WRITABLE_BY_OTHERS";
    public const string ForeignFile = "FILE_OF_ANOTHER_USER";
    public const string Leftovers = "LEFTOVER_FILES";
    public const string DeadRun = "LEFTOVER_RUN_FOLDER";
    public const string KeysInEnvironment = "KEYS_IN_ENVIRONMENT";
    public const string OldTokenVariable = "OLD_TOKEN_VARIABLE";
    public const string ExpiredInEnvironment = "EXPIRED_KEYS_IN_ENVIRONMENT";
    public const string SignInEnded = "SIGN_IN_ENDED";
    public const string SignInEndsSoon = "SIGN_IN_ENDS_SOON";
    public const string SignInNotRenewable = "SIGN_IN_NOT_RENEWABLE";
    public const string SignInUnreadable = "SIGN_IN_UNREADABLE";
    public const string SignInElsewhere = "SIGN_IN_OF_ANOTHER_PORTAL";
    public const string ClockSkew = "CLOCK_SKEW";
    public const string Unreachable = "ENDPOINT_UNREACHABLE";
    public const string CustomEndpoint = "CUSTOM_ENDPOINT";
    public const string ProxyInUse = "PROXY_IN_USE";
    public const string ProxyInvalid = "PROXY_INVALID";
    public const string CaBundle = "CA_BUNDLE_UNUSABLE";
    public const string BrokenLine = "BROKEN_LINE";
    public const string ProfileUnusable = "PROFILE_UNUSABLE";
    public const string ProjectFile = "PROJECT_FILE_BROKEN";
    public const string OtherIdentity = "OTHER_IDENTITY";
    public const string OldAwsCli = "AWS_CLI_OLD";
    public const string VaultLocked = "VAULT_LOCKED";
    public const string VaultOutOfReach = "VAULT_OUT_OF_REACH";
    public const string VaultEntryMissing = "VAULT_ENTRY_MISSING";
    public const string OldKey = "VAULT_KEY_OLD";
    public const string RotationOpen = "ROTATION_UNFINISHED";
    public const string CheckFailed = "CHECK_FAILED";
}
