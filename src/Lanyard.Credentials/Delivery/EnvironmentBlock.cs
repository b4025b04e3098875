using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Delivery;

/// <summary>What a child's environment must hold, and must not, so that every AWS SDK in it finds the same identity.</summary>
/// <param name="Set">The variables to set, in order.</param>
/// <param name="Remove">The variables to take away.</param>
public sealed record EnvironmentBlock(IReadOnlyList<KeyValuePair<string, string>> Set, IReadOnlyList<string> Remove)
{
    /// <summary>
    /// Every variable that leads some SDK or deploy tool to an identity. SDKs disagree on which of two wins, so a child never
    /// sees two.
    /// </summary>
    public static IReadOnlyList<string> IdentityVariables { get; } =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION",
        "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AMAZON_ACCESS_KEY_ID", "AMAZON_SECRET_ACCESS_KEY", "AMAZON_SESSION_TOKEN",
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_ACCOUNT_ID", "AMAZON_PROFILE", "AMAZON_REGION",
        "AWS_CREDENTIAL_FILE",
    ];

    /// <summary>What <c>lanyard-use</c> leaves in a shell for the prompt: it says who a shell is, and so goes with that.</summary>
    public static IReadOnlyList<string> PromptVariables { get; } =
        ["LANYARD_USE", "LANYARD_USE_KIND", "LANYARD_USE_ACCOUNT", "LANYARD_USE_UNTIL", "LANYARD_USE_PROTECTED"];

    // Serverless Framework 3 and osls look for keys and a profile of the stage's own: AWS_DEV_ACCESS_KEY_ID, AWS_DEV_PROFILE.
    private static readonly string[] StageEndings = ["_ACCESS_KEY_ID", "_SECRET_ACCESS_KEY", "_SESSION_TOKEN", "_PROFILE"];

    private bool RemovesIdentities => Remove.Contains("AWS_DEFAULT_PROFILE");

    /// <summary>Tells whether a variable is one that leads a tool to the identity of a stage: <c>AWS_&lt;STAGE&gt;_PROFILE</c>, or its keys.</summary>
    public static bool IsOfStage(string variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)
            && Array.Exists(StageEndings, ending => variable.Length > "AWS_".Length - 1 + ending.Length && variable.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Takes away all that <see cref="OfKeys"/> sets, and every other way to an identity.</summary>
    public static EnvironmentBlock Nothing { get; } = new([], [.. IdentityVariables, "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_EC2_METADATA_DISABLED", .. PromptVariables]);

    /// <summary>Hands over keys in variables.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <param name="region">The region; null leaves the child's as it is.</param>
    /// <param name="files">The AWS files that the child is to see in place of the user's; null leaves it those.</param>
    public static EnvironmentBlock OfKeys(AwsCredentials credentials, string? region, (string Config, string Credentials)? files = null)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var set = new List<KeyValuePair<string, string>>
        {
            new("AWS_ACCESS_KEY_ID", credentials.AccessKeyId),
            new("AWS_SECRET_ACCESS_KEY", credentials.SecretAccessKey.Reveal()),
        };
        if (credentials.SessionToken is { } token)
        {
            set.Add(new("AWS_SESSION_TOKEN", token.Reveal()));
        }

        if (credentials.Expiration is { } end)
        {
            set.Add(new("AWS_CREDENTIAL_EXPIRATION", ProcessOutput.FormatTime(end)));
        }

        if (credentials.AccountId is { } account)
        {
            set.Add(new("AWS_ACCOUNT_ID", account));
        }

        if (files is { } own)
        {
            set.AddRange(Paths(own));
        }

        return Complete(set, region);
    }

    /// <summary>Hands over a profile in private files.</summary>
    /// <param name="files">The private files.</param>
    /// <param name="region">The region; null leaves the child's as it is.</param>
    public static EnvironmentBlock OfPrivateFiles(PrivateAwsFiles files, string? region)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Complete([.. Paths((files.ConfigFile, files.CredentialsFile)), new("AWS_PROFILE", files.Profile)], region);
    }

    /// <summary>Hands over a container endpoint. Private files without a default profile's credentials keep one from going before it.</summary>
    /// <param name="endpoint">The endpoint's address.</param>
    /// <param name="token">What the child must show it.</param>
    /// <param name="files">The private files.</param>
    /// <param name="region">The region; null leaves the child's as it is.</param>
    public static EnvironmentBlock OfContainer(Uri endpoint, Lanyard.Aws.Secrets.Secret token, PrivateAwsFiles files, string? region)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(files);
        return Complete(
        [
            .. Paths((files.ConfigFile, files.CredentialsFile)),

            // botocore would find the keys of an older boto's file before it asks the endpoint.
            new("BOTO_CONFIG", files.CredentialsFile),
            new("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.OriginalString),
            new("AWS_CONTAINER_AUTHORIZATION_TOKEN", token.Reveal()),
        ], region);
    }

    /// <summary>Sets variables, and takes away every other way to an identity.</summary>
    /// <param name="set">The variables.</param>
    public static EnvironmentBlock Of(IReadOnlyList<KeyValuePair<string, string>> set) =>
        new(set, [.. IdentityVariables.Append("AWS_EC2_METADATA_DISABLED").Concat(PromptVariables).Where(name => set.All(s => s.Key != name))]);

    /// <summary>Gives this block with more to set.</summary>
    public EnvironmentBlock With(IReadOnlyList<KeyValuePair<string, string>> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return new([.. Set, .. more], [.. Remove.Where(name => more.All(m => m.Key != name))]);
    }

    /// <summary>Gives an environment with this block applied.</summary>
    public Dictionary<string, string> ApplyTo(IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var result = new Dictionary<string, string>(environment, OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var name in Remove)
        {
            result.Remove(name);
        }

        foreach (var name in RemovesIdentities ? [.. result.Keys.Where(IsOfStage)] : Array.Empty<string>())
        {
            result.Remove(name);
        }

        foreach (var (name, value) in Set)
        {
            result[name] = value;
        }

        return result;
    }

    /// <summary>Names what is set and removed, never the values.</summary>
    public override string ToString() => $"sets {string.Join(' ', Set.Select(s => s.Key))}";

    // Version 2 of the SDK for JavaScript, and with it Serverless Framework 3, looks at the names of the files only when it is told to
    // read a config file at all; else it would go to those in the home folder, and to whoever they lead to.
    private static KeyValuePair<string, string>[] Paths((string Config, string Credentials) files) =>
    [
        new("AWS_CONFIG_FILE", files.Config),
        new("AWS_SHARED_CREDENTIALS_FILE", files.Credentials),
        new("AWS_SDK_LOAD_CONFIG", "1"),
    ];

    private static EnvironmentBlock Complete(List<KeyValuePair<string, string>> set, string? region)
    {
        if (region is not null)
        {
            set.Add(new("AWS_REGION", region));
            set.Add(new("AWS_DEFAULT_REGION", region));
        }

        set.Add(new("AWS_EC2_METADATA_DISABLED", "true"));
        return new EnvironmentBlock(set, [.. IdentityVariables.Concat(PromptVariables).Where(name => set.TrueForAll(s => s.Key != name))]);
    }
}
