using System.Diagnostics.CodeAnalysis;

namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>
/// What Python's <c>RawConfigParser</c> sees in one file: sections by the text between their brackets, in the file's order, and
/// the settings of <c>[DEFAULT]</c>, which every other section has too. Prints no values.
/// </summary>
internal sealed class ConfigParserFile(string path)
{
    private readonly Dictionary<string, ConfigSection> _byName = new(StringComparer.Ordinal);
    private readonly List<ConfigSection> _sections = [];

    /// <summary>Gets the path it was read from.</summary>
    public string Path { get; } = path;

    /// <summary>Gets the sections in order, without <c>[DEFAULT]</c>.</summary>
    public IReadOnlyList<ConfigSection> Sections => _sections;

    /// <summary>Gets <c>[DEFAULT]</c>; empty where the file has none.</summary>
    public ConfigSection Defaults { get; internal set; } = new(SharedConfigSectionKind.Profile, ConfigParserReader.DefaultSection, 0);

    /// <summary>Finds a section by the text between its brackets.</summary>
    public ConfigSection? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Finds a setting of a section: its own, else that of <c>[DEFAULT]</c>.</summary>
    /// <param name="section">A section of this file; null for one that isn't there, which has none.</param>
    /// <param name="key">The name, in lower case.</param>
    /// <param name="property">The setting.</param>
    public bool TryGet(ConfigSection? section, string key, [NotNullWhen(true)] out ConfigProperty? property)
    {
        property = null;
        return section is not null && (section.Properties.TryGetValue(key, out property) || Defaults.Properties.TryGetValue(key, out property));
    }

    /// <summary>Gives all settings of a section in Python's order: its own, then those that only <c>[DEFAULT]</c> has.</summary>
    public IEnumerable<ConfigProperty> All(ConfigSection section) =>
        section.Properties.Values.Concat(Defaults.Properties.Values.Where(p => !section.Properties.ContainsKey(p.Name)));

    /// <inheritdoc/>
    public override string ToString() => $"{Path} ({_sections.Count} sections)";

    internal ConfigSection Open(string name, int line)
    {
        var section = new ConfigSection(SharedConfigSectionKind.Profile, name, line);
        _byName.Add(name, section);
        _sections.Add(section);
        return section;
    }
}
