namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>Gives a section another name in the text of a shared file, and what refers to it with it. Pure.</summary>
public static class SharedConfigRenaming
{
    /// <summary>
    /// Renames a section wherever it stands, and changes <c>source_profile</c>, <c>sso_session</c> or <c>services</c> settings that name
    /// it. Either may be missing: a profile's sections and what refers to it are spread over two files.
    /// </summary>
    /// <param name="file">The file as it was read.</param>
    /// <param name="kind">What the section describes.</param>
    /// <param name="from">Its name.</param>
    /// <param name="to">Its new name.</param>
    /// <param name="references">The profiles whose setting was changed, with the line.</param>
    /// <returns>The changed text.</returns>
    /// <exception cref="SharedConfigException">
    /// The new name can't be written or is taken, or the result can't be proved.
    /// </exception>
    public static SharedConfigText Rename(
        SharedConfigFile file, SharedConfigSectionKind kind, string from, string to, out IReadOnlyList<SettingReference> references)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var blocks = SectionBlock.Of(file, kind, from);
        var changes = new List<TextChange>();
        if (blocks.Count > 0)
        {
            SharedConfigRules.CheckSection(file, kind, to);
            SharedConfigEditor.CheckFree(file, kind, to);
            changes.AddRange(blocks.Select(b => NewHeader(file, b, kind, from, to)));
        }

        string key = ReferenceKey(kind);
        var found = new List<SettingReference>();
        foreach (var profile in file.Profiles.Values)
        {
            if (profile.Properties.TryGetValue(key, out var property) && property.Value == from)
            {
                SharedConfigRules.CheckValue(file, key, to);
                changes.AddRange(SharedConfigEditor.Replacement(file.Text, property, to));
                found.Add(new(profile.Name, key, file.Path, property.Line));
            }
        }

        references = found;
        var edited = file.Text.With(changes);
        EditProof.Check(file, edited, model =>
        {
            foreach (var reference in found)
            {
                model.Set(SharedConfigSectionKind.Profile, reference.Profile, new(key, null), to);
            }

            model.Rename(kind, from, to);
        });
        return edited;
    }

    /// <summary>The setting by which profiles refer to a section of a kind.</summary>
    internal static string ReferenceKey(SharedConfigSectionKind kind) => kind switch
    {
        SharedConfigSectionKind.Profile => "source_profile",
        SharedConfigSectionKind.SsoSession => "sso_session",
        _ => "services",
    };

    private static TextChange NewHeader(SharedConfigFile file, SectionBlock block, SharedConfigSectionKind kind, string from, string to)
    {
        var line = file.Text.Lines[block.Header];
        var content = file.Text.Content(line);
        SectionHeader.TryParse(content, file.Kind, out var header);
        content.Overlaps(header.Name, out int at);

        // The default profile alone goes without its kind, in the config file.
        bool isDefault = file.Kind == SharedConfigFileKind.Config && kind == SharedConfigSectionKind.Profile;
        if (isDefault && to == "default")
        {
            int start = content.IndexOf((byte)'[') + 1;
            return new(line.Start + start, at + header.Name.Length - start, to);
        }

        return new(line.Start + at, header.Name.Length, isDefault && from == "default" && !block.Prefixed ? $"profile {to}" : to);
    }
}

/// <summary>A setting of a profile that names another section.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Key">The setting.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record SettingReference(string Profile, string Key, string File, int Line);
