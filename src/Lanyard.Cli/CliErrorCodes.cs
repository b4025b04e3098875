namespace Lanyard.Cli;

/// <summary>The error codes of the commands themselves, beside those of credentials and project files.</summary>
internal static class CliErrorCodes
{
    /// <summary>Wrong usage.</summary>
    public const string Usage = "USAGE";

    /// <summary>A command of the contract that is not built yet.</summary>
    public const string NotBuilt = "NOT_BUILT";

    /// <summary><c>--stage</c> without a project file.</summary>
    public const string StageFileNotFound = "STAGE_FILE_NOT_FOUND";

    /// <summary><c>init</c> found the file that it would write.</summary>
    public const string StageFileExists = "STAGE_FILE_EXISTS";

    /// <summary><c>init</c> can't complete a single stage.</summary>
    public const string StagesIncomplete = "STAGES_INCOMPLETE";

    /// <summary>A protected stage was not confirmed.</summary>
    public const string ConfirmationMissing = "CONFIRMATION_MISSING";

    /// <summary>A protected stage's name was typed wrong.</summary>
    public const string NotConfirmed = "NOT_CONFIRMED";

    /// <summary>The project's branch isn't one the stage may be used from.</summary>
    public const string BranchNotAllowed = "BRANCH_NOT_ALLOWED";

    /// <summary>The credentials are of another role or permission set than the stage's.</summary>
    public const string RoleMismatch = "ROLE_MISMATCH";

    /// <summary>A session lasts longer than the stage allows.</summary>
    public const string SessionTooLong = "SESSION_TOO_LONG";

    /// <summary>An endpoint is set that the stage doesn't declare.</summary>
    public const string EndpointNotDeclared = "ENDPOINT_NOT_DECLARED";

    /// <summary>A stage leads to a start URL or role that this machine hasn't met, and nobody can be asked.</summary>
    public const string NotMetBefore = "NOT_MET_BEFORE";

    /// <summary>The command names another stage than Lanyard was given.</summary>
    public const string StageMismatch = "STAGE_MISMATCH";

    /// <summary>A file that names the project's accounts can't be read.</summary>
    public const string AccountUnchecked = "ACCOUNT_UNCHECKED";

    /// <summary>A <c>.env</c> file would give the command another identity.</summary>
    public const string DotenvIdentity = "DOTENV_IDENTITY";

    /// <summary>A command under <c>exec</c> asks for a profile that it wasn't given.</summary>
    public const string ProfileRefused = "PROFILE_REFUSED";

    /// <summary>A shell with an identity would be started in another one.</summary>
    public const string ShellInShell = "SHELL_IN_SHELL";

    /// <summary>The session ends before the command can have done anything.</summary>
    public const string SessionTooShort = "SESSION_TOO_SHORT";

    /// <summary>There is no such Lambda function.</summary>
    public const string FunctionNotFound = "FUNCTION_NOT_FOUND";

    /// <summary>A Lambda function's permissions can't be given to a command as they are.</summary>
    public const string FunctionNotImitated = "FUNCTION_NOT_IMITATED";

    /// <summary>The command to run doesn't exist, or isn't executable.</summary>
    public const string CommandNotFound = "COMMAND_NOT_FOUND";

    /// <summary>The way of handing over doesn't fit these credentials.</summary>
    public const string ViaUnavailable = "VIA_UNAVAILABLE";

    /// <summary>A sign-in needs a person, and none may be asked.</summary>
    public const string InputNeeded = "INPUT_NEEDED";

    /// <summary>No browser could be started, or none came.</summary>
    public const string BrowserUnavailable = "BROWSER_UNAVAILABLE";

    /// <summary>A profile of that name is there, and is another one.</summary>
    public const string ProfileExists = "PROFILE_EXISTS";

    /// <summary>What was given as an access key is none, or a temporary one.</summary>
    public const string KeyInvalid = "KEY_INVALID";

    /// <summary>aws-vault isn't there, or gave no keys.</summary>
    public const string AwsVaultFailed = "AWS_VAULT_FAILED";

    /// <summary>A CA bundle can't be used.</summary>
    public const string CaBundleInvalid = "CA_BUNDLE_INVALID";

    /// <summary>A port is taken.</summary>
    public const string PortTaken = "PORT_TAKEN";

    /// <summary>A sandbox's seed file can't be read.</summary>
    public const string SeedInvalid = "SEED_INVALID";

    /// <summary>The user named for the sandbox isn't in its seed.</summary>
    public const string SandboxUserUnknown = "SANDBOX_USER_UNKNOWN";

    /// <summary>A sandbox's sign-in page was not approved.</summary>
    public const string ApprovalFailed = "APPROVAL_FAILED";

    /// <summary>A file that was named as input can't be read.</summary>
    public const string InputUnreadable = "INPUT_UNREADABLE";

    /// <summary>A policy document or a scenario is none, or has something for which IAM would refuse it.</summary>
    public const string PolicyInvalid = "POLICY_INVALID";

    /// <summary>Another sandbox keeps its state in the file.</summary>
    public const string StateInUse = "STATE_IN_USE";

    /// <summary>The file is no sandbox's state, is damaged, or this version would go on otherwise.</summary>
    public const string StateInvalid = "STATE_INVALID";

    /// <summary>The sandbox in the file began with another seed, or otherwise than asked for now.</summary>
    public const string StateMismatch = "STATE_MISMATCH";

    /// <summary>A policy document is larger than its place takes, however it is written.</summary>
    public const string PolicyTooLarge = "POLICY_TOO_LARGE";

    /// <summary>No deploy tool has written templates in a folder.</summary>
    public const string TemplateNotFound = "TEMPLATE_NOT_FOUND";

    /// <summary>A text tells of nothing that was refused.</summary>
    public const string NoFailure = "NO_FAILURE";

    /// <summary>There is no policy of that name to show.</summary>
    public const string PresetUnknown = "PRESET_UNKNOWN";

    /// <summary>A file is no CloudFormation template.</summary>
    public const string NoTemplate = "NO_TEMPLATE";

    /// <summary>That documents are the same couldn't be proved.</summary>
    public const string PolicyNotProved = "POLICY_NOT_PROVED";

    /// <summary>A file that a command would write is there, and has another content.</summary>
    public const string OutputExists = "OUTPUT_EXISTS";

    /// <summary>The catalogue has no such action, service or condition key.</summary>
    public const string CatalogueUnknown = "CATALOGUE_UNKNOWN";

    /// <summary>The service reference or the resource type schemas can't be read, or are something else.</summary>
    public const string CatalogueUpdateFailed = "CATALOGUE_UPDATE_FAILED";

    /// <summary>The file that tells what resource handlers call can't be read, or is something else.</summary>
    public const string HandlersUnusable = "HANDLERS_UNUSABLE";

    /// <summary>Some changes of IAM were made, and then one failed.</summary>
    public const string ApplyIncomplete = "APPLY_INCOMPLETE";

    /// <summary>What is to be in IAM can't be made of what is there.</summary>
    public const string ApplyImpossible = "APPLY_IMPOSSIBLE";

    /// <summary>IAM was changed by somebody else since.</summary>
    public const string IamChanged = "IAM_CHANGED";

    /// <summary>A role belongs to IAM Identity Center.</summary>
    public const string RoleReserved = "ROLE_RESERVED";

    /// <summary>The system makes no network of its own for a command.</summary>
    public const string NetworkNotSeparate = "NETWORK_NOT_SEPARATE";

    /// <summary>The command was stopped.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>Something that should never happen.</summary>
    public const string Internal = "INTERNAL";
}
