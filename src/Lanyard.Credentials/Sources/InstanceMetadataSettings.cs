using System.Globalization;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>
/// Reads where and how to ask the EC2 instance metadata service. See "IMDS credential provider" in the AWS SDKs and Tools Reference
/// Guide: each variable goes before its setting in the profile.
/// </summary>
internal static class InstanceMetadataSettings
{
    public const string Disabled = "AWS_EC2_METADATA_DISABLED";

    private static readonly Uri V4 = new("http://169.254.169.254");
    private static readonly Uri V6 = new("http://[fd00:ec2::254]");

    /// <summary>Gives the source; null, with the reason among those passed over, where the service may not be asked.</summary>
    /// <exception cref="CredentialsException">A setting can't be understood.</exception>
    public static Source.InstanceMetadata? Find(MachineState machine, MergedProfile? profile, List<PassedOver>? passedOver)
    {
        if (IsTrue(machine.Variable(Disabled)))
        {
            passedOver?.Add(new PassedOver("instanceMetadata", $"{Disabled} is true"));
            return null;
        }

        return Read(machine, profile);
    }

    /// <summary>Gives the source for a profile that asks for it by <c>credential_source</c>.</summary>
    /// <exception cref="CredentialsException">The service may not be asked, or a setting can't be understood.</exception>
    public static Source.InstanceMetadata OfProfile(MachineState machine, MergedProfile profile, string key)
    {
        if (IsTrue(machine.Variable(Disabled)))
        {
            throw new CredentialsException(
                ErrorCodes.InstanceMetadataFailed,
                $"the profile `{profile.Name}` ({ProfileErrors.At(profile, key)}) takes its credentials from EC2 instance metadata, but {Disabled} is true",
                $"unset {Disabled}", profile: profile.Name);
        }

        return profile.TryGet(key, out var property)
            ? Read(machine, profile) with { Origin = Origin.Of(profile, property) }
            : Read(machine, profile);
    }

    private static Source.InstanceMetadata Read(MachineState machine, MergedProfile? profile)
    {
        var settings = new Settings(machine, profile);
        var (endpoint, origin) = Endpoint(settings);
        return new Source.InstanceMetadata(endpoint)
        {
            AllowsV1 = !IsTrue(settings.Get("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled").Value),
            TimeoutSeconds = Number(settings.Get("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"), 1, NumberStyles.AllowDecimalPoint),
            Attempts = (int)Number(settings.Get("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"), 1, NumberStyles.None),
            Origin = origin,
        };
    }

    private static (Uri Endpoint, Origin? Origin) Endpoint(Settings settings)
    {
        var address = settings.Get("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
        if (address.Value is { } text)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") && url.Host.Length > 0
                ? (url, address.Origin)
                : throw Invalid(address, "is not an http or https address");
        }

        var mode = settings.Get("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
        return mode.Value?.ToUpperInvariant() switch
        {
            null => (V4, null),
            "IPV4" => (V4, mode.Origin),
            "IPV6" => (V6, mode.Origin),
            _ => throw Invalid(mode, "is neither IPv4 nor IPv6"),
        };
    }

    private static double Number(Setting setting, double unset, NumberStyles style) =>
        setting.Value is not { } text ? unset
        : double.TryParse(text, style, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 3600 ? number
        : throw Invalid(setting, "is not a number above 0, up to 3600");

    private static bool IsTrue(string? value) => "true".Equals(value, StringComparison.OrdinalIgnoreCase);

    private static CredentialsException Invalid(Setting setting, string why) => setting.Origin is { File: not null } place
        ? new(ErrorCodes.SettingInvalid, $"the {setting.Key} of the profile `{place.Profile}` ({place}) {why}", "correct the line", profile: place.Profile)
        : new(ErrorCodes.SettingInvalid, $"the environment variable {setting.Variable} {why}", $"unset {setting.Variable}");

    /// <summary>A setting that has a variable and a key in the profile.</summary>
    private sealed record Setting(string Variable, string Key, string? Value, Origin? Origin);

    private sealed class Settings(MachineState machine, MergedProfile? profile)
    {
        public Setting Get(string variable, string key) =>
            machine.Variable(variable) is { } value ? new Setting(variable, key, value, Origin.OfVariable(variable))
            : profile is not null && profile.TryGet(key, out var property) && property.Value.Length > 0
                ? new Setting(variable, key, property.Value, Origin.Of(profile, property))
                : new Setting(variable, key, null, null);
    }
}
