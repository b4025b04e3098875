namespace Lanyard.Credentials.SharedConfig;

/// <summary>One section of one file; sections of the same name are merged into one. Prints no values.</summary>
public sealed class ConfigSection
{
    private readonly Dictionary<string, ConfigProperty> _properties = [];

    internal ConfigSection(SharedConfigSectionKind kind, string name, int line)
    {
        Kind = kind;
        Name = name;
        Line = line;
    }

    /// <summary>What the section describes.</summary>
    public SharedConfigSectionKind Kind { get; }

    /// <summary>The name, without the prefix that its header has in the config file. Names are case-sensitive.</summary>
    public string Name { get; }

    /// <summary>The line of its (first) header, from 1.</summary>
    public int Line { get; }

    /// <summary>The settings by lower-case name; of one given twice, the last.</summary>
    public IReadOnlyDictionary<string, ConfigProperty> Properties => _properties;

    /// <summary>Names the section and its line, never its values.</summary>
    /// <returns>Kind, name and line.</returns>
    public override string ToString() => $"{Kind} {Name} (line {Line}, {_properties.Count} settings)";

    internal void Add(ConfigProperty property) => _properties[property.Name] = property;
}
