namespace Lanyard.Aws.Endpoints;

/// <summary>
/// What a user set about endpoints, from environment and profile together. Addresses are checked texts: most commands only compare
/// them, and <see cref="Uri"/> takes time to load.
/// </summary>
public sealed record EndpointSettings
{
    /// <summary>Gets the address for one service by its settings key, such as <c>sts</c>.</summary>
    public IReadOnlyDictionary<string, string> ByService { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the address for every service that has none of its own.</summary>
    public string? ForAll { get; init; }

    /// <summary>Gets whether FIPS endpoints are asked for (<c>AWS_USE_FIPS_ENDPOINT</c>).</summary>
    public bool UseFips { get; init; }

    /// <summary>Gets whether dual-stack endpoints are asked for (<c>AWS_USE_DUALSTACK_ENDPOINT</c>).</summary>
    public bool UseDualStack { get; init; }

    /// <summary>Gets whether STS in the oldest regions is called at its global endpoint (<c>AWS_STS_REGIONAL_ENDPOINTS=legacy</c>).</summary>
    public bool LegacyGlobalSts { get; init; }
}
