namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>Finds what the SDKs read differently in the environment.</summary>
internal static class EnvironmentAdvice
{
    /// <summary>Variables that some SDKs take as set, and others as not, when they are empty.</summary>
    private static readonly string[] MeaningfulWhenEmpty =
    [
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];

    public static IEnumerable<Advice> Find(DialectMachine machine)
    {
        var hasKeys = machine.Variable("AWS_ACCESS_KEY_ID") is not null;
        var hasSecret = machine.Variable("AWS_SECRET_ACCESS_KEY") is not null;
        if (hasKeys && hasSecret && machine.ExplicitProfile is null && machine.Variable("AWS_PROFILE") is not null)
        {
            yield return new Advice(
                "keys-and-profile", "AWS_ACCESS_KEY_ID and AWS_PROFILE", "both are set: the JavaScript SDK v3 takes the profile, every other SDK the keys",
                "take one away: unset AWS_PROFILE, or eval \"$(lanyard env --unset)\"");
        }

        if (hasKeys != hasSecret)
        {
            var (set, missing) = hasKeys ? ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") : ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID");
            yield return new Advice(
                "half-keys", set, $"{missing} is not set: where the id is there alone, Python's SDK and the AWS CLI stop with an error, the others look further", $"set both, or: unset {set}");
        }

        if (machine.SetVariable("AWS_DEFAULT_PROFILE") is not null)
        {
            yield return new Advice(
                "default-profile-variable", "AWS_DEFAULT_PROFILE",
                "only Python's SDK (before AWS_PROFILE), the AWS CLI and Go's SDK (after it) know this variable; the JavaScript, .NET, Rust and Java SDKs don't",
                "use AWS_PROFILE instead");
        }

        if (machine.SetVariable("AWS_EC2_METADATA_DISABLED") is { } disabled and not "true")
        {
            yield return new Advice(
                "metadata-disabled", "AWS_EC2_METADATA_DISABLED",
                $"it is `{disabled}`: only `true` turns instance metadata off everywhere; the JavaScript SDKs take other values for that too, and Java's fails with some",
                "set it to true, or unset it");
        }

        if (machine.Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is not null && machine.ExplicitProfile is null)
        {
            yield return new Advice(
                "web-identity-variables", "AWS_WEB_IDENTITY_TOKEN_FILE",
                "the JavaScript SDKs and Rust's look at the profile first, the .NET, Go and Java SDKs at these variables; Python's and the AWS CLI at the profile's role, then at these",
                "don't keep a `default` profile with credentials on a machine that has a web identity");
        }

        foreach (var name in MeaningfulWhenEmpty)
        {
            if (machine.SetVariable(name) is "")
            {
                yield return new Advice("empty-variable", name, "it is set to nothing: for some SDKs that is a setting, for others it is none", $"unset {name}");
            }
        }

        foreach (var name in new[] { "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE" })
        {
            if (machine.Variable(name) is { } path && PathAdvice(machine, name, path) is { } advice)
            {
                yield return advice;
            }
        }
    }

    private static Advice? PathAdvice(DialectMachine machine, string name, string path) => path switch
    {
        _ when path.StartsWith('~') => new Advice(
            "tilde-in-path", name, "it starts with `~`, which the .NET and Go SDKs don't replace", "write the whole path"),
        _ when path.Contains('$', StringComparison.Ordinal) => new Advice(
            "variable-in-path", name, "it holds a `$`: Python's SDK and the AWS CLI replace variables in it, no other SDK does", "write the whole path"),
        _ when machine.Open(path).State == MachineFileState.Missing => new Advice(
            "missing-file", name, $"there is no file {path}: the .NET SDK and the JavaScript SDK v2 then read the usual file, the others none", $"correct the path, or: unset {name}"),
        _ => null,
    };
}
