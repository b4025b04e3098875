namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>
/// A role assumed with a token in a file. Each of its settings is looked for in the environment first, on its own, and a variable
/// that is set and empty hides the profile's.
/// </summary>
internal sealed class BotocoreWebIdentity(DialectMachine machine, bool useEnvironment, Func<StsCall, Origin, BotocoreError?> refusal, CliSessions? sessions)
{
    private const string TokenFileKey = "web_identity_token_file";
    private const string TokenFileVariable = "AWS_WEB_IDENTITY_TOKEN_FILE";

    /// <summary>Finds the role of a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="pass">Told why the source is left out.</param>
    /// <exception cref="BotocoreException">There is no role.</exception>
    public BotocoreFind? Find(BotocoreProfile profile, Action<string, string> pass)
    {
        var (tokenFile, at) = Setting(profile, TokenFileVariable, TokenFileKey);
        if (string.IsNullOrEmpty(tokenFile))
        {
            pass("webIdentity", tokenFile is not null ? $"{at.Variable ?? at.ToString()} is empty"
                : useEnvironment ? $"{TokenFileVariable} is not set, and {profile.Lacks(TokenFileKey)}"
                : profile.Lacks(TokenFileKey));
            return null;
        }

        var (role, roleAt) = Setting(profile, "AWS_ROLE_ARN", "role_arn");
        if (string.IsNullOrEmpty(role))
        {
            throw new BotocoreException(BotocoreError.InvalidConfig(
                "The provided profile or the current environment is configured to assume role with web identity but has no role ARN configured. "
                + "Ensure that the profile has the role_arnconfiguration set or the AWS_ROLE_ARN env var is set.", at));
        }

        var name = Setting(profile, "AWS_ROLE_SESSION_NAME", "role_session_name").Value;
        var call = new StsCall(role) { SessionName = string.IsNullOrEmpty(name) ? null : name };
        var source = new Source.WebIdentity(role, tokenFile, call.SessionName) { Origin = roleAt.Variable is null ? roleAt : at };
        return sessions?.Answer(source, profile, call, pass) ?? new BotocoreFind(source, Failure(call, tokenFile, at));
    }

    private BotocoreError? Failure(StsCall call, string tokenFile, Origin at)
    {
        var file = machine.Open(tokenFile);
        if (PythonPaths.OpenError(file.State, tokenFile) is { } closed)
        {
            return new BotocoreError(closed.Type, closed.Message, BotocoreStage.Use, at);
        }

        if (SharedConfig.Readers.PythonText.Decode(file.Text.Bytes, out _) is not { } token)
        {
            return new BotocoreError("UnicodeDecodeError", "'utf-8' codec can't decode a byte of the token file", BotocoreStage.Use, at);
        }

        return refusal(call with { Token = token.EnumerateRunes().Count() }, at);
    }

    private (string? Value, Origin At) Setting(BotocoreProfile profile, string variable, string key) =>
        useEnvironment && machine.SetVariable(variable) is { } value ? (value, Origin.OfVariable(variable)) : (profile.Get(key), profile.At(key));
}
