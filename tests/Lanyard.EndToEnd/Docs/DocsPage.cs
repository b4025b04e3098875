using System.Text;

namespace Lanyard.EndToEnd.Docs;

/// <summary>Something that a reader of a page does: type a command, or save a file.</summary>
/// <param name="Line">Where it stands on the page, from 1.</param>
/// <param name="Shell">What is typed into a shell.</param>
/// <param name="Expected">The lines that the page shows below it.</param>
internal sealed record DocsStep(int Line, string Shell, IReadOnlyList<string> Expected);

/// <summary>
/// A page of the documentation, as a list of steps. In a block tagged <c>console</c>, a line that starts with <c>$ </c> is a
/// command, one that starts with <c>&gt; </c> goes on with it, and the lines below are its output. A block tagged with
/// <c>file=NAME</c> is saved as that file; with <c>append=NAME</c> it is added to it.
/// </summary>
/// <param name="Name">The page's path in the repository.</param>
/// <param name="Steps">What a reader does, in order.</param>
/// <param name="NeverRun">The lines of the blocks that hold commands nobody runs.</param>
internal sealed record DocsPage(string Name, IReadOnlyList<DocsStep> Steps, IReadOnlyList<int> NeverRun)
{
    private const string Fence = "```";

    // Commands in one of these would be read, believed and never tried. What can't be run here is tagged `text`.
    private static readonly string[] ShellTags = ["sh", "bash", "shell", "zsh", "shell-session"];

    public static DocsPage Read(string repository, string name) => Parse(name, File.ReadAllText(Path.Combine(repository, name)));

    public static DocsPage Parse(string name, string text)
    {
        var lines = text.Split('\n');
        var steps = new List<DocsStep>();
        var neverRun = new List<int>();
        for (var at = 0; at < lines.Length; at++)
        {
            var opening = lines[at].TrimStart();
            if (!opening.StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            var indent = lines[at].Length - opening.Length;
            var end = Array.FindIndex(lines, at + 1, line => line.Trim() == Fence);
            Assert.True(end > 0, $"{name}:{at + 1}: the block is never closed");
            var body = lines[(at + 1)..end].Select(line => line.Length >= indent ? line[indent..] : line).ToArray();
            var tags = opening[Fence.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (tags.Any(tag => ShellTags.Contains(tag))
                || (tags is not ["console" or "text", ..] && body.Any(line => line.StartsWith("$ ", StringComparison.Ordinal))))
            {
                neverRun.Add(at + 1);
            }
            else if (tags is ["console", ..])
            {
                steps.AddRange(Commands(name, body, at + 2));
            }
            else if (tags.FirstOrDefault(tag => tag.Contains('=')) is { } target)
            {
                steps.Add(Save(target, body, at + 1));
            }

            at = end;
        }

        return new DocsPage(name, steps, neverRun);
    }

    private static IEnumerable<DocsStep> Commands(string name, string[] body, int firstLine)
    {
        Assert.True(body is [['$', ' ', ..], ..], $"{name}:{firstLine}: a console block starts with a command: `$ …`");
        for (var at = 0; at < body.Length;)
        {
            var line = firstLine + at;
            var command = new StringBuilder(body[at++][2..]);
            while (at < body.Length && body[at].StartsWith("> ", StringComparison.Ordinal))
            {
                command.Append('\n').Append(body[at++][2..]);
            }

            var output = body[at..].TakeWhile(l => !l.StartsWith("$ ", StringComparison.Ordinal)).ToArray();
            at += output.Length;
            yield return new DocsStep(line, command.ToString(), output);
        }
    }

    private static DocsStep Save(string target, string[] body, int line)
    {
        const string End = "__END_OF_FILE__";
        var (redirection, file) = target.Split('=', 2) is ["append", var grown] ? (">>", grown) : (">", target.Split('=', 2)[1]);
        return new DocsStep(line, $"cat {redirection} {file} <<'{End}'\n{string.Join('\n', body)}\n{End}", []);
    }
}
