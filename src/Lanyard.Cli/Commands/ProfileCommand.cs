using System.Text;
using System.Text.Json;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Cli.Commands;

/// <summary>Shows the profiles of both shared files, merged as SDKs see them.</summary>
internal static class ProfileCommand
{
    private const string Hidden = "***";

    public static int List(GlobalOptions options, bool namesAlone, bool showSecrets, Surroundings surroundings)
    {
        var files = Load(surroundings);
        if (namesAlone)
        {
            surroundings.Write(string.Concat(files.Profiles.Keys.Select(name => name + "\n")));
            return ExitCodes.Done;
        }

        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteStartObject("profiles");
                foreach (var profile in files.Profiles.Values)
                {
                    WriteProfile(json, profile, showSecrets);
                }

                json.WriteEndObject();
                json.WriteStartObject("ssoSessions");
                foreach (var (name, section) in files.SsoSessions)
                {
                    json.WriteStartObject(name);
                    foreach (var property in section.Properties.Values)
                    {
                        json.WriteString(property.Name, Shown(property.Name, property.Value, showSecrets));
                    }

                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }));
            return ExitCodes.Done;
        }

        if (files.Profiles.Count == 0)
        {
            surroundings.Error.WriteLine($"There are no profiles in {files.Config.Path} or {files.Credentials.Path}.");
            return ExitCodes.Done;
        }

        var rows = files.Profiles.Values.Select(p => (p.Name, Kind: KindOf(p), Account: AccountOf(p), Region: p.Get("region") ?? "-")).ToArray();
        var (name, kind, account) = (Width(rows.Select(r => r.Name), "PROFILE"), Width(rows.Select(r => r.Kind), "SOURCE"), Width(rows.Select(r => r.Account), "ACCOUNT"));
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(("PROFILE", "SOURCE", "ACCOUNT", "REGION")))
        {
            text.Append(row.Item1.PadRight(name)).Append(row.Item2.PadRight(kind)).Append(row.Item3.PadRight(account)).Append(row.Item4).Append('\n');
        }

        surroundings.Write(text.ToString());
        return ExitCodes.Done;
    }

    /// <summary>Shows a section, or the value of one of its settings.</summary>
    public static int Show(SectionName name, SettingKey? key, GlobalOptions options, bool showSecrets, Surroundings surroundings)
    {
        var files = Load(surroundings);
        ProfileEditCommand.CheckThere(files, name);
        var section = name.Kind == SharedConfigSectionKind.Profile && files.TryGetProfile(name.Name, out var profile)
            ? profile
            : files.SectionAsProfile(name.Kind, name.Name)!;
        if (key is not null)
        {
            return ShowValue(files, name, section, key, options, showSecrets, surroundings);
        }

        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json => WriteProfile(json, section, showSecrets)));
            return ExitCodes.Done;
        }

        var text = new StringBuilder().Append(section.Name).Append('\n');
        foreach (var property in section.Properties.Values)
        {
            text.Append("  ").Append(property.Name).Append(" = ").Append(property.SubProperties.Count > 0 ? "" : Shown(property.Name, property.Value, showSecrets))
                .Append("    (").Append(property.File).Append(':').Append(property.Line).Append(")\n");
            foreach (var sub in property.SubProperties)
            {
                text.Append("    ").Append(sub.Name).Append(" = ").Append(Shown(sub.Name, sub.Value, showSecrets)).Append('\n');
            }
        }

        surroundings.Write(text.ToString());
        return ExitCodes.Done;
    }

    /// <summary>The error for a profile that is in neither file.</summary>
    public static CredentialsException NotFound(SharedConfigSnapshot files, string name)
    {
        var near = files.NearestProfiles(name) is [var first, ..] ? $"; did you mean `{first}`?" : "";
        var shown = DiffText.Printable(name);
        return new CredentialsException(
            ErrorCodes.ProfileNotFound, $"the profile `{shown}` is neither in {files.Config.Path} nor in {files.Credentials.Path}{near}", "lanyard profile list", profile: shown);
    }

    private static int ShowValue(
        SharedConfigSnapshot files, SectionName name, MergedProfile section, SettingKey key, GlobalOptions options, bool showSecrets, Surroundings surroundings)
    {
        ProfileEditCommand.CheckThere(files, name, key);
        var isBelow = key.Sub is not null && !section.TryGet(key.ToString(), out _);
        section.TryGet(isBelow ? key.Name : key.ToString(), out var property);
        var value = isBelow ? property?.GetSubProperty(key.Sub!) : property?.SubProperties.Count == 0 ? property.Value : null;
        if (value is null)
        {
            throw new UsageException($"{key} has settings of its own below it", $"lanyard profile show {ProfileEditCommand.Typed(name)}");
        }

        if (SectionEdits.IsSecret(key) && !showSecrets)
        {
            throw new UsageException($"{key} is a secret, which is shown only when asked for", $"lanyard profile show {ProfileEditCommand.Typed(name)} {key} --show-secrets");
        }

        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json => json.WriteString(key.ToString(), value)));
        }
        else
        {
            surroundings.Write(value + "\n");
        }

        return ExitCodes.Done;
    }

    private static SharedConfigSnapshot Load(Surroundings surroundings) =>
        SharedConfigSnapshot.Load(surroundings.UserFiles);

    private static void WriteProfile(Utf8JsonWriter json, MergedProfile profile, bool showSecrets)
    {
        json.WriteStartObject(profile.Name);
        foreach (var property in profile.Properties.Values)
        {
            if (property.SubProperties.Count == 0)
            {
                json.WriteString(property.Name, Shown(property.Name, property.Value, showSecrets));
                continue;
            }

            json.WriteStartObject(property.Name);
            foreach (var sub in property.SubProperties)
            {
                json.WriteString(sub.Name, Shown(sub.Name, sub.Value, showSecrets));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Shown(string key, string value, bool showSecrets) => !showSecrets && SectionEdits.IsSecret(new SettingKey(key, null)) ? Hidden : value;

    private static string KindOf(MergedProfile profile) => profile switch
    {
        _ when profile.Get("web_identity_token_file") is not null => "web identity",
        _ when profile.Get("role_arn") is not null => profile.Get("source_profile") is { } from ? $"role, from {from}" : "role",
        _ when profile.Get("sso_account_id") is not null || profile.Get("sso_session") is not null => "identity center",
        _ when profile.Get("login_session") is not null => "console sign-in",
        _ when profile.Get("lanyard_vault") is { } entry => $"vault, {entry}",
        _ when profile.Get("credential_process") is not null => "process",
        _ when profile.Get("aws_access_key_id") is not null => profile.Get("aws_session_token") is null ? "access key" : "session keys",
        _ => "-",
    };

    private static string AccountOf(MergedProfile profile) =>
        profile.Get("sso_account_id")
        ?? (profile.Get("role_arn")?.Split(':') is [_, _, _, _, { Length: 12 } account, ..] ? account : null)
        ?? profile.Get("aws_account_id") ?? "-";

    private static int Width(IEnumerable<string> cells, string head) => Math.Max(head.Length, cells.Max(c => c.Length)) + 2;
}
