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
    /// <summary>Signs in.</summary>
    /// <exception cref="CredentialsException">The sign-in was turned down, took too long, or AWS couldn't be reached.</exception>
    public async Task<SsoToken> RunAsync(AwsAccess access, SsoSignIn signIn, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var browser = new Browser(surroundings);
        var flow = new IdentityCenterSignIn(
            access.Client, access.Selected.Endpoints, access.Tokens,
            new SignInPerson(NoBrowser ? null : browser.OpenAsync, surroundings.Error.WriteLine));
        return DeviceCode
            ? await flow.WithDeviceCodeAsync(signIn, cancellationToken).ConfigureAwait(false)
            : await flow.WithBrowserAsync(signIn, KestrelHost.StartAsync, cancellationToken).ConfigureAwait(false);
    }
}
