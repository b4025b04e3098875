namespace Lanyard.Credentials.Sources;

/// <summary>A sign-in to IAM Identity Center, and under which name its token is cached.</summary>
/// <param name="SessionName">The <c>sso-session</c>, or <see langword="null"/> for the legacy form, cached under the start URL.</param>
/// <param name="StartUrl">The start URL of the access portal.</param>
/// <param name="Region">Identity Center's region.</param>
/// <param name="Scopes">The scopes to register for, separated by blanks.</param>
public sealed record SsoSignIn(string? SessionName, string StartUrl, string Region, string Scopes = SsoSignIn.DefaultScopes)
{
    /// <summary>The scope that the access portal needs.</summary>
    public const string DefaultScopes = "sso:account:access";

    /// <summary>Gets what the token's cache file is named after.</summary>
    public string CacheKey => SessionName ?? StartUrl;
}
