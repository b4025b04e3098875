using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;

namespace Lanyard.Cli.Identity;

/// <summary>Gets credentials for a command that hands them over, signing in first where a person is there to do it.</summary>
internal static class CredentialsForUse
{
    /// <summary>Gets the credentials.</summary>
    /// <param name="access">How to get them.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="maySignIn">Whether a browser may be opened when nobody is signed in.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CredentialsException">None can be had.</exception>
    public static async Task<AwsCredentials> GetAsync(AwsAccess access, Surroundings surroundings, bool maySignIn, CancellationToken cancellationToken)
    {
        try
        {
            return await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialsException e) when (maySignIn && access.Selected.SignIn is not null
            && e.Code is (ErrorCodes.SsoTokenMissing or ErrorCodes.SsoTokenExpired or ErrorCodes.SsoTokenInvalid))
        {
            surroundings.Error.WriteLine($"{e.Message}; signing in");
            await SignInCommandFlow.For(surroundings)
                .RunAsync(access, access.Selected.SignIn!, surroundings, cancellationToken).ConfigureAwait(false);
            return await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialsException e) when (maySignIn && access.Selected.ConsoleSignIn is not null
            && e.Code is (ErrorCodes.LoginSessionMissing or ErrorCodes.LoginSessionExpired or ErrorCodes.LoginSessionInvalid))
        {
            surroundings.Error.WriteLine($"{e.Message}; signing in");
            var profile = access.Selected.ConsoleSignIn!.Profile;
            var target = ConsoleTarget.Find(surroundings, new GlobalOptions { Profile = profile, Region = access.Selected.Plan.Region }, null) ?? throw e.WithFix($"lanyard login --profile {profile}");
            await ConsoleSignInFlow.For(surroundings).RunAsync(access, target, surroundings, cancellationToken).ConfigureAwait(false);
            return await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
