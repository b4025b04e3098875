namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>In what the users of botocore differ: boto3, and the AWS CLI version 2, which carries a botocore of its own.</summary>
internal sealed record BotocoreFlavour
{
    /// <summary>botocore, and boto3 on it.</summary>
    public static BotocoreFlavour Python { get; } = new()
    {
        ProfileVariables = ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"],
        RegionVariables = ["AWS_DEFAULT_REGION"],
    };

    /// <summary>The AWS CLI version 2.</summary>
    public static BotocoreFlavour CommandLine { get; } = new()
    {
        IsCommandLine = true,
        ProfileVariables = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
        RegionVariables = ["AWS_REGION", "AWS_DEFAULT_REGION"],
    };

    /// <summary>Gets the variables that may name the profile; the first that is set counts, an empty one too.</summary>
    public required IReadOnlyList<string> ProfileVariables { get; init; }

    /// <summary>Gets the variables that may name the region; the first that is set counts, an empty one too.</summary>
    public required IReadOnlyList<string> RegionVariables { get; init; }

    /// <summary>
    /// Gets whether it is the CLI: it keeps sessions in <c>~/.aws/cli/cache</c>, brings the library that console sign-in needs, and puts
    /// errors its own way.
    /// </summary>
    public bool IsCommandLine { get; private init; }

    /// <summary>
    /// Puts an error as a user sees it: the last line of Python's traceback without the module's name, or what
    /// <c>aws configure export-credentials</c> writes.
    /// </summary>
    public string Put(BotocoreError error) => IsCommandLine
        ? error.Stage switch
        {
            BotocoreStage.ProfileLookup => $"aws: [ERROR]: Unable to retrieve credentials: {error.Message}",
            BotocoreStage.Load => $"aws: [ERROR]: An error occurred (Configuration): Unable to retrieve credentials: {error.Message}",
            _ => $"aws: [ERROR]: {error.Message}",
        }
        : $"{error.Type}: {error.Message}";
}
