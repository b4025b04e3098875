namespace Lanyard.Sandbox.Seeds;

/// <summary>A seed file can't be used. The message starts with <c>path:line:column:</c>.</summary>
public sealed class SandboxSeedException : Exception
{
    /// <summary>Describes one mistake at one place.</summary>
    /// <param name="path">The file, as a person would open it.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="problem">What is wrong and what mends it. Must hold no secret.</param>
    public SandboxSeedException(string path, int line, int column, string problem)
        : base($"{path}:{line}:{column}: {problem}")
    {
        Path = path;
        Line = line;
        Column = column;
    }

    /// <summary>Gets the file.</summary>
    public string Path { get; }

    /// <summary>Gets the line, from 1.</summary>
    public int Line { get; }

    /// <summary>Gets the column, from 1.</summary>
    public int Column { get; }
}
