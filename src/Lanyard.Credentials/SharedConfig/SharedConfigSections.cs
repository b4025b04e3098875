using System.Text;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>A section that is to be written.</summary>
/// <param name="Kind">What it describes.</param>
/// <param name="Name">Its name.</param>
/// <param name="Properties">Its settings, in the order they shall stand in.</param>
public sealed record NewSection(SharedConfigSectionKind Kind, string Name, IReadOnlyList<KeyValuePair<string, string>> Properties);

/// <summary>Adds and removes many sections of a shared file in one pass, and leaves every other byte alone.</summary>
public static class SharedConfigSections
{
    /// <summary>Adds sections at the end, each after an empty line.</summary>
    /// <param name="file">The file as it was read.</param>
    /// <param name="sections">Sections that the file doesn't have.</param>
    /// <returns>The changed text.</returns>
    /// <exception cref="SharedConfigException">A name or value could not be read back as it is by every SDK, or two have the same name.</exception>
    public static SharedConfigText Append(SharedConfigFile file, IReadOnlyList<NewSection> sections)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(sections);
        if (sections.Count == 0)
        {
            return file.Text;
        }

        // The first one settles how the file ends; each is checked and written as it would be alone.
        var text = SharedConfigEditor.Append(file, sections[0].Kind, sections[0].Name, sections[0].Properties);
        var empty = SharedConfigReader.Read(SharedConfigText.Empty, file.Path, file.Kind);
        var newLine = text.Lines[^1].Ending switch { SharedConfigLineEnding.CrLf => "\r\n", SharedConfigLineEnding.Cr => "\r", _ => "\n" };
        var seen = new HashSet<(SharedConfigSectionKind Kind, string Name)> { (sections[0].Kind, sections[0].Name) };
        var result = new MemoryStream();
        result.Write(text.Bytes);
        foreach (var section in sections.Skip(1))
        {
            if (!seen.Add((section.Kind, section.Name)) || file.Sections(section.Kind).ContainsKey(section.Name))
            {
                throw new SharedConfigException($"'{section.Name}' would stand twice in {file.Path}", file.Path);
            }

            var written = Encoding.UTF8.GetString(SharedConfigEditor.Append(empty, section.Kind, section.Name, section.Properties).Bytes);
            result.Write(Encoding.UTF8.GetBytes(newLine + written.Replace("\n", newLine, StringComparison.Ordinal)));
        }

        return SharedConfigText.FromOwned(result.ToArray());
    }

    /// <summary>
    /// Removes profiles: header and settings, with comments between them. What stands above the header and below the last setting
    /// stays, but for one of the empty lines.
    /// </summary>
    /// <param name="file">The file as it was read.</param>
    /// <param name="names">The profiles. Where a name has several headers, all of their sections go.</param>
    /// <returns>The changed text.</returns>
    public static SharedConfigText RemoveProfiles(SharedConfigFile file, IReadOnlySet<string> names)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(names);
        var (text, lines) = (file.Text, file.Text.Lines);
        var result = new MemoryStream(text.Bytes.Length);
        var copied = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (!IsHeaderOf(file, lines[i], names))
            {
                continue;
            }

            var (first, last) = (i, i);
            for (var next = i + 1; next < lines.Count && KindOf(next) != LineKind.Header; next++)
            {
                last = KindOf(next) is LineKind.Property or LineKind.Continuation ? next : last;
            }

            // One empty line stood around it for its sake.
            if (first > 0 && KindOf(first - 1) == LineKind.Blank && lines[first - 1].Start >= copied && (last + 1 == lines.Count || KindOf(last + 1) == LineKind.Blank))
            {
                first--;
            }

            result.Write(text.Bytes[copied..lines[first].Start]);
            copied = lines[last].Next;
            i = last;
        }

        result.Write(text.Bytes[copied..]);
        return SharedConfigText.FromOwned(result.ToArray());

        LineKind KindOf(int line) => LineGrammar.KindOf(text.Content(lines[line]));
    }

    private static bool IsHeaderOf(SharedConfigFile file, SharedConfigLine line, IReadOnlySet<string> names)
    {
        var content = file.Text.Content(line);
        return LineGrammar.KindOf(content) == LineKind.Header && SectionHeader.TryParse(content, file.Kind, out var header)
            && header.Counts && header.Kind == SharedConfigSectionKind.Profile && names.Contains(Encoding.UTF8.GetString(header.Name));
    }
}
