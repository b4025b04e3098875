using System.Globalization;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;
using Lanyard.Credentials.Sources.Run;
using Lanyard.Credentials.Vault;

namespace Lanyard.Cli.Identity;

/// <summary>Everything a command needs to get credentials and call AWS with them, put together for one identity.</summary>
internal sealed class AwsAccess : IDisposable
{
    private static readonly TimeSpan NoticeableSkew = TimeSpan.FromMinutes(1);

    private readonly HttpMessageInvoker _http;

    /// <summary>Puts it together.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="options">The options of the command.</param>
    /// <param name="selected">The identity.</param>
    /// <param name="dialect">The plan of an SDK that is run by its rules: no session of ours stands in for what it would fetch.</param>
    /// <param name="passesOverSessions">Whether a session is fetched though one is at hand; that one is left as it is.</param>
    /// <exception cref="CaBundleException">The CA bundle can't be used.</exception>
    public AwsAccess(Surroundings surroundings, GlobalOptions options, SelectedIdentity selected, DialectPlan? dialect = null, bool passesOverSessions = false)
    {
        Selected = selected;
        var timeout = surroundings.Seconds("LANYARD_HTTP_TIMEOUT") ?? TimeSpan.FromSeconds(20);
        var connectTimeout = TimeSpan.FromSeconds(Math.Min(5, timeout.TotalSeconds));
        _http = WireTransport.Create(Authorities.Read(selected.CaBundle, surroundings.Variable), connectTimeout);
        var attempts = int.TryParse(surroundings.Variable("AWS_MAX_ATTEMPTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : RetryPolicy.Standard.MaxAttempts;
        Client = new WireClient(
            _http, surroundings.Time, RetryPolicy.Standard with { MaxAttempts = attempts }, timeout,
            options.Verbose ? line => surroundings.Error.WriteLine($"lanyard: {line}") : null);
        Tokens = TokensOf(surroundings);
        Sessions = dialect is null && !passesOverSessions ? SessionsOf(surroundings, PersonOf(surroundings, options)) : new SessionStore(null, surroundings.Time);
        Context = new SourceContext(
            selected.Machine, Client, selected.Endpoints, Sessions, Tokens, new CredentialProcessRunner(surroundings.WithFiles(FilesOf(selected))).RunAsync)
        {
            ReadKeys = dialect?.ReadKeys,
            CliSessions = dialect is null && !passesOverSessions ? CliSessionsOf(surroundings) : null,
            Say = surroundings.ShowsProgress ? line => surroundings.Error.WriteLine($"lanyard: {line}") : null,
            Vault = () => VaultAccess.Find(surroundings, options),

            // An SDK in a deploy tool has nobody to ask.
            Mfa = dialect is null ? MfaAccess.Of(surroundings, options) : null,
            Warn = line => surroundings.Error.WriteLine($"warning: {line}"),
        };
    }

    // A program of the user's that asks for a profile means the files that name it. Below an `exec` we see others.
    private static SharedConfigLocations FilesOf(SelectedIdentity selected) =>
        new(selected.Machine.Files.Config.Path, selected.Machine.Files.Credentials.Path);

    /// <summary>Gets the identity.</summary>
    public SelectedIdentity Selected { get; }

    /// <summary>Gets what speaks to AWS.</summary>
    public WireClient Client { get; }

    /// <summary>Gets the Identity Center sign-ins at hand.</summary>
    public SsoTokenCache Tokens { get; }

    /// <summary>Gets the sessions at hand.</summary>
    public SessionStore Sessions { get; }

    private SourceContext Context { get; }

    /// <summary>Gives the place where sign-ins are kept: with the AWS CLI's and the SDKs', unless <c>LANYARD_SHARED_CACHE</c> is off.</summary>
    /// <exception cref="CredentialsException">The variable is neither <c>on</c> nor <c>off</c>.</exception>
    public static SsoTokenCache TokensOf(Surroundings surroundings) =>
        new(surroundings.SharesCaches ? surroundings.Folders.Aws : Path.Combine(surroundings.Folders.Cache, "aws"));

    /// <summary>Gives the AWS CLI's sessions; <see langword="null"/> where they are to be left alone.</summary>
    /// <exception cref="CredentialsException">As for <see cref="TokensOf"/>.</exception>
    public static CliSessionCache? CliSessionsOf(Surroundings surroundings) =>
        surroundings.SharesCaches ? new CliSessionCache(surroundings.Folders.Aws, TokensOf(surroundings), surroundings.Time) : null;

    // Who may unlock the vault that has the sessions' key.
    private static VaultPerson? PersonOf(Surroundings surroundings, GlobalOptions options) =>
        surroundings.HasTerminal && !options.NoInput ? new VaultPerson(MayPrompt: true, PlatformVault.Ask) : null;

    /// <summary>Gives the place where sessions are kept.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="person">Who can be asked when the vault is locked that has the sessions' key; null for nobody.</param>
    public static SessionStore SessionsOf(Surroundings surroundings, VaultPerson? person = null)
    {
        var folders = surroundings.Folders;
        return new SessionStore(
            Path.Combine(folders.Cache, "sessions"), surroundings.Time,
            new VaultSessionSeal(folders, surroundings.Environment, person, surroundings.Time, surroundings.Error.WriteLine));
    }

    /// <summary>Gets credentials, and for a stage makes sure that they are for its account and role.</summary>
    /// <exception cref="CredentialsException">None can be had, or they are for another account or role.</exception>
    public async Task<AwsCredentials> ResolveAsync(CancellationToken cancellationToken)
    {
        AwsCredentials credentials;
        if (Selected.Below is { } below)
        {
            await StageBelow.CheckAsync(below, this, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            credentials = await new CredentialResolver(Context).ResolveAsync(Selected.Plan, cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialsException e) when (Selected.Stage is not null
            && e.Code is (ErrorCodes.SsoTokenMissing or ErrorCodes.SsoTokenExpired or ErrorCodes.SsoTokenInvalid))
        {
            // The sign-in may have no name on this machine but the stage's.
            throw e.WithFix($"lanyard login --stage {Selected.Stage.Name}");
        }
        catch (CredentialsException e) when (Selected.Stage is not null && e.Code == ErrorCodes.MfaRequired)
        {
            throw e.WithFix($"lanyard whoami --stage {Selected.Stage.Name}, on a terminal; the session then serves the other commands");
        }

        await StageGuard.CheckIdentityAsync(credentials, this, cancellationToken).ConfigureAwait(false);
        return credentials;
    }

    /// <summary>Gets the credentials of one source of the plan.</summary>
    /// <exception cref="CredentialsException">None can be had.</exception>
    public Task<AwsCredentials> FetchAsync(Source source, CancellationToken cancellationToken) =>
        new CredentialResolver(Context).ResolveAsync(Selected.Plan with { Candidates = new[] { new Candidate(source, OnFailure.Stop) } }, cancellationToken);

    /// <summary>Asks AWS who credentials are.</summary>
    /// <exception cref="CredentialsException">AWS said no, or didn't answer.</exception>
    public Task<CallerIdentity> AskCallerAsync(AwsCredentials credentials, CancellationToken cancellationToken) =>
        AskAsync(sts => sts.GetCallerIdentityAsync(credentials, cancellationToken));

    /// <summary>Has AWS decode the message about a refusal.</summary>
    /// <exception cref="CredentialsException">AWS said no, or didn't answer.</exception>
    public Task<string> DecodeAsync(string message, AwsCredentials credentials, CancellationToken cancellationToken) =>
        AskAsync(sts => sts.DecodeAuthorizationMessageAsync(message, credentials, cancellationToken));

    /// <summary>Says where this machine's clock is so far from AWS's that signatures, or a sign-in, are at risk.</summary>
    public void SayClockSkew(Surroundings surroundings)
    {
        if (Client.ClockSkew is { } skew && skew.Duration() > NoticeableSkew)
        {
            surroundings.Error.WriteLine($"warning: {AwsFailures.DescribeSkew(skew)}; {AwsFailures.SetTheClock}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<T> AskAsync<T>(Func<StsClient, Task<T>> ask)
    {
        var plan = Selected.Plan;
        try
        {
            return await ask(new StsClient(Client, ServiceEndpoint.Find(AwsService.Sts, plan.Region, Selected.Endpoints, plan.Profile))).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw AwsFailures.Translate(e, plan.Profile, Client.Time.GetUtcNow());
        }
    }
}
