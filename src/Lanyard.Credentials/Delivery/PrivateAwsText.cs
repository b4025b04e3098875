using System.Text;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Delivery;

/// <summary>Writes the text of a child's private AWS files.</summary>
internal static class PrivateAwsText
{
    // Settings of the original profile that say where and how to call AWS, not as whom.
    private static readonly string[] KeptSettings =
    [
        "region", "output", "endpoint_url", "services", "ca_bundle", "use_fips_endpoint", "use_dualstack_endpoint",
        "sts_regional_endpoints", "retry_mode", "max_attempts", "defaults_mode", "s3", "ignore_configured_endpoint_urls",
    ];

    /// <summary>Writes the config file.</summary>
    /// <param name="profiles">The profiles.</param>
    /// <param name="region">The region; null leaves the original profile's.</param>
    /// <param name="ask">Gives the line by which a profile of the user's is asked for, or the child's own with null.</param>
    public static string Config(ChildProfiles profiles, string? region, Func<string?, string> ask)
    {
        var (text, settings) = (new StringBuilder(), Settings(region, profiles.Original));
        foreach (var own in profiles.Own)
        {
            // The region is in the environment too. A default profile that gives no credentials would keep osls 4 from asking the endpoint.
            if (!profiles.Leads(own) && IsRegionAlone(settings))
            {
                continue;
            }

            Open(own).Append(settings).Append(profiles.Leads(own) && profiles.Keys is null ? Process(null) : "");
        }

        // A profile that isn't there would only be "not found" to a tool; asked for by name, Lanyard can say why. Its endpoints
        // would be followed by a tool that takes its keys from elsewhere.
        foreach (var other in profiles.Others)
        {
            Open(other.Name).Append(profiles.KeepsOthers ? Settings(null, other) : "").Append(Process(other.Name));
        }

        foreach (var services in profiles.Others.Where(_ => profiles.KeepsOthers).Append(profiles.Original).Select(p => p?.Get("services")).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            if (profiles.Files.Services.TryGetValue(services, out var section))
            {
                text.Append('\n').Append(Lines(profiles.Files.Config, section));
            }
        }

        return text.ToString();

        StringBuilder Open(string name) => name == ChildProfiles.Default ? text.Append("[default]\n") : text.Append("\n[profile ").Append(name).Append("]\n");

        string Process(string? name) => $"credential_process = {ask(name)}\n";
    }

    /// <summary>Writes the credentials file; it is empty where the profiles ask Lanyard.</summary>
    public static string Credentials(ChildProfiles profiles)
    {
        var text = new StringBuilder();
        foreach (var own in profiles.Keys is null ? [] : profiles.Own.Where(profiles.Leads))
        {
            text.Append('[').Append(own).Append("]\naws_access_key_id = ").Append(profiles.Keys!.AccessKeyId)
                .Append("\naws_secret_access_key = ").Append(profiles.Keys.SecretAccessKey.Reveal()).Append('\n');
            if (profiles.Keys.SessionToken is { } token)
            {
                text.Append("aws_session_token = ").Append(token.Reveal()).Append('\n');
            }
        }

        return text.ToString();
    }

    private static bool IsRegionAlone(string settings) =>
        settings.Length == 0 || (settings.StartsWith("region = ", StringComparison.Ordinal) && settings.IndexOf('\n', StringComparison.Ordinal) == settings.Length - 1);

    private static string Settings(string? region, MergedProfile? original)
    {
        var text = new StringBuilder();
        foreach (var key in KeptSettings)
        {
            if (key == "region" && region is not null)
            {
                text.Append("region = ").Append(region).Append('\n');
            }
            else if (original is not null && original.TryGet(key, out var property))
            {
                // A value of several lines, as below `s3 =`, needs them indented again.
                text.Append(key).Append(property.Value.StartsWith('\n') ? " =" : " = ").Append(property.Value.Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Gives a section's own lines as they stand in the file.</summary>
    private static string Lines(SharedConfigFile file, ConfigSection section)
    {
        var text = new StringBuilder();
        foreach (var line in file.Text.Lines.Skip(section.Line - 1))
        {
            var content = file.Text.Content(line);
            if (line.Number > section.Line && content.StartsWith("["u8))
            {
                break;
            }

            text.Append(Encoding.UTF8.GetString(content)).Append('\n');
        }

        return text.ToString();
    }
}
