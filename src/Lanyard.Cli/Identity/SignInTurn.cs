using Lanyard.Cli.Edge;
using Lanyard.Credentials.Files;

namespace Lanyard.Cli.Identity;

/// <summary>One sign-in page for everybody: a tool that starts many processes must not open as many tabs.</summary>
internal static class SignInTurn
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>Waits until no other process signs in to the same, and says so where that takes a while.</summary>
    /// <param name="tokenFile">The file of the sign-in.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The turn; <see langword="null"/> where it can't be had, or was waited for in vain.</returns>
    public static async Task<FileLock?> TakeAsync(string tokenFile, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var said = false;
        try
        {
            return await FileLock.AcquireAsync(tokenFile + ".login.lock", waited =>
            {
                if (!said && waited > Quiet)
                {
                    said = true;
                    surroundings.Error.WriteLine("Another process is signing in to it; waiting for that.");
                }

                return waited < Patience;
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // That the folder can't be written shows when the token is kept.
            return null;
        }
    }
}
