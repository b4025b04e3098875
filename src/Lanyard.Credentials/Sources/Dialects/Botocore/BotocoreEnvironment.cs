namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>The keys in the environment.</summary>
internal static class BotocoreEnvironment
{
    /// <summary>The variable that decides.</summary>
    public const string Id = "AWS_ACCESS_KEY_ID";

    private const string Secret = "AWS_SECRET_ACCESS_KEY";
    private const string End = "AWS_CREDENTIAL_EXPIRATION";
    private static readonly string[] Tokens = ["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"];

    /// <summary>Finds the keys.</summary>
    /// <returns>The source; null where no access key id is set.</returns>
    /// <exception cref="BotocoreException">There is no secret, or the time of their end can't be read.</exception>
    public static BotocoreFind? Find(DialectMachine machine)
    {
        if (machine.Variable(Id) is not { } id)
        {
            return null;
        }

        if (machine.Variable(Secret) is null)
        {
            throw new BotocoreException(BotocoreError.Partial("env", Secret, Origin.OfVariable(Id)));
        }

        return new BotocoreFind(
            new Source.Environment(id) { TokenVariables = Tokens, Origin = Origin.OfVariable(Id) },
            machine.Variable(End) is { } end ? Failure(end, machine.Now) : null);
    }

    private static BotocoreError? Failure(string end, DateTimeOffset now)
    {
        var at = Origin.OfVariable(End);
        if (PythonNumbers.ParseTime(end, out var time) is not { } wrong)
        {
            // The same variables are read again before the keys end, so they can't become newer.
            return time > now ? null : new BotocoreError(
                "RuntimeError", "Credentials were refreshed, but the refreshed credentials are still expired.", BotocoreStage.Use, at);
        }

        var error = new BotocoreError(wrong.Type, wrong.Message, wrong.Type == "TypeError" ? BotocoreStage.Use : BotocoreStage.Load, at);
        return error.Stage == BotocoreStage.Use ? error : throw new BotocoreException(error);
    }
}
