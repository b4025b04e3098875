using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Identity;

/// <summary>Signs a person in for a command: with a browser, or with a device code.</summary>
/// <param name="DeviceCode">Whether to use a device code.</param>
/// <param name="NoBrowser">Whether to print the page's address instead of opening it.</param>
internal sealed record SignInCommandFlow(bool DeviceCode, bool NoBrowser)
{
    /// <summary>Gets why a device code is used that nobody asked for; null where somebody did, or none is used.</summary>
    public string? Obstacle { get; private init; }

    /// <summary>Chooses the way that works on this machine.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="deviceCode">Whether a device code was asked for.</param>
    /// <param name="noBrowser">Whether no browser may be opened; the person opens the page, and knows where.</param>
    /// <param name="browser">Whether a browser was asked for, whatever speaks against it.</param>
    public static SignInCommandFlow For(Surroundings surroundings, bool deviceCode = false, bool noBrowser = false, bool browser = false) =>
        !deviceCode && !noBrowser && !browser && LoopbackReach.Obstacle(surroundings) is { } obstacle
            ? new SignInCommandFlow(DeviceCode: true, NoBrowser: true) { Obstacle = obstacle }
            : new SignInCommandFlow(deviceCode, noBrowser);

    /// <summary>Signs in; or waits where another process is at it, and takes what comes of that.</summary>
    /// <exception cref="CredentialsException">The sign-in was turned down, took too long, or AWS couldn't be reached.</exception>
    public async Task<SsoToken> RunAsync(AwsAccess access, SsoSignIn signIn, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var before = Find(access.Tokens, signIn);
        using var held = await SignInTurn.TakeAsync(access.Tokens.PathOf(signIn), surroundings, cancellationToken).ConfigureAwait(false);
        if (Find(access.Tokens, signIn) is { } token && token.ExpiresAt > surroundings.Time.GetUtcNow()
            && (before is null || !token.AccessToken.FixedTimeEquals(before.AccessToken)))
        {
            return token;
        }

        if (Obstacle is not null)
        {
            surroundings.Error.WriteLine($"{Obstacle}, where a browser may not find the way back; so a code is used. `--browser` uses a browser all the same.");
        }

        var browser = new Browser(surroundings);
        var flow = new IdentityCenterSignIn(
            access.Client, access.Selected.Endpoints, access.Tokens,
            new SignInPerson(NoBrowser ? null : browser.OpenAsync, surroundings.Error.WriteLine));
        var given = DeviceCode
            ? await flow.WithDeviceCodeAsync(signIn, cancellationToken).ConfigureAwait(false)
            : await flow.WithBrowserAsync(signIn, KestrelHost.StartAsync, cancellationToken).ConfigureAwait(false);
        access.SayClockSkew(surroundings);
        return given;
    }

    private static SsoToken? Find(SsoTokenCache tokens, SsoSignIn signIn)
    {
        try
        {
            return tokens.Find(signIn);
        }
        catch (CredentialsException)
        {
            return null;
        }
    }
}
