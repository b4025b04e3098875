namespace Lanyard.Cli.Commands.Doctor;

/// <summary>How much a finding matters.</summary>
internal enum Severity
{
    /// <summary>A secret is open to others, or something doesn't work: the exit code says so.</summary>
    Error,

    /// <summary>It works, and not as somebody would expect, or not for long.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Note,
}

/// <summary>One thing that was found.</summary>
/// <param name="Id">A stable name; see <see cref="FindingIds"/> and <see cref="AdviceCheck.IdOf"/>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Where">The file and line, the variable, or the endpoint.</param>
/// <param name="What">What was found. Never a secret.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Fix">The command that mends it, or what to do.</param>
internal sealed record Finding(string Id, Severity Severity, string Where, string What, string Why, string Fix)
{
    /// <summary>Gets more about it, a line each.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>Gets what <c>--fix</c> does about it; null where a person must choose.</summary>
    public Repair? Repair { get; init; }

    /// <summary>Gets whether it was mended.</summary>
    public bool IsFixed { get; init; }
}

/// <summary>A change that is safe to make: nothing that anybody uses stops working by it.</summary>
/// <param name="What">What is done, as a command where there is one.</param>
/// <param name="Make">Does it.</param>
internal sealed record Repair(string What, Action Make);
