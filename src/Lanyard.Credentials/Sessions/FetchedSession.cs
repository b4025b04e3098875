using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Sessions;

/// <summary>Credentials, and the sign-in that they stand on.</summary>
/// <param name="Credentials">The credentials.</param>
/// <param name="SignIn">
/// The sign-in's file as it was when they were made with it; null where they stand on no sign-in.
/// </param>
/// <param name="MayBeKept">Whether they may be kept; not where the sign-in changed while they were fetched.</param>
public sealed record FetchedSession(AwsCredentials Credentials, FileStamp? SignIn = null, bool MayBeKept = true)
{
    /// <summary>
    /// Gets what tells whether somebody is still signed in with a sign-in that they stand on, and that a stamp doesn't tell; null where
    /// they stand on no such sign-in.
    /// </summary>
    public Func<bool>? IsSignedIn { get; init; }
}
