using System.Text;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>The sections of one file while they are read: which headers count, and where their settings go.</summary>
internal sealed class SectionTable(SharedConfigFileKind file)
{
    private bool _prefixedDefault;

    public Dictionary<string, ConfigSection> Profiles { get; } = [];

    public Dictionary<string, ConfigSection> SsoSessions { get; } = [];

    public Dictionary<string, ConfigSection> Services { get; } = [];

    public Dictionary<string, ConfigSection> Of(SharedConfigSectionKind kind) => kind switch
    {
        SharedConfigSectionKind.Profile => Profiles,
        SharedConfigSectionKind.SsoSession => SsoSessions,
        _ => Services,
    };

    /// <summary>The section that the settings below a header belong to; null if every SDK must ignore them.</summary>
    public ConfigSection? Open(SectionHeader header, int line)
    {
        if (!header.Counts || !LineGrammar.IsName(header.Name))
        {
            return null;
        }

        var sections = Of(header.Kind);
        string name = Encoding.UTF8.GetString(header.Name);
        if (file == SharedConfigFileKind.Config && header.Kind == SharedConfigSectionKind.Profile && name == "default")
        {
            // [profile default] replaces [default], wherever the two stand.
            if (header.Prefixed && !_prefixedDefault)
            {
                _prefixedDefault = true;
                sections.Remove(name);
            }
            else if (!header.Prefixed && _prefixedDefault)
            {
                return null;
            }
        }

        if (!sections.TryGetValue(name, out var section))
        {
            section = new ConfigSection(header.Kind, name, line);
            sections.Add(name, section);
        }

        return section;
    }
}
