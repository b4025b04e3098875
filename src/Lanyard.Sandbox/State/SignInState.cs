namespace Lanyard.Sandbox.State;

/// <summary>What Identity Center holds of clients, sign-ins under way, and tokens.</summary>
internal sealed class SignInState(TimeProvider time)
{
    /// <summary>Registered clients by client id.</summary>
    public ExpiringMap<OidcClient> Clients { get; } = new(time);

    /// <summary>Device authorizations by device code.</summary>
    public ExpiringMap<DeviceGrant> Devices { get; } = new(time);

    /// <summary>The same by user code, without its hyphen.</summary>
    public ExpiringMap<DeviceGrant> UserCodes { get; } = new(time);

    /// <summary>Sign-in pages under way by flow id.</summary>
    public ExpiringMap<SignInFlow> Flows { get; } = new(time);

    /// <summary>Authorization codes, each good for one use.</summary>
    public ExpiringMap<CodeGrant> Codes { get; } = new(time);

    /// <summary>Access tokens.</summary>
    public ExpiringMap<IssuedToken> AccessTokens { get; } = new(time);

    /// <summary>Refresh tokens, each good for one use.</summary>
    public ExpiringMap<IssuedToken> RefreshTokens { get; } = new(time);
}
