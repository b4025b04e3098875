namespace Lanyard.Sandbox.Journal;

/// <summary>What is wrong with a journal.</summary>
public enum JournalProblem
{
    /// <summary>It isn't one, or was damaged.</summary>
    Invalid,

    /// <summary>Today's sandbox answers a call otherwise than the one that wrote it.</summary>
    Otherwise,

    /// <summary>It can't be written to.</summary>
    NotWritten,
}

/// <summary>A journal can't be read, or not be written. The message names the file and line, never what is in it.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="message">The same in words.</param>
/// <param name="fix">What mends it.</param>
/// <param name="inner">What it came of.</param>
public sealed class JournalException(JournalProblem problem, string message, string fix, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Gets what is wrong.</summary>
    public JournalProblem Problem { get; } = problem;

    /// <summary>Gets what mends it.</summary>
    public string Fix { get; } = fix;
}
