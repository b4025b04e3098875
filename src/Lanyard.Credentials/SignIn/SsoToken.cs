using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;

namespace Lanyard.Credentials.SignIn;

/// <summary>An Identity Center sign-in as <c>~/.aws/sso/cache</c> holds it.</summary>
/// <param name="StartUrl">The start URL it was made for.</param>
/// <param name="Region">Identity Center's region.</param>
/// <param name="AccessToken">The bearer token for the access portal.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RefreshToken">What gets the next one, if anything.</param>
/// <param name="Registration">The client it was given to; null where the file doesn't say.</param>
public sealed record SsoToken(
    string StartUrl, string Region, Secret AccessToken, DateTimeOffset ExpiresAt, Secret? RefreshToken, OidcClientRegistration? Registration)
{
    /// <summary>Tells whether the token can be renewed without a person.</summary>
    public bool CanRefresh(DateTimeOffset now) => RefreshToken is not null && Registration is { } client && client.ExpiresAt > now;
}
