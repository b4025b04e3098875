namespace Lanyard.Projects;

/// <summary>
/// A project file (<c>lanyard.yaml</c>, its local companion, or another YAML file of ours) that cannot be used as it is, or
/// a stage asked for that it doesn't define. <see cref="Exception.Message"/> always starts with <c>path:line:column:</c>.
/// </summary>
public sealed class ProjectFileException : Exception
{
    /// <summary>Describes one mistake at one place.</summary>
    /// <param name="path">The file, as a person would open it.</param>
    /// <param name="line">1-based line; 1 when the mistake is about the whole file.</param>
    /// <param name="column">1-based column, in UTF-16 units; 1 when the mistake is about the whole file.</param>
    /// <param name="code">A stable code, such as <see cref="ProjectFileCodes.Invalid"/>.</param>
    /// <param name="message">What is wrong and why, without the place. Must hold no secret.</param>
    /// <param name="fix">What mends it: a command, or what to write instead. Must hold no secret.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public ProjectFileException(string path, int line, int column, string code, string message, string fix, Exception? inner = null)
        : base($"{path}:{line}:{column}: {message}", inner)
    {
        Path = path;
        Line = line;
        Column = column;
        Code = code;
        Fix = fix;
    }

    /// <summary>The file the mistake is in.</summary>
    public string Path { get; }

    /// <summary>1-based line.</summary>
    public int Line { get; }

    /// <summary>1-based column.</summary>
    public int Column { get; }

    /// <summary>A stable code; see <see cref="ProjectFileCodes"/>.</summary>
    public string Code { get; }

    /// <summary>What mends it: a command, or what to write instead.</summary>
    public string Fix { get; }
}
