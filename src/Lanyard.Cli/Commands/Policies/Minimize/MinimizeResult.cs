using System.Text;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Sets.Minimize;

namespace Lanyard.Cli.Commands.Policies.Minimize;

/// <summary>One document that came out.</summary>
/// <param name="Name">Its name, as of a file without its extension.</param>
/// <param name="Document">The document.</param>
/// <param name="Text">How it is written.</param>
internal sealed record MinimizedDocument(string Name, PolicyDocument Document, string Text)
{
    /// <summary>Gets its size, as it is written, without the line end behind it.</summary>
    public int SizeIn(SizeUnit unit) => DocumentSize.Of(Text.AsSpan().TrimEnd('\n'), unit);

    /// <summary>Gets its bytes.</summary>
    public byte[] Bytes => Encoding.UTF8.GetBytes(Text);
}

/// <summary>All that came out.</summary>
/// <param name="Place">The place that the documents are for.</param>
/// <param name="Limit">The most that each may have; null without a limit.</param>
/// <param name="SizeBefore">The size of the document that was given.</param>
/// <param name="StatementsBefore">How many statements it had.</param>
/// <param name="Minimized">What was done to it.</param>
/// <param name="Documents">The documents.</param>
/// <param name="Dropped">The files of the last split that are no longer needed.</param>
internal sealed record MinimizeResult(
    MinimizePlace Place, int? Limit, int SizeBefore, int StatementsBefore, MinimizedPolicy Minimized, IReadOnlyList<MinimizedDocument> Documents, IReadOnlyList<string> Dropped)
{
    /// <summary>Gets what sizes are counted in.</summary>
    public SizeUnit Unit => Place.Unit;
}
