namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>
/// Reads an edited text again and compares what it says with what the edit was to say, so that no shape of a file that nobody thought
/// of can turn an edit into another one.
/// </summary>
internal static class EditProof
{
    /// <summary>Checks an edit.</summary>
    /// <param name="before">The file as it was read.</param>
    /// <param name="edited">The edited text.</param>
    /// <param name="edit">Does to the settings what the edit does to the text.</param>
    /// <exception cref="SharedConfigException">The text says something else.</exception>
    public static void Check(SharedConfigFile before, SharedConfigText edited, Action<SettingModel> edit)
    {
        var expected = SettingModel.Of(before);
        edit(expected);
        bool isProved;
        try
        {
            isProved = expected.Equals(SettingModel.Of(SharedConfigReader.Read(edited, before.Path, before.Kind)))
                && (IsStrict(edited) || !IsStrict(before.Text));
        }
        catch (SharedConfigSyntaxException)
        {
            isProved = false;
        }

        if (!isProved)
        {
            throw new SharedConfigException(
                $"{before.Path} is written in a way in which this edit would change more than was asked for, so nothing was written; "
                + "edit it by hand", before.Path)
            { Problem = SharedConfigProblem.Request };
        }

        bool IsStrict(SharedConfigText text)
        {
            try
            {
                SharedConfigReader.Read(text, before.Path, before.Kind, strict: true);
                return true;
            }
            catch (SharedConfigSyntaxException)
            {
                return false;
            }
        }
    }
}

/// <summary>What a file says, without where it says it. Holds values, so it prints nothing.</summary>
internal sealed class SettingModel
{
    private readonly Dictionary<(SharedConfigSectionKind Kind, string Name), Dictionary<string, Dictionary<string, string>>> _sections = [];

    public static SettingModel Of(SharedConfigFile file)
    {
        var model = new SettingModel();
        foreach (var kind in Enum.GetValues<SharedConfigSectionKind>())
        {
            foreach (var section in file.Sections(kind).Values)
            {
                model._sections[(kind, section.Name)] = section.Properties.Values.ToDictionary(p => p.Name, Values);
            }
        }

        return model;
    }

    public void Set(SharedConfigSectionKind kind, string name, SettingKey key, string value)
    {
        var section = _sections[(kind, name)];
        if (key.Sub is null)
        {
            section[key.Name] = new() { [""] = value };
            return;
        }

        section.TryGetValue(key.Name, out var below);
        section[key.Name] = below = below is null ? [] : below;
        below.Remove(""); // an empty value of the parent
        below[key.Sub] = value;
    }

    public void Unset(SharedConfigSectionKind kind, string name, SettingKey key)
    {
        if (!_sections.TryGetValue((kind, name), out var section) || !section.TryGetValue(key.Name, out var values))
        {
            return;
        }

        if (key.Sub is null || (values.Remove(key.Sub) && values.Count == 0))
        {
            section.Remove(key.Name);
        }
    }

    public void Remove(SharedConfigSectionKind kind, string name) => _sections.Remove((kind, name));

    public void Rename(SharedConfigSectionKind kind, string from, string to)
    {
        if (_sections.Remove((kind, from), out var section))
        {
            _sections.Add((kind, to), section);
        }
    }

    public bool Equals(SettingModel other) => Same(_sections, other._sections, (a, b) => Same(a, b, (c, d) => Same(c, d, (e, f) => e == f)));

    private static bool Same<TKey, TValue>(Dictionary<TKey, TValue> a, Dictionary<TKey, TValue> b, Func<TValue, TValue, bool> same)
        where TKey : notnull =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var value) && same(pair.Value, value));

    private static Dictionary<string, string> Values(ConfigProperty property)
    {
        var values = new Dictionary<string, string>();
        foreach (var sub in property.SubProperties)
        {
            values[sub.Name] = sub.Value;
        }

        if (values.Count == 0)
        {
            values.Add("", property.Value);
        }

        return values;
    }
}
