using Lanyard.Aws.Endpoints;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>
/// Reads what environment and profile say about endpoints. See "Service-specific endpoints" in the AWS SDKs and Tools Reference
/// Guide: the service's variable, the variable for all, the profile's <c>services</c> section, the profile's <c>endpoint_url</c>.
/// </summary>
public static class EndpointSettingsReader
{
    /// <summary>Reads the settings.</summary>
    /// <param name="machine">The environment and files.</param>
    /// <param name="profile">The selected profile, or null.</param>
    /// <exception cref="CredentialsException">An endpoint is no http or https address.</exception>
    public static EndpointSettings Read(MachineState machine, MergedProfile? profile)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var ignored = IsTrue(machine.Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? profile?.Get("ignore_configured_endpoint_urls"));
        var byService = new Dictionary<string, string>(StringComparer.Ordinal);
        string? forAll = null;
        if (!ignored)
        {
            forAll = FromVariable(machine, "AWS_ENDPOINT_URL") ?? FromProfile(profile);
            var section = profile?.Get("services") is { } name && machine.Files.Services.TryGetValue(name, out var found) ? found : null;
            Add("sts", "AWS_ENDPOINT_URL_STS");
            Add("sso", "AWS_ENDPOINT_URL_SSO");
            Add("sso_oidc", "AWS_ENDPOINT_URL_SSO_OIDC");
            Add("signin", "AWS_ENDPOINT_URL_SIGNIN");
            Add("iam", "AWS_ENDPOINT_URL_IAM");
            Add("lambda", "AWS_ENDPOINT_URL_LAMBDA");

            void Add(string service, string variable)
            {
                // The variable for all services goes before anything in a file.
                var own = FromVariable(machine, variable)
                    ?? (machine.Variable("AWS_ENDPOINT_URL") is null ? FromSection(section, service, machine.Files.Config.Path) : null);
                if (own is not null)
                {
                    byService.Add(service, own);
                }
            }
        }

        return new EndpointSettings
        {
            ByService = byService,
            ForAll = forAll,
            UseFips = IsTrue(machine.Variable("AWS_USE_FIPS_ENDPOINT") ?? profile?.Get("use_fips_endpoint")),
            UseDualStack = IsTrue(machine.Variable("AWS_USE_DUALSTACK_ENDPOINT") ?? profile?.Get("use_dualstack_endpoint")),
            LegacyGlobalSts = (machine.Variable("AWS_STS_REGIONAL_ENDPOINTS") ?? profile?.Get("sts_regional_endpoints")) == "legacy",
        };
    }

    private static string? FromVariable(MachineState machine, string name) =>
        machine.Variable(name) is { } value ? Checked(value, $"the environment variable {name}", $"unset {name}") : null;

    private static string? FromProfile(MergedProfile? profile) =>
        profile is not null && profile.TryGet("endpoint_url", out var property)
            ? Checked(property.Value, $"the endpoint_url of the profile `{profile.Name}` ({property.File}:{property.Line})", "correct the line")
            : null;

    private static string? FromSection(ConfigSection? section, string service, string file) =>
        section is not null && section.Properties.TryGetValue(service, out var property) && property.GetSubProperty("endpoint_url") is { } value
            ? Checked(value, $"the endpoint_url of {service} in [services {section.Name}] ({file}:{property.Line})", "correct the line")
            : null;

    private static string Checked(string value, string where, string fix) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? value
            : throw new CredentialsException(ErrorCodes.SettingInvalid, $"{where} is not an http or https address", fix);

    private static bool IsTrue(string? value) => "true".Equals(value, StringComparison.OrdinalIgnoreCase);
}
