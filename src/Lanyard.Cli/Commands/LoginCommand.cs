using System.Globalization;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard login</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Session"><c>--session</c>.</param>
/// <param name="DeviceCode"><c>--device-code</c>.</param>
/// <param name="NoBrowser"><c>--no-browser</c>.</param>
/// <param name="Browser"><c>--browser</c>.</param>
/// <param name="Console"><c>--console</c>.</param>
internal sealed record LoginInput(GlobalOptions Options, string? Session, bool DeviceCode, bool NoBrowser, bool Browser, bool Console);

/// <summary>Signs in to Identity Center, or to the AWS console.</summary>
internal static class LoginCommand
{
    public static async Task<int> RunAsync(LoginInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (input is { Browser: true, DeviceCode: true } or { Browser: true, NoBrowser: true })
        {
            throw new UsageException("--browser can't be used together with --device-code or --no-browser", "lanyard login --help");
        }

        var console = input.Console
            ? ConsoleTarget.ForNew(surroundings, input.Options, input.Session)
            : ConsoleTarget.Find(surroundings, input.Options, input.Session);
        if (console is not null)
        {
            return await ConsoleLogin.RunAsync(input, console, surroundings, cancellationToken).ConfigureAwait(false);
        }

        if (input.Session is null && await MfaLogin.TryAsync(input.Options, surroundings, cancellationToken).ConfigureAwait(false) is { } exitCode)
        {
            return exitCode;
        }

        var (selected, signIn) = SignInTarget.Find(surroundings, input.Options, input.Session);
        if (input.Options.NoInput)
        {
            throw new CredentialsException(
                CliErrorCodes.InputNeeded, $"signing in to {signIn.StartUrl} needs a person, and --no-input is given",
                "run `lanyard login` without --no-input", FailureKind.PersonMustAct);
        }

        MetBefore.Confirm(selected, surroundings, mayAsk: true);
        using var access = new AwsAccess(surroundings, input.Options, selected);
        var token = await SignInCommandFlow.For(surroundings, input.DeviceCode, input.NoBrowser, input.Browser).RunAsync(access, signIn, surroundings, cancellationToken).ConfigureAwait(false);
        if (input.Options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteString("session", signIn.SessionName);
                json.WriteString("startUrl", signIn.StartUrl);
                json.WriteString("expiresAt", Lanyard.Credentials.Delivery.ProcessOutput.FormatTime(token.ExpiresAt));
            }));
        }
        else
        {
            surroundings.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Signed in to {signIn.StartUrl} until {token.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC{(token.RefreshToken is null ? "" : ", renewed by itself after that")}."));
        }

        return ExitCodes.Done;
    }
}

/// <summary>Finds which Identity Center sign-in <c>login</c> and <c>logout</c> are about.</summary>
internal static class SignInTarget
{
    /// <summary>Finds it by session, stage or profile; without any of them, the only one there is.</summary>
    public static (SelectedIdentity Selected, SsoSignIn SignIn) Find(Surroundings surroundings, GlobalOptions options, string? session)
    {
        if (session is not null && (options.Profile ?? options.Stage) is not null)
        {
            throw new UsageException("--session can't be used together with --profile or --stage");
        }

        var files = SharedConfigSnapshot.Load(surroundings.UserFiles);
        var machine = new MachineState(surroundings.Environment, files, options.Profile);
        if (session is not null)
        {
            return (Bare(machine), SsoSettings.OfSession(files, session, () => "--session"));
        }

        if (options.Stage is not null)
        {
            var selected = IdentitySelector.Select(surroundings, options);
            return (selected, selected.SignIn ?? throw Nothing($"the stage {options.Stage} isn't reached through Identity Center"));
        }

        var (name, named) = LanyardPlanner.SelectProfile(machine);
        if (files.TryGetProfile(name, out var profile) && OfChain(files, profile) is { } ofProfile)
        {
            return (Bare(machine, profile), ofProfile);
        }

        if (named)
        {
            throw profile is null
                ? new CredentialsException(ErrorCodes.ProfileNotFound, $"the profile `{name}` is neither in {files.Config.Path} nor in {files.Credentials.Path}{Suggest(files, name)}", "lanyard profile list", profile: name)
                : Nothing($"the profile `{name}` has neither Identity Center settings nor a login_session");
        }

        return files.SsoSessions.Keys.ToArray() switch
        {
            [var only] => (Bare(machine), SsoSettings.OfSession(files, only, () => files.Config.Path)),
            [] => throw Nothing($"{files.Config.Path} has no [sso-session …] section, and no profile is named"),
            var several => throw new UsageException(
                $"there are several sessions to sign in to: {string.Join(", ", several)}", $"lanyard login --session {several[0]}"),
        };
    }

    private static string Suggest(SharedConfigSnapshot files, string name) =>
        files.NearestProfiles(name) is [var near, ..] ? $"; did you mean `{near}`?" : "";

    // A role's profile is signed in to through the profile below it.
    private static SsoSignIn? OfChain(SharedConfigSnapshot files, MergedProfile profile)
    {
        for (var hops = 0; hops < 10; hops++)
        {
            if (SsoSettings.OfProfile(files, profile) is { } signIn)
            {
                return signIn;
            }

            if (profile.Get("source_profile") is not { } next || !files.TryGetProfile(next, out var below))
            {
                return null;
            }

            profile = below;
        }

        return null;
    }

    /// <summary>Gives what it takes to call AWS without credentials.</summary>
    public static SelectedIdentity Bare(MachineState machine, MergedProfile? profile = null) => new(
        new CredentialPlan(profile?.Name, null, [], []), machine, EndpointSettingsReader.Read(machine, profile),
        machine.Variable("AWS_CA_BUNDLE") ?? profile?.Get("ca_bundle"), null);

    private static CredentialsException Nothing(string why) => new(
        ErrorCodes.SsoSessionNotFound, $"{why}, so there is nothing to sign in to", "name a profile or session that uses Identity Center (`lanyard profile list` shows them), or sign in to the console: lanyard login --console --profile NAME");
}
