namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>When an error comes up; the CLI words it by that.</summary>
internal enum BotocoreStage
{
    /// <summary>The chain is built: files are read and metadata settings checked.</summary>
    Setup,

    /// <summary>The profile that was named is looked up.</summary>
    ProfileLookup,

    /// <summary>A source is found, and what it needs at once is fetched.</summary>
    Load,

    /// <summary>The keys of a source are used for the first time, which is when roles are assumed and tokens are read.</summary>
    Use,
}

/// <summary>An error of botocore's. No secret is in it.</summary>
/// <param name="Type">The exception's class.</param>
/// <param name="Message">Its text.</param>
/// <param name="Stage">When it comes up.</param>
/// <param name="At">The setting that leads to it.</param>
internal sealed record BotocoreError(string Type, string Message, BotocoreStage Stage, Origin? At)
{
    public static BotocoreError InvalidConfig(string message, Origin? at, BotocoreStage stage = BotocoreStage.Load) => new("InvalidConfigError", message, stage, at);

    public static BotocoreError Partial(string provider, string missing, Origin? at) =>
        new("PartialCredentialsError", $"Partial credentials found in {provider}, missing: {missing}", BotocoreStage.Load, at);

    public static BotocoreError Retrieval(string provider, string message, Origin? at) =>
        new("CredentialRetrievalError", $"Error when retrieving credentials from {provider}: {message}", BotocoreStage.Load, at);
}

/// <summary>Ends a plan; it is caught where the plan began.</summary>
internal sealed class BotocoreException(BotocoreError error) : Exception(error.Message)
{
    public BotocoreError Error { get; } = error;
}

/// <summary>A source that botocore picked, and the error that using it for the first time would end with.</summary>
/// <param name="Source">The source.</param>
/// <param name="Failure">The error, where it can be told without a call.</param>
internal sealed record BotocoreFind(Source Source, BotocoreError? Failure = null);
