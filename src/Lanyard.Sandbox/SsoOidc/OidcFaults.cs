namespace Lanyard.Sandbox.SsoOidc;

/// <summary>The errors of the IAM Identity Center OIDC API Reference, with the statuses it gives them.</summary>
internal static class OidcFaults
{
    public static ServiceFault AuthorizationPending() => Bad("AuthorizationPendingException", "The user has not decided yet; keep polling");

    public static ServiceFault SlowDown() => Bad("SlowDownException", "Polled faster than the interval; wait 5 seconds longer between polls");

    public static ServiceFault ExpiredToken(string message) => Bad("ExpiredTokenException", message);

    public static ServiceFault AccessDenied(string message) => Bad("AccessDeniedException", message);

    public static ServiceFault InvalidGrant(string message) => Bad("InvalidGrantException", message);

    public static ServiceFault InvalidRequest(string message) => Bad("InvalidRequestException", message);

    public static ServiceFault InvalidScope(string message) => Bad("InvalidScopeException", message);

    public static ServiceFault InvalidRedirectUri(string message) => Bad("InvalidRedirectUriException", message);

    public static ServiceFault InvalidClientMetadata(string message) => Bad("InvalidClientMetadataException", message);

    public static ServiceFault UnauthorizedClient(string message) => Bad("UnauthorizedClientException", message);

    public static ServiceFault UnsupportedGrantType(string message) => Bad("UnsupportedGrantTypeException", message);

    public static ServiceFault InvalidClient(string message) => new("InvalidClientException", 401, message);

    /// <summary>The OAuth name of an error: <c>AuthorizationPendingException</c> is <c>authorization_pending</c>.</summary>
    public static string OAuthName(string code)
    {
        var name = code.EndsWith("Exception", StringComparison.Ordinal) ? code[..^"Exception".Length] : code;
        return string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
    }

    private static ServiceFault Bad(string code, string message) => new(code, 400, message);
}
