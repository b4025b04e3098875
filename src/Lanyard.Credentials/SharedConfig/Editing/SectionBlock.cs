using System.Text;

namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>One header and the lines below it, up to the next header. A section may have several.</summary>
/// <param name="Header">Index of the header's line.</param>
/// <param name="End">Index behind its last line.</param>
/// <param name="Prefixed">Whether the header names its kind.</param>
internal readonly record struct SectionBlock(int Header, int End, bool Prefixed)
{
    /// <summary>The blocks of a section, a <c>[default]</c> that <c>[profile default]</c> replaces among them.</summary>
    public static List<SectionBlock> Of(SharedConfigFile file, SharedConfigSectionKind kind, string name)
    {
        var blocks = new List<SectionBlock>();
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        var lines = file.Text.Lines;
        for (int i = 0; i < lines.Count; i++)
        {
            var content = file.Text.Content(lines[i]);
            if (LineGrammar.KindOf(content) != LineKind.Header || !SectionHeader.TryParse(content, file.Kind, out var header)
                || !header.Counts || header.Kind != kind || !header.Name.SequenceEqual(bytes))
            {
                continue;
            }

            int end = i + 1;
            while (end < lines.Count && LineGrammar.KindOf(file.Text.Content(lines[end])) != LineKind.Header)
            {
                end++;
            }

            blocks.Add(new(i, end, header.Prefixed));
        }

        return blocks;
    }

    /// <summary>The index behind the last line that holds something of the section: a setting or what is indented below one.</summary>
    public int EndOfSettings(SharedConfigText text)
    {
        int end = Header + 1;
        for (int i = end; i < End; i++)
        {
            end = LineGrammar.KindOf(text.Content(text.Lines[i])) is LineKind.Property or LineKind.Continuation or LineKind.IndentedComment
                ? i + 1 : end;
        }

        return end;
    }

    /// <summary>Where a setting stands in the block; several times, if the block gives it several times.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The name, in lower case.</param>
    /// <returns>Indices of its line, and behind the last that is indented below it.</returns>
    public IEnumerable<(int From, int To)> Find(SharedConfigText text, string key)
    {
        var found = new List<(int From, int To)>();
        bool within = false;
        for (int i = Header + 1; i < End; i++)
        {
            var content = text.Content(text.Lines[i]);
            switch (LineGrammar.KindOf(content))
            {
                case LineKind.Property:
                    within = NameOf(content) == key;
                    if (within)
                    {
                        found.Add((i, i + 1));
                    }

                    break;
                case LineKind.Continuation or LineKind.IndentedComment when within:
                    found[^1] = (found[^1].From, i + 1);
                    break;
            }
        }

        return found;
    }

    /// <summary>The name that a line gives a value, in lower case; empty if it has no equals sign.</summary>
    public static string NameOf(ReadOnlySpan<byte> content)
    {
        int equals = content.IndexOf((byte)'=');
        return equals < 0 ? "" : Encoding.UTF8.GetString(LineGrammar.Trim(content[..equals])).ToLowerInvariant();
    }
}
