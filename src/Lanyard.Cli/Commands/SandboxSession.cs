using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.SignIn;
using Lanyard.Sandbox.SignIn;

namespace Lanyard.Cli.Commands;

/// <summary>Signs in to a sandbox without a person, by the way a person takes: the sign-in page, its forms, the loopback callback.</summary>
internal static class SandboxSession
{
    /// <summary>Signs in and gives a stage's keys as variables.</summary>
    /// <param name="options">The options, with the stage.</param>
    /// <param name="home">The sandbox's home.</param>
    /// <param name="inside">The machine as a program in the sandbox sees it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<EnvironmentBlock> KeysAsync(GlobalOptions options, SandboxHome home, Surroundings inside, CancellationToken cancellationToken)
    {
        var selected = IdentitySelector.Select(inside, options);
        using var access = new AwsAccess(inside, options, selected);
        await SignInAsync(access, home, cancellationToken).ConfigureAwait(false);
        var credentials = await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
        return EnvironmentBlock.OfKeys(credentials, selected.Plan.Region);
    }

    /// <summary>Signs in through the page, approving it as the home's user.</summary>
    public static Task<SsoToken> SignInAsync(AwsAccess access, SandboxHome home, CancellationToken cancellationToken)
    {
        var flow = new IdentityCenterSignIn(
            access.Client, access.Selected.Endpoints, access.Tokens, new SignInPerson(
                async (page, stop) =>
                {
                    var signIn = SandboxSignIn.Read(home.SignInFile, null);
                    await ApproveAsync(page, signIn.Sandbox, signIn.UserName, signIn.Password, stop).ConfigureAwait(false);
                    return true;
                },
                _ => { }));
        return flow.WithBrowserAsync(access.Selected.SignIn!, KestrelHost.StartAsync, cancellationToken);
    }

    /// <summary>Approves a page.</summary>
    /// <exception cref="CredentialsException">The page isn't a sandbox's, or said no.</exception>
    public static async Task<SignInEnd> ApproveAsync(Uri page, Uri sandbox, string userName, Secret password, CancellationToken cancellationToken)
    {
        using var http = WireTransport.Create(null, TimeSpan.FromSeconds(5));
        try
        {
            return await new SignInApprover(http, sandbox).ApproveAsync(page, userName, password, cancellationToken).ConfigureAwait(false);
        }
        catch (SignInApprovalException e)
        {
            throw new CredentialsException(CliErrorCodes.ApprovalFailed, $"the sandbox's sign-in page was not approved: {e.Message}", null, inner: e);
        }
    }
}
