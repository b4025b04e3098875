using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Variables;

/// <summary>What is written as a policy variable.</summary>
/// <param name="Start">Where <c>${</c> is in the text.</param>
/// <param name="Written">All of it, braces included; without a closing brace up to the end of the text.</param>
/// <param name="IsClosed">Whether it has a closing brace.</param>
internal sealed record PolicyVariable(int Start, string Written, bool IsClosed)
{
    private const string Opening = "${";

    /// <summary>Gets what is between the braces.</summary>
    public string Inside => Written[Opening.Length..(IsClosed ? ^1 : ^0)];

    /// <summary>Gets the name; what is behind the comma is a default.</summary>
    public string Name => Inside.IndexOf(',', StringComparison.Ordinal) is >= 0 and var comma ? Inside[..comma] : Inside;

    /// <summary>Gets what is behind the comma; <see langword="null"/> without one.</summary>
    public string? Default => Inside.IndexOf(',', StringComparison.Ordinal) is >= 0 and var comma ? Inside[(comma + 1)..].Trim(' ') : null;

    /// <summary>The variables of a text, without those of which something is left open until deployment.</summary>
    public static IEnumerable<PolicyVariable> In(string text)
    {
        for (var start = text.IndexOf(Opening, StringComparison.Ordinal); start >= 0;)
        {
            var end = text.IndexOf('}', start);
            var written = end < 0 ? text[start..] : text[start..(end + 1)];
            if (!Placeholder.IsIn(written))
            {
                yield return new PolicyVariable(start, written, end >= 0);
            }

            start = end < 0 ? -1 : text.IndexOf(Opening, end, StringComparison.Ordinal);
        }
    }
}
