namespace Lanyard.Cli.Identity;

/// <summary>The options that every command takes.</summary>
internal sealed record GlobalOptions
{
    /// <summary>Gets <c>--profile</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>Gets <c>--stage</c>.</summary>
    public string? Stage { get; init; }

    /// <summary>Gets <c>--region</c>.</summary>
    public string? Region { get; init; }

    /// <summary>Gets whether output is JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Gets whether nobody may be asked and no browser opened.</summary>
    public bool NoInput { get; init; }

    /// <summary>Gets whether to say what is done.</summary>
    public bool Verbose { get; init; }
}
