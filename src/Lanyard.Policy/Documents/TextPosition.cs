namespace Lanyard.Policy.Documents;

/// <summary>A place in the text of a policy document.</summary>
/// <param name="Line">The line, counted from 1; lines end at a line feed.</param>
/// <param name="Column">The column, counted from 1 in UTF-16 code units.</param>
/// <param name="Offset">The distance from the start of the text, counted from 0 in UTF-16 code units, without a byte order mark.</param>
public readonly record struct TextPosition(int Line, int Column, int Offset)
{
    /// <summary>Returns <c>line:column</c>.</summary>
    public override string ToString() => $"{Line}:{Column}";
}
