using System.Text;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Credentials.SharedConfig.Team;

/// <summary>Writes profiles into a team's file, and takes those of one in. Pure.</summary>
public static class TeamSharing
{
    /// <summary>Writes profiles, and the sso-sessions that they use, without what a team may not share.</summary>
    /// <param name="files">The shared files.</param>
    /// <param name="names">The profiles.</param>
    /// <param name="leftOut">What was left out and why, a sentence each.</param>
    /// <returns>The file's text.</returns>
    public static string Write(SharedConfigSnapshot files, IReadOnlyList<string> names, out IReadOnlyList<string> leftOut)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(names);
        var text = new StringBuilder("# AWS profiles of a team, without secrets. To take them in: lanyard profile sync FILE\n");
        var notes = new List<string>();
        var shared = new HashSet<string>();
        var sessions = new List<string>();
        foreach (string name in names)
        {
            var profile = files.Profiles[name];
            string body = Body(profile, notes);
            if (body.Length == 0)
            {
                notes.Add($"the profile `{name}`: nothing in it can be shared");
                continue;
            }

            shared.Add(name);
            text.Append('\n').Append(name == "default" ? "[default]" : $"[profile {name}]").Append('\n').Append(body);
            if (profile.Get("sso_session") is { } session && !sessions.Contains(session))
            {
                sessions.Add(session);
            }
        }

        foreach (string name in sessions.Where(files.SsoSessions.ContainsKey))
        {
            text.Append("\n[sso-session ").Append(name).Append("]\n");
            foreach (var property in files.SsoSessions[name].Properties.Values)
            {
                Add(text, SharedConfigSectionKind.SsoSession, property.Name, property.Value, $"{property.Name} of the sso-session `{name}` ({files.Config.Path}:{property.Line})", notes);
            }
        }

        foreach (string name in shared)
        {
            if (files.Profiles[name].Get("source_profile") is { } source && !shared.Contains(source))
            {
                notes.Add($"the profile `{source}`, which `{name}` has as its source_profile: each of the team needs one of that name");
            }
        }

        leftOut = notes;
        return text.ToString();
    }

    /// <summary>
    /// Takes a team's profiles and sso-sessions into the config file: adds those that are missing, changes settings that differ. Never
    /// deletes, and never touches the credentials file.
    /// </summary>
    /// <param name="files">The shared files.</param>
    /// <param name="team">The team's file.</param>
    /// <returns>The edit; it changes nothing the second time.</returns>
    /// <exception cref="SharedConfigException">A setting can't be written, or a result can't be proved.</exception>
    public static SharedConfigEdit Take(SharedConfigSnapshot files, TeamFile team)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(team);
        var notes = new List<string>();
        var config = files.Config;
        foreach (var section in team.Sections)
        {
            var (kind, name) = (section.Name.Kind, section.Name.Name);
            if (!config.Sections(kind).ContainsKey(name))
            {
                config = SectionEdits.Read(config, SharedConfigEditor.Append(
                    config, kind, name, section.Settings.Where(s => s.Key.Sub is null).Select(s => KeyValuePair.Create(s.Key.Name, s.Value))));
            }

            foreach (var (key, value) in section.Settings)
            {
                var found = config.Sections(kind)[name].Properties.GetValueOrDefault(key.Name);
                if ((key.Sub is null ? found?.Value : found?.GetSubProperty(key.Sub)) != value)
                {
                    config = SectionEdits.Read(config, SharedConfigSetting.Set(config, kind, name, key, value));
                }
            }

            if (kind == SharedConfigSectionKind.Profile)
            {
                notes.AddRange(Shadows(files, section));
            }
        }

        var after = new SharedConfigSnapshot(config, files.Credentials);
        foreach (var section in team.Sections.Where(s => s.Name.Kind == SharedConfigSectionKind.Profile))
        {
            var profile = after.Profiles[section.Name.Name];
            if (profile.Get("source_profile") is { } source && !after.Profiles.ContainsKey(source))
            {
                notes.Add($"`{profile.Name}` needs a profile `{source}` as its source_profile, and there is none yet");
            }
        }

        return new(config.Text, files.Credentials.Text, notes);
    }

    /// <summary>What in the credentials file goes before what the team's file says.</summary>
    private static IEnumerable<string> Shadows(SharedConfigSnapshot files, TeamSection section)
    {
        if (!files.TryGetProfile(section.Name.Name, out var profile))
        {
            yield break;
        }

        if (profile.TryGet("aws_access_key_id", out var key))
        {
            yield return $"`{profile.Name}` has an access key of its own ({key.File}:{key.Line}), which may go before what the file says";
        }

        foreach (var (setting, value) in section.Settings)
        {
            if (profile.InCredentials is { } credentials && credentials.Properties.TryGetValue(setting.Name, out var own) && own.Value != value)
            {
                yield return $"{setting} of `{profile.Name}` stands in {files.Credentials.Path}:{own.Line} too, which goes before the config file";
            }
        }
    }

    private static string Body(MergedProfile profile, List<string> notes)
    {
        var text = new StringBuilder();
        foreach (var property in profile.Properties.Values)
        {
            string what = $"{property.Name} of the profile `{profile.Name}` ({property.File}:{property.Line})";
            if (property.Name != "s3" || property.SubProperties.Count == 0)
            {
                Add(text, SharedConfigSectionKind.Profile, property.Name, property.Value, what, notes);
                continue;
            }

            var below = new StringBuilder();
            foreach (var sub in property.SubProperties.Where(s => property.GetSubProperty(s.Name) == s.Value))
            {
                string? why = TeamSettings.Refusal(SharedConfigSectionKind.Profile, "s3", sub.Name) ?? TeamSettings.RefusalOfValue(sub.Name, sub.Value);
                below.Append(why is null ? $"  {sub.Name} = {sub.Value}\n" : "");
                notes.AddRange(why is null ? [] : [$"s3.{what}: {why}"]);
            }

            text.Append(below.Length > 0 ? "s3 =\n" : "").Append(below);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, SharedConfigSectionKind kind, string name, string value, string what, List<string> notes)
    {
        if ((TeamSettings.Refusal(kind, name, null) ?? TeamSettings.RefusalOfValue(name, value)) is { } why)
        {
            notes.Add($"{what}: {why}");
            return;
        }

        text.Append(name).Append(" = ").Append(value).Append('\n');
    }
}
