using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SignIn;

namespace Lanyard.Cli.Identity;

/// <summary>Signs a person in to the AWS console for a profile: with a browser here, or with one elsewhere.</summary>
/// <param name="CrossDevice">Whether the browser is on another machine, and its code is carried here.</param>
/// <param name="NoBrowser">Whether to print the page's address instead of opening it.</param>
internal sealed record ConsoleSignInFlow(bool CrossDevice, bool NoBrowser)
{
    /// <summary>Gets why the browser is taken to be on another machine, though nobody said so; null where somebody did, or it isn't.</summary>
    public string? Obstacle { get; private init; }

    /// <summary>Chooses the way that works on this machine; see <see cref="SignInCommandFlow.For"/>.</summary>
    public static ConsoleSignInFlow For(Surroundings surroundings, bool crossDevice = false, bool noBrowser = false, bool browser = false) =>
        !crossDevice && !noBrowser && !browser && LoopbackReach.Obstacle(surroundings) is { } obstacle
            ? new ConsoleSignInFlow(CrossDevice: true, NoBrowser: true) { Obstacle = obstacle }
            : new ConsoleSignInFlow(crossDevice, noBrowser);

    /// <summary>Signs in, keeps the sign-in where the AWS CLI and SDKs look for it, and writes it into the profile where it isn't there.</summary>
    /// <exception cref="CredentialsException">The sign-in was turned down or took too long, somebody else signed in than the profile is for, or a file can't be written.</exception>
    public async Task<ConsoleSession> RunAsync(AwsAccess access, ConsoleTarget target, Surroundings surroundings, CancellationToken cancellationToken)
    {
        target.RefuseOtherSources();
        if (target.Session is null)
        {
            // What can't be written shows before anybody signs in.
            _ = Edit(target.Selected.Machine.Files.Config, target, "arn:aws:iam::000000000000:user/somebody");
        }

        var cache = ConsoleTokenCache.Of(access.Selected.Machine);
        var before = target.Session is null ? null : Find(cache, target.Session);
        using var turn = target.Session is null ? null : await SignInTurn.TakeAsync(cache.PathOf(target.Session), surroundings, cancellationToken).ConfigureAwait(false);
        if (target.Session is not null && Find(cache, target.Session) is { } token && token.Credentials.Expiration > surroundings.Time.GetUtcNow()
            && token.Credentials.AccessKeyId != before?.Credentials.AccessKeyId)
        {
            return new ConsoleSession(target.Session, token);
        }

        if (Obstacle is not null)
        {
            surroundings.Error.WriteLine($"{Obstacle}, where a browser may not find the way back; so its page shows a code. `--browser` uses a browser all the same.");
        }

        var flow = new ConsoleSignIn(
            access.Client, access.Selected.Endpoints, new SignInPerson(NoBrowser || CrossDevice ? null : new Browser(surroundings).OpenAsync, surroundings.Error.WriteLine), target.Profile);
        var region = target.Region ?? ServiceEndpoint.FallbackRegion;
        var signedIn = CrossDevice
            ? await flow.WithCarriedCodeAsync(region, question => CarriedInput.Read(surroundings, question), cancellationToken).ConfigureAwait(false)
            : await flow.WithBrowserAsync(region, KestrelHost.StartAsync, cancellationToken).ConfigureAwait(false);
        if (target.Session is { } expected && expected.Trim() != signedIn.Session)
        {
            Agree(target, expected, signedIn.Session, surroundings);
        }

        access.SayClockSkew(surroundings);
        cache.Keep(signedIn.Session, signedIn.Token);
        if (target.Session?.Trim() != signedIn.Session)
        {
            SharedConfigWriter.Edit(
                target.Selected.Machine.Files.Config.Path, SharedConfigFileKind.Config, ProfileWriting.LockFolder(surroundings),
                read => Edit(read, target, signedIn.Session), Commands.ProfileEditing.History(surroundings), $"login profile {target.Profile}");
        }

        return signedIn;
    }

    private static ConsoleToken? Find(ConsoleTokenCache cache, string session)
    {
        try
        {
            return cache.Find(session);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // A tool that is told `prod` must not become whoever signed in last, unless a person says so.
    private static void Agree(ConsoleTarget target, string expected, string signedIn, Surroundings surroundings)
    {
        var questions = Questions.On(surroundings, noInput: false);
        if (!questions.CanAsk || !questions.Confirm($"The profile {target.Profile} is for {expected}, and you signed in as {signedIn}.\nShall the profile be for {signedIn} from now on?", "--profile"))
        {
            throw new CredentialsException(
                CliErrorCodes.NotConfirmed, $"you signed in as {signedIn}, and the profile `{target.Profile}` is for {expected}, so nothing was kept",
                $"sign in as {expected}, or name another profile: lanyard login --console --profile NAME", FailureKind.PersonMustAct, target.Profile);
        }
    }

    private static SharedConfigText Edit(SharedConfigFile config, ConsoleTarget target, string session)
    {
        List<KeyValuePair<string, string>> settings = [new("login_session", session)];
        var hasRegion = target.Selected.Machine.Files.TryGetProfile(target.Profile, out var profile) && profile.Get("region") is not null;
        if (target.Region is { } region && !hasRegion)
        {
            settings.Add(new("region", region));
        }

        return ProfileWriting.Edit(config, target.Selected.Machine.Files.Credentials, new WantedConfigProfile(target.Profile, settings));
    }
}
