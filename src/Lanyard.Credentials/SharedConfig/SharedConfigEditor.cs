using System.Text;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>
/// Changes the text of a shared file, and leaves every byte alone that it doesn't have to touch: comments, order, unknown settings,
/// line endings. Pure: <see cref="SharedConfigWriter"/> puts the result on disk. New lines end as the line above them does; an
/// appended section always ends with a line ending.
/// </summary>
public static class SharedConfigEditor
{
    /// <summary>Adds a section at the end of the file, after an empty line.</summary>
    /// <param name="file">The file as it was read.</param>
    /// <param name="kind">What the section describes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="properties">Its settings, in the order they shall stand in; names are written in lower case.</param>
    /// <returns>The changed text.</returns>
    /// <exception cref="SharedConfigException">
    /// The section exists, or a name or value could not be read back as it is by every SDK.
    /// </exception>
    public static SharedConfigText Append(
        SharedConfigFile file, SharedConfigSectionKind kind, string name, IEnumerable<KeyValuePair<string, string>> properties)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(properties);
        SharedConfigRules.CheckSection(file, kind, name);
        CheckFree(file, kind, name);
        var text = file.Text;
        string newLine = text.NewLine(text.Lines.Count - 1);
        var added = new StringBuilder();
        if (text.Lines.Count > 0)
        {
            var last = text.Lines[^1];
            added.Append(last.Ending == SharedConfigLineEnding.None ? newLine : "");
            added.Append(LineGrammar.KindOf(text.Content(last)) == LineKind.Blank ? "" : newLine);
        }

        added.Append(Header(file.Kind, kind, name)).Append(newLine);
        var seen = new HashSet<string>();
        foreach (var (key, value) in properties)
        {
            string property = PropertyLine(file, key, value);
            if (!seen.Add(key.ToLowerInvariant()))
            {
                throw new SharedConfigException($"the setting '{key}' is given twice", file.Path) { Problem = SharedConfigProblem.Request };
            }

            added.Append(property).Append(newLine);
        }

        return text.With([new(text.Bytes.Length, 0, added.ToString())]);
    }

    /// <summary>
    /// Gives a setting of an existing section a value: in its place if the section has it (a comment behind it stays, continuation
    /// lines of the old value go), else below the section's last setting.
    /// </summary>
    /// <param name="file">The file as it was read.</param>
    /// <param name="kind">What the section describes.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="key">The setting's name; a new one is written in lower case.</param>
    /// <param name="value">The value.</param>
    /// <returns>The changed text.</returns>
    /// <exception cref="SharedConfigException">
    /// There is no such section, the setting has sub-properties, or a name or value could not be read back as it is by every SDK.
    /// </exception>
    public static SharedConfigText Set(SharedConfigFile file, SharedConfigSectionKind kind, string name, string key, string value)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        SharedConfigRules.CheckSection(file, kind, name);
        string newLine = PropertyLine(file, key, value);
        if (!file.Sections(kind).TryGetValue(name, out var section))
        {
            throw new SharedConfigException($"{file.Path} has no {SharedConfigRules.Describe(kind)} '{name}' to change", file.Path) { Problem = SharedConfigProblem.Request };
        }

        if (!section.Properties.TryGetValue(key.ToLowerInvariant(), out var property))
        {
            return Insert(file.Text, section, newLine);
        }

        return property.SubProperties.Count > 0
            ? throw new SharedConfigException(
                $"'{key}' in {file.Path}:{property.Line} has settings of its own below it, which one value would lose; set one of them, as in {key.ToLowerInvariant()}.{property.SubProperties[0].Name}",
                file.Path)
            { Problem = SharedConfigProblem.Request }
            : file.Text.With(Replacement(file.Text, property, value));
    }

    /// <summary>Makes sure that a section's name isn't taken in its file.</summary>
    internal static void CheckFree(SharedConfigFile file, SharedConfigSectionKind kind, string name)
    {
        if (LineOf(file, kind, name) is { } line)
        {
            throw new SharedConfigException(
                $"{SharedConfigRules.Describe(kind)} '{name}' exists already, in {file.Path}:{line}; "
                + "choose another name, or change that one",
                file.Path)
            { Problem = SharedConfigProblem.Request };
        }
    }

    /// <summary>Puts lines below the last setting of a section.</summary>
    internal static SharedConfigText Insert(SharedConfigText text, ConfigSection section, string added)
    {
        int last = section.Line - 1;
        for (int i = last + 1; i < text.Lines.Count; i++)
        {
            var kind = LineGrammar.KindOf(text.Content(text.Lines[i]));
            if (kind == LineKind.Header)
            {
                break;
            }

            last = kind is LineKind.Property or LineKind.Continuation or LineKind.IndentedComment ? i : last;
        }

        // Put before the ending of the line above, so that a file without a final newline stays one.
        return text.With([new(text.Lines[last].End, 0, text.NewLine(last) + added)]);
    }

    /// <summary>What to change so that a setting has another value.</summary>
    internal static IReadOnlyList<TextChange> Replacement(SharedConfigText text, ConfigProperty property, string value)
    {
        var line = text.Lines[property.Line - 1];
        var content = text.Content(line);
        int afterEquals = content.IndexOf((byte)'=') + 1;
        int end = LineGrammar.CutComment(content, needsBlank: true).Length;
        int start = afterEquals;
        while (start < end && LineGrammar.IsBlank(content[start]))
        {
            start++;
        }

        var changes = new List<TextChange>();
        if (start >= end)
        {
            changes.Add(new(line.Start + afterEquals, 0, value.Length == 0 ? "" : " " + value));
        }
        else
        {
            changes.Add(new(line.Start + start, end - start, value));
        }

        for (int i = property.Line; i < text.Lines.Count; i++)
        {
            var next = text.Lines[i];
            var kind = LineGrammar.KindOf(text.Content(next));
            if (kind is LineKind.Header or LineKind.Property)
            {
                break;
            }

            if (kind == LineKind.Continuation)
            {
                changes.Add(new(next.Start, next.Next - next.Start, ""));
            }
        }

        return changes;
    }

    /// <summary>The line of a section that the published grammar sees, or that the AWS CLI does, which takes quotes off.</summary>
    private static int? LineOf(SharedConfigFile file, SharedConfigSectionKind kind, string name)
    {
        if (file.Sections(kind).TryGetValue(name, out var section))
        {
            return section.Line;
        }

        foreach (var line in file.Text.Lines)
        {
            var content = file.Text.Content(line);
            if (LineGrammar.KindOf(content) == LineKind.Header && SectionHeader.TryParse(content, file.Kind, out var header)
                && header.Counts && header.Kind == kind && header.Prefixed
                && header.Name is [(byte)'"', .. var quoted, (byte)'"'] && quoted.SequenceEqual(Encoding.ASCII.GetBytes(name)))
            {
                return line.Number;
            }
        }

        return null;
    }

    private static string Header(SharedConfigFileKind file, SharedConfigSectionKind kind, string name) =>
        file == SharedConfigFileKind.Credentials || (kind == SharedConfigSectionKind.Profile && name == "default")
            ? $"[{name}]"
            : $"[{SharedConfigRules.Describe(kind)} {name}]";

    private static string PropertyLine(SharedConfigFile file, string key, string value)
    {
        SharedConfigRules.CheckKey(file, key);
        SharedConfigRules.CheckValue(file, key, value);
        return $"{key.ToLowerInvariant()} = {value}".TrimEnd();
    }
}
