using System.Text;

namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>Gives settings a value, those below another one too, in the text of a shared file. Pure.</summary>
public static class SharedConfigSetting
{
    /// <summary>Gives a setting of an existing section a value; a setting below another as <c>aws configure set s3.name</c> does.</summary>
    /// <param name="file">The file as it was read.</param>
    /// <param name="kind">What the section describes.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="key">The setting.</param>
    /// <param name="value">The value.</param>
    /// <returns>The changed text.</returns>
    /// <exception cref="SharedConfigException">
    /// There is no such section, the setting can't have that shape, a value could not be read back, or the result can't be proved.
    /// </exception>
    public static SharedConfigText Set(SharedConfigFile file, SharedConfigSectionKind kind, string name, SettingKey key, string value)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(key);
        var edited = key.Sub is null
            ? SharedConfigEditor.Set(file, kind, name, key.Name, value)
            : SetBelow(file, kind, name, key.Name, key.Sub, value);
        EditProof.Check(file, edited, model => model.Set(kind, name, key, value));
        return edited;
    }

    private static SharedConfigText SetBelow(
        SharedConfigFile file, SharedConfigSectionKind kind, string name, string parent, string key, string value)
    {
        SharedConfigRules.CheckSection(file, kind, name);
        SharedConfigRules.CheckKey(file, parent);
        SharedConfigRules.CheckKey(file, key);
        SharedConfigRules.CheckValue(file, $"{parent}.{key}", value);
        if (!file.Sections(kind).TryGetValue(name, out var section))
        {
            throw new SharedConfigException($"{file.Path} has no {SharedConfigRules.Describe(kind)} '{name}' to change", file.Path)
            {
                Problem = SharedConfigProblem.Request,
            };
        }

        var text = file.Text;
        if (!section.Properties.TryGetValue(parent, out var property))
        {
            int any = section.Line - 1;
            return SharedConfigEditor.Insert(text, section, $"{parent} ={text.NewLine(any)}  {key} = {value}");
        }

        if (property.SubProperties.LastOrDefault(p => p.Name == key) is { } existing)
        {
            var line = text.Lines[existing.Line - 1];
            var content = text.Content(line);
            int start = content.IndexOf((byte)'=') + 1;
            int blanks = content.Length - start - content[start..].TrimStart(" \t"u8).Length;
            int length = LineGrammar.Trim(content[start..]).Length;
            return text.With([length == 0
                ? new(line.Start + start, content.Length - start, " " + value)
                : new TextChange(line.Start + start + blanks, length, value)]);
        }

        if (property.Value.Length > 0 && property.SubProperties.Count == 0)
        {
            throw new SharedConfigException(
                $"'{parent}' in {file.Path}:{property.Line} has a value of its own, so nothing can stand below it", file.Path)
            {
                Problem = SharedConfigProblem.Request,
            };
        }

        int last = (property.SubProperties.Count > 0 ? property.SubProperties.Max(p => p.Line) : property.Line) - 1;
        return text.With([new(text.Lines[last].End, 0, $"{text.NewLine(last)}{Indent(text, property, last)}{key} = {value}")]);
    }

    /// <summary>The blanks that its neighbours have in front.</summary>
    private static string Indent(SharedConfigText text, ConfigProperty parent, int last)
    {
        if (parent.SubProperties.Count == 0)
        {
            return "  ";
        }

        var content = text.Content(text.Lines[last]);
        return Encoding.UTF8.GetString(content[..(content.Length - content.TrimStart(" \t"u8).Length)]);
    }
}
