using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.SignIn;

/// <summary>A console sign-in as <c>~/.aws/login/cache</c> holds it.</summary>
/// <param name="Credentials">The credentials with their account and end, a quarter of an hour after they were given.</param>
/// <param name="ClientId">The client they were given to; null where the file doesn't say.</param>
/// <param name="RefreshToken">What gets the next ones, once; null where the file has none.</param>
/// <param name="Key">The private key that the sign-in is bound to, in PEM form; null where the file has none.</param>
public sealed record ConsoleToken(AwsCredentials Credentials, string? ClientId, Secret? RefreshToken, Secret? Key)
{
    /// <summary>Gets what kind of token it is.</summary>
    public string? TokenType { get; init; }

    /// <summary>Gets the token that says who signed in.</summary>
    public Secret? IdToken { get; init; }

    /// <summary>Gets the region in which the person signed in; null where the file doesn't say.</summary>
    public string? Region { get; init; }

    /// <summary>Gets whether there is all that it takes to renew the credentials.</summary>
    public bool CanRefresh => ClientId is not null && RefreshToken is not null && Key is not null;
}

/// <summary>A console sign-in and who signed in.</summary>
/// <param name="Session">Their ARN: what a profile's <c>login_session</c> says.</param>
/// <param name="Token">The sign-in.</param>
public sealed record ConsoleSession(string Session, ConsoleToken Token);
