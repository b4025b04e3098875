namespace Lanyard.Policy.Documents;

/// <summary>Where a part of a document stands.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">The place behind its last character.</param>
/// <param name="Path">The way to it from the document.</param>
public sealed record Place(TextPosition Start, TextPosition End, DocumentPath Path)
{
    /// <summary>The place of what was made and not read.</summary>
    public static Place None { get; } = new(new TextPosition(1, 1, 0), new TextPosition(1, 1, 0), DocumentPath.Root);
}

/// <summary>The way from a document to a part of it: member by member, item by item.</summary>
public sealed class DocumentPath
{
    private DocumentPath(DocumentPath? parent, string? name, int index) => (Parent, Name, Index) = (parent, name, index);

    /// <summary>The document itself.</summary>
    public static DocumentPath Root { get; } = new(null, null, 0);

    /// <summary>The path without its last step; <see langword="null"/> for the document itself.</summary>
    public DocumentPath? Parent { get; }

    /// <summary>The member that the last step goes to; <see langword="null"/> when it goes to an item of an array.</summary>
    public string? Name { get; }

    /// <summary>The item that the last step goes to, counted from 0.</summary>
    public int Index { get; }

    /// <summary>The path to a member of this part.</summary>
    /// <param name="name">The member's name.</param>
    public DocumentPath Member(string name) => new(this, name, 0);

    /// <summary>The path to an item of this part.</summary>
    /// <param name="index">Its number, counted from 0.</param>
    public DocumentPath Item(int index) => new(this, null, index);

    /// <summary>Returns the path as text, such as <c>Statement[0].Action[1]</c>; empty for the document itself.</summary>
    public override string ToString()
    {
        var step = Parent is null ? "" : Name ?? $"[{Index}]";
        var before = Parent?.ToString() ?? "";
        return before.Length > 0 && Name is not null ? $"{before}.{step}" : before + step;
    }
}
