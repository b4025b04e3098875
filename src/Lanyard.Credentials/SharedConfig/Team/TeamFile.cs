using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Credentials.SharedConfig.Team;

/// <summary>A section of a team's file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">Its settings, in the file's order.</param>
public sealed record TeamSection(SectionName Name, IReadOnlyList<KeyValuePair<SettingKey, string>> Settings);

/// <summary>
/// Profiles without secrets, for a team: a file in the format of the AWS config file. Whoever writes it is trusted with names, accounts
/// and roles alone, so a file with anything else in it is refused as a whole.
/// </summary>
public sealed class TeamFile
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxSections = 1000;

    private TeamFile(string path, IReadOnlyList<TeamSection> sections)
    {
        Path = path;
        Sections = sections;
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>Its sections, in order.</summary>
    public IReadOnlyList<TeamSection> Sections { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CredentialsException">It can't be read, or something in it may not come from a team's file.</exception>
    public static TeamFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (Directory.Exists(path))
            {
                throw Refused(path, null, "it is a folder");
            }

            byte[] bytes = WholeFile.Read(path, MaxBytes) ?? throw Refused(path, null, "it is larger than 1 MiB");
            return Parse(path, SharedConfigText.FromBytes(bytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CredentialsException(
                ErrorCodes.TeamFileRefused, $"{DiffText.Printable(path)} can't be read: {e.Message}", "check the file's name and mode", inner: e);
        }
    }

    /// <summary>Reads a file's text.</summary>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="CredentialsException">Something in it may not come from a team's file.</exception>
    public static TeamFile Parse(string path, SharedConfigText text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        SharedConfigFile file;
        try
        {
            file = SharedConfigReader.Read(text, path, SharedConfigFileKind.Config);
        }
        catch (SharedConfigSyntaxException e)
        {
            throw new CredentialsException(ErrorCodes.TeamFileRefused, e.Message, Fix, inner: e);
        }

        var sections = new List<SectionName>();
        string parent = "";
        foreach (var line in text.Lines)
        {
            var content = text.Content(line);
            switch (LineGrammar.KindOf(content))
            {
                case LineKind.Header:
                    sections.Add(NewSection(path, line.Number, content, sections));
                    break;
                case LineKind.Property:
                    parent = SectionBlock.NameOf(content);
                    if (parent != "s3" || sections[^1].Kind != SharedConfigSectionKind.Profile)
                    {
                        Check(path, line.Number, sections[^1].Kind, parent, null);
                    }

                    break;
                case LineKind.Continuation when parent == "s3":
                    Check(path, line.Number, sections[^1].Kind, parent, SectionBlock.NameOf(content));
                    break;
                case LineKind.Continuation:
                    throw Refused(path, line.Number, $"the value of {parent} goes on over several lines");
            }
        }

        return new(path, [.. sections.Select(name => new TeamSection(name, [.. Settings(path, file.Sections(name.Kind)[name.Name])]))]);
    }

    private const string Fix = "take the line out of the file, and ask who wrote it";

    private static SectionName NewSection(string path, int line, ReadOnlySpan<byte> content, List<SectionName> sections)
    {
        if (!SectionHeader.TryParse(content, SharedConfigFileKind.Config, out var header) || !header.Counts || !LineGrammar.IsName(header.Name)
            || header.Kind == SharedConfigSectionKind.Services)
        {
            throw Refused(path, line, "only [profile NAME], [default] and [sso-session NAME] may come from a team's file");
        }

        if (sections.Count == MaxSections)
        {
            throw Refused(path, line, $"it has more than {MaxSections} sections");
        }

        var name = new SectionName(header.Kind, System.Text.Encoding.UTF8.GetString(header.Name));
        return sections.Contains(name) ? throw Refused(path, line, $"the {name} stands there twice") : name;
    }

    private static void Check(string path, int line, SharedConfigSectionKind kind, string name, string? sub)
    {
        if (TeamSettings.Refusal(kind, name, sub) is { } why)
        {
            // Not echoed if it is no name: then it may be anything.
            string shown = new SettingKey(name, sub).ToString();
            throw Refused(path, line, SharedConfigRules.IsName(shown) ? $"{shown} may not come from a team's file: {why}" : "the setting has no name that SDKs know");
        }
    }

    private static IEnumerable<KeyValuePair<SettingKey, string>> Settings(string path, ConfigSection section)
    {
        foreach (var property in section.Properties.Values.OrderBy(p => p.Line))
        {
            if (property.Name == "s3")
            {
                foreach (var sub in property.SubProperties)
                {
                    yield return KeyValuePair.Create(new SettingKey(property.Name, sub.Name), Checked(path, sub));
                }
            }
            else
            {
                yield return KeyValuePair.Create(new SettingKey(property.Name, null), Checked(path, property));
            }
        }
    }

    private static string Checked(string path, ConfigProperty property) => TeamSettings.RefusalOfValue(property.Name, property.Value) is { } why
        ? throw Refused(path, property.Line, $"the value of {property.Name} is refused: {why}")
        : property.Value;

    private static CredentialsException Refused(string path, int? line, string why) => new(
        ErrorCodes.TeamFileRefused, $"{DiffText.Printable(path)}{(line is null ? "" : $":{line}")}: {why}", Fix);
}
