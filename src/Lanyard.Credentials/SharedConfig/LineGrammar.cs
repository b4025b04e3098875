namespace Lanyard.Credentials.SharedConfig;

/// <summary>The published grammar of one line, over bytes. Blanks are space and tab alone.</summary>
internal static class LineGrammar
{
    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    public static bool IsCommentSign(byte b) => b is (byte)'#' or (byte)';';

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsBlank(text[start]))
        {
            start++;
        }

        while (end > start && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>Cuts a comment off, and the blanks before it. In a header a comment needs no blank in front.</summary>
    public static ReadOnlySpan<byte> CutComment(ReadOnlySpan<byte> text, bool needsBlank)
    {
        int from = 0;
        while (from < text.Length)
        {
            int sign = text[from..].IndexOfAny((byte)'#', (byte)';');
            if (sign < 0)
            {
                break;
            }

            sign += from;
            if (!needsBlank || (sign > 0 && IsBlank(text[sign - 1])))
            {
                return Trim(text[..sign]);
            }

            from = sign + 1;
        }

        return Trim(text);
    }

    /// <summary>Whether a name has the grammar's characters alone: A–Z a–z 0–9 _ - / . % @ : +</summary>
    public static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (byte b in name)
        {
            if (!IsNameByte(b))
            {
                return false;
            }
        }

        return !name.IsEmpty;
    }

    public static bool IsNameByte(byte b) =>
        b is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9')
            or (byte)'_' or (byte)'-' or (byte)'/' or (byte)'.' or (byte)'%' or (byte)'@' or (byte)':' or (byte)'+';

    /// <summary>What a line is, to one who has read no other.</summary>
    public static LineKind KindOf(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return LineKind.Blank;
        }

        if (!IsBlank(content[0]))
        {
            return content[0] == '[' ? LineKind.Header : IsCommentSign(content[0]) ? LineKind.Comment : LineKind.Property;
        }

        var rest = Trim(content);
        return rest.IsEmpty ? LineKind.Blank : IsCommentSign(rest[0]) ? LineKind.IndentedComment : LineKind.Continuation;
    }
}

/// <summary>What one line is.</summary>
internal enum LineKind
{
    Blank,
    Comment,
    IndentedComment,
    Header,
    Property,
    Continuation,
}
