using Lanyard.Aws.Endpoints;

namespace Lanyard.Credentials;

/// <summary>Finds a service's endpoint, and says in plain words when the region in some setting is none.</summary>
public static class ServiceEndpoint
{
    /// <summary>The region that STS is called in where nobody set one.</summary>
    public const string FallbackRegion = "us-east-1";

    /// <summary>Finds the endpoint.</summary>
    /// <param name="service">The service.</param>
    /// <param name="region">The region; null where nobody set one.</param>
    /// <param name="settings">The endpoints that the user set.</param>
    /// <param name="profile">The profile it is about, if any.</param>
    /// <exception cref="CredentialsException">The region is not a region's name.</exception>
    public static Endpoint Find(AwsService service, string? region, EndpointSettings settings, string? profile)
    {
        try
        {
            return EndpointResolver.Resolve(service, region ?? FallbackRegion, settings);
        }
        catch (ArgumentException)
        {
            throw NoRegion(region, profile);
        }
    }

    /// <summary>Finds the endpoint's address alone; see <see cref="EndpointResolver.AddressOf"/>.</summary>
    /// <param name="service">The service.</param>
    /// <param name="region">The region.</param>
    /// <param name="settings">The endpoints that the user set.</param>
    /// <param name="profile">The profile it is about, if any.</param>
    /// <exception cref="CredentialsException">The region is not a region's name.</exception>
    public static string AddressOf(AwsService service, string region, EndpointSettings settings, string? profile)
    {
        try
        {
            return EndpointResolver.AddressOf(service, region, settings);
        }
        catch (ArgumentException)
        {
            throw NoRegion(region, profile);
        }
    }

    private static CredentialsException NoRegion(string? region, string? profile) => new(
        ErrorCodes.SettingInvalid, $"`{region}` is not a region name", "correct the region in the profile, its sso-session, AWS_REGION or --region", profile: profile);
}
