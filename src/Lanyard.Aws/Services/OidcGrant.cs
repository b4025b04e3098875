using System.Text.Json;
using Lanyard.Aws.Secrets;

namespace Lanyard.Aws.Services;

/// <summary>What CreateToken is given for a token.</summary>
public abstract class OidcGrant
{
    /// <summary>The grant type for a device code (RFC 8628).</summary>
    public const string DeviceCodeType = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>The grant type for an authorization code.</summary>
    public const string AuthorizationCodeType = "authorization_code";

    /// <summary>The grant type for a refresh token.</summary>
    public const string RefreshTokenType = "refresh_token";

    private OidcGrant()
    {
    }

    internal abstract void Write(Utf8JsonWriter json);

    /// <summary>A device code that the user may have approved by now.</summary>
    /// <param name="deviceCode">The device code.</param>
    public sealed class DeviceCode(Secret deviceCode) : OidcGrant
    {
        internal override void Write(Utf8JsonWriter json)
        {
            json.WriteString("grantType", DeviceCodeType);
            json.WriteString("deviceCode", deviceCode.Reveal());
        }
    }

    /// <summary>A code that came back to our loopback address.</summary>
    /// <param name="code">The code.</param>
    /// <param name="codeVerifier">The verifier whose challenge went out.</param>
    /// <param name="redirectUri">The address it came to, with its port.</param>
    public sealed class AuthorizationCode(Secret code, Secret codeVerifier, Uri redirectUri) : OidcGrant
    {
        internal override void Write(Utf8JsonWriter json)
        {
            json.WriteString("grantType", AuthorizationCodeType);
            json.WriteString("code", code.Reveal());
            json.WriteString("codeVerifier", codeVerifier.Reveal());
            json.WriteString("redirectUri", redirectUri.OriginalString);
        }
    }

    /// <summary>A refresh token.</summary>
    /// <param name="refreshToken">The token.</param>
    public sealed class RefreshToken(Secret refreshToken) : OidcGrant
    {
        internal override void Write(Utf8JsonWriter json)
        {
            json.WriteString("grantType", RefreshTokenType);
            json.WriteString("refreshToken", refreshToken.Reveal());
        }
    }
}
