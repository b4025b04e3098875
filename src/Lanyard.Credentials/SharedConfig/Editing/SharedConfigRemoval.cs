namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>Takes settings and sections out of the text of a shared file, and leaves every other byte. Pure.</summary>
public static class SharedConfigRemoval
{
    /// <summary>
    /// Takes a setting out, wherever its section gives it, with all that is indented below it. Of <c>parent.name</c> that one line goes,
    /// and the parent with the last of its lines.
    /// </summary>
    /// <param name="file">The file as it was read.</param>
    /// <param name="kind">What the section describes.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="key">The setting.</param>
    /// <returns>The changed text; the same if the setting isn't there.</returns>
    /// <exception cref="SharedConfigException">The result can't be proved.</exception>
    public static SharedConfigText Unset(SharedConfigFile file, SharedConfigSectionKind kind, string name, SettingKey key)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(key);
        var changes = new List<TextChange>();
        foreach (var block in SectionBlock.Of(file, kind, name))
        {
            foreach (var (from, to) in block.Find(file.Text, key.Name))
            {
                changes.AddRange(key.Sub is null ? [file.Text.Without(from, to)] : WithoutSub(file.Text, from, to, key.Sub));
            }
        }

        var edited = file.Text.With(changes);
        EditProof.Check(file, edited, model => model.Unset(kind, name, key));
        return edited;
    }

    /// <summary>
    /// Takes a section out, wherever it stands: from its header to its last setting, and the empty lines below if there is one above
    /// already. Comments above its header and below its last setting stay.
    /// </summary>
    /// <param name="file">The file as it was read.</param>
    /// <param name="kind">What the section describes.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The changed text; the same if the section isn't there.</returns>
    /// <exception cref="SharedConfigException">The result can't be proved.</exception>
    public static SharedConfigText Remove(SharedConfigFile file, SharedConfigSectionKind kind, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(name);
        var text = file.Text;
        var changes = new List<TextChange>();
        int removed = 0;
        foreach (var block in SectionBlock.Of(file, kind, name))
        {
            int from = block.Header;
            int to = block.EndOfSettings(text);
            bool isSetOff = from == removed || IsBlank(text, from - 1);
            while (isSetOff && to < block.End && IsBlank(text, to))
            {
                to++;
            }

            if (to == text.Lines.Count && from > removed && IsBlank(text, from - 1))
            {
                from--; // the last section's empty line is the one above it
            }

            changes.Add(text.Without(from, to));
            removed = to;
        }

        var edited = text.With(changes);
        EditProof.Check(file, edited, model => model.Remove(kind, name));
        return edited;
    }

    private static IEnumerable<TextChange> WithoutSub(SharedConfigText text, int from, int to, string sub)
    {
        var lines = new List<int>();
        bool hasOthers = false;
        for (int i = from + 1; i < to; i++)
        {
            var content = text.Content(text.Lines[i]);
            if (LineGrammar.KindOf(content) == LineKind.Continuation)
            {
                bool isIt = SectionBlock.NameOf(content) == sub;
                hasOthers |= !isIt;
                lines.AddRange(isIt ? [i] : []);
            }
        }

        return lines.Count == 0 ? []
            : hasOthers ? lines.Select(i => text.Without(i, i + 1))
            : [text.Without(from, to)];
    }

    private static bool IsBlank(SharedConfigText text, int line) => LineGrammar.KindOf(text.Content(text.Lines[line])) == LineKind.Blank;
}
