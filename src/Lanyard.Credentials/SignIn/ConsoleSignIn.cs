using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.SignIn;

/// <summary>Signs a person in to the AWS console for programs, as <c>aws login</c> does. It keeps nothing: what to do with the result is for the caller to say.</summary>
/// <param name="client">What speaks to AWS.</param>
/// <param name="endpoints">The endpoints that the user set.</param>
/// <param name="person">Who signs in.</param>
/// <param name="profile">The profile it is for, if any.</param>
public sealed class ConsoleSignIn(WireClient client, EndpointSettings endpoints, SignInPerson person, string? profile)
{
    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Signs in with a browser on this machine, that comes back to a loopback address.</summary>
    /// <param name="region">The region to sign in at.</param>
    /// <param name="startHost">Starts the server that the browser comes back to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CredentialsException">The sign-in was turned down, took too long, or AWS couldn't be reached.</exception>
    public Task<ConsoleSession> WithBrowserAsync(string region, WireHostStart startHost, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(startHost);
        return SignInAsync(region, SigninClient.SameDevice, async (signin, state, challenge) =>
        {
            var callback = new AuthorizationCallback(new Secret(state));

            // The listener is there before the browser is, so that no other program can take its port in between.
            await using var host = await startHost((request, _) => ValueTask.FromResult(callback.Handle(request)), cancellationToken).ConfigureAwait(false);
            var redirectUri = new Uri(host.Url, AuthorizationCallback.Path);
            var page = signin.AuthorizeUrl(SigninClient.SameDevice, redirectUri, state, challenge);
            var opened = person.OpenBrowser is { } open && await open(page, cancellationToken).ConfigureAwait(false);
            person.Say(opened
                ? $"A browser opens to sign you in to the AWS console. If none does, open this page in one on this machine:\n  {page}"
                : $"To sign in to the AWS console, open this page in a browser on this machine:\n  {page}");
            return (await WaitAsync(callback.Code, cancellationToken).ConfigureAwait(false), redirectUri);
        }, cancellationToken);
    }

    /// <summary>Signs in with a browser anywhere, whose page shows a code that the person carries here.</summary>
    /// <param name="region">The region to sign in at.</param>
    /// <param name="ask">Asks for the code without showing it; gives null where nobody answers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CredentialsException">No good code was given, or AWS couldn't be reached.</exception>
    public Task<ConsoleSession> WithCarriedCodeAsync(string region, Func<string, string?> ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return SignInAsync(region, SigninClient.CrossDevice, (signin, state, challenge) =>
        {
            var page = signin.AuthorizeUrl(SigninClient.CrossDevice, signin.ConfirmationPage, state, challenge);
            person.Say($"To sign in to the AWS console, open this page on any device:\n  {page}\nIt ends with a code for this terminal. Give that code to nobody else.");
            return Task.FromResult((CarriedCode(new Secret(state), ask), signin.ConfirmationPage));
        }, cancellationToken);
    }

    private Secret CarriedCode(Secret state, Func<string, string?> ask)
    {
        for (var tries = 0; tries < Tries && ask("Code from the sign-in page (it is not shown): ") is { } typed; tries++)
        {
            if (ReadCarried(typed, state) is { } code)
            {
                return code;
            }

            person.Say("That is not the code of this sign-in; copy all of it.");
        }

        throw new CredentialsException(
            ErrorCodes.SignInDenied, "the sign-in was not finished: no code of this sign-in was typed", ConsoleErrors.CommandForNew(profile), FailureKind.PersonMustAct, profile);
    }

    // Base64 of `state=…&code=…`.
    private static Secret? ReadCarried(string typed, Secret state)
    {
        try
        {
            var pairs = QueryString.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(typed.Trim())));
            return QueryString.Get(pairs, "state") is { } sent && state.FixedTimeEquals(sent) ? Secret.FromOptional(QueryString.Get(pairs, "code")) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task<ConsoleSession> SignInAsync(
        string region, string clientId, Func<SigninClient, string, string, Task<(Secret Code, Uri RedirectUri)>> authorize, CancellationToken cancellationToken)
    {
        try
        {
            var signin = new SigninClient(client, ServiceEndpoint.Find(AwsService.Signin, region, endpoints, profile).Url);
            var pkce = Pkce.Create();
            using var key = SignInKey.Create();
            var (code, redirectUri) = await authorize(signin, NewState(), pkce.Challenge).ConfigureAwait(false);
            var given = await signin.CreateTokenAsync(
                clientId, new OidcGrant.AuthorizationCode(code, pkce.Verifier, redirectUri), key, cancellationToken).ConfigureAwait(false);
            var (session, account) = ReadIdToken(given.IdToken);
            return new ConsoleSession(session, new ConsoleToken(
                ConsoleTokenRefresh.OfAnswer(given, account, client.Time.GetUtcNow()), clientId, given.RefreshToken, SignInKey.Write(key))
            {
                TokenType = given.TokenType,
                IdToken = given.IdToken,
                Region = region,
            });
        }
        catch (CredentialsException e) when (e.Code is ErrorCodes.SignInDenied or ErrorCodes.SignInTimeout)
        {
            throw e.WithFix(ConsoleErrors.CommandForNew(profile));
        }
        catch (AwsServiceException e)
        {
            throw ConsoleErrors.NotSignedIn(profile, e, client.Time.GetUtcNow());
        }
        catch (EndpointUnreachableException e)
        {
            throw AwsFailures.Translate(e, profile, client.Time.GetUtcNow());
        }
    }

    // A random UUID, as the AWS CLI sends.
    private static string NewState()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    // It came from AWS over TLS in answer to our own call, so its signature adds nothing (OpenID Connect Core, section 3.1.3.7).
    private (string Session, string Account) ReadIdToken(Secret? token)
    {
        if (token?.Reveal().Split('.') is [_, var payload, _] && Base64Url.IsValid(payload) && Parse(Base64Url.DecodeFromChars(payload)) is { } claims
            && JsonProtocol.Text(claims, "sub") is { Length: <= 2048 } arn && arn.All(c => c is > ' ' and <= '~')
            && arn.Split(':') is ["arn", _, _, _, { Length: 12 } account, ..] && account.All(char.IsAsciiDigit))
        {
            return (arn, account);
        }

        throw new CredentialsException(
            ErrorCodes.AwsError, "the answer of Sign-In CreateOAuth2Token doesn't say who signed in: its idToken names no ARN",
            "check AWS_ENDPOINT_URL and the proxy settings: what answered may not be AWS", profile: profile);
    }

    private static JsonElement? Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<Secret> WaitAsync(Task<Secret> code, CancellationToken cancellationToken)
    {
        try
        {
            return await code.WaitAsync(Patience, client.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new CredentialsException(ErrorCodes.SignInTimeout, "nobody finished the sign-in in time", null, FailureKind.PersonMustAct, profile);
        }
    }
}
