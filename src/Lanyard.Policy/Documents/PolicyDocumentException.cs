namespace Lanyard.Policy.Documents;

/// <summary>A policy document that cannot be read, or that has elements its place doesn't take.</summary>
public sealed class PolicyDocumentException : Exception
{
    /// <summary>Creates the exception; <see cref="Exception.Message"/> becomes <c>path:line:column: problem</c>.</summary>
    /// <param name="problem">What is wrong and how to mend it.</param>
    /// <param name="path">The file the document came from, or <see langword="null"/> when it came from no file.</param>
    /// <param name="at">Where in the text the problem is.</param>
    /// <param name="cause">The error behind this one, if any.</param>
    public PolicyDocumentException(string problem, string? path, TextPosition at, Exception? cause = null)
        : base($"{path ?? "policy document"}:{at}: {problem}", cause)
    {
        Problem = problem;
        Path = path;
        At = at;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }

    /// <summary>The file the document came from, or <see langword="null"/> when it came from no file.</summary>
    public string? Path { get; }

    /// <summary>Where in the text the problem is.</summary>
    public TextPosition At { get; }
}
