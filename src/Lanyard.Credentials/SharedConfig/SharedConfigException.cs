namespace Lanyard.Credentials.SharedConfig;

/// <summary>A shared config or credentials file can't be read, understood or changed. The message names no secret.</summary>
public class SharedConfigException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What happened, where, and what mends it.</param>
    /// <param name="path">The file, if it is about one.</param>
    /// <param name="innerException">What the system said.</param>
    public SharedConfigException(string message, string? path = null, Exception? innerException = null)
        : base(message, innerException) => Path = path;

    /// <summary>The file, as it was named by the caller; null if the error is about no file in particular.</summary>
    public string? Path { get; }

    /// <summary>What it is about.</summary>
    public SharedConfigProblem Problem { get; init; }
}

/// <summary>What a <see cref="SharedConfigException"/> is about.</summary>
public enum SharedConfigProblem
{
    /// <summary>The file: it can't be read or understood.</summary>
    File,

    /// <summary>What was asked for: a name or value that can't be written, a section that is there already.</summary>
    Request,

    /// <summary>The file was changed by somebody else meanwhile.</summary>
    Changed,

    /// <summary>The file can't be written, or is in another command's hands.</summary>
    NotWritten,
}

/// <summary>A shared file breaks the published grammar.</summary>
public sealed class SharedConfigSyntaxException : SharedConfigException
{
    /// <summary>Makes the error; the message gets <c>path:line:</c> in front.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="problem">What is wrong, and how it should look.</param>
    public SharedConfigSyntaxException(string path, int line, string problem)
        : base($"{path}:{line}: {problem}", path) => Line = line;

    /// <summary>The line, from 1.</summary>
    public int Line { get; }
}

/// <summary>A file was changed by somebody else between being read and being written; nothing was written.</summary>
public sealed class SharedConfigChangedException : SharedConfigException
{
    /// <summary>Makes the error.</summary>
    /// <param name="path">The file.</param>
    public SharedConfigChangedException(string path)
        : base($"{path} was changed by another program while it was being edited, so nothing was written; run the command again", path) =>
        Problem = SharedConfigProblem.Changed;
}
