using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Sessions;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Runs a plan: the one place that turns sources into credentials.</summary>
/// <param name="context">What it needs of the world.</param>
public sealed class CredentialResolver(SourceContext context)
{
    /// <summary>Asks the candidates in order until one answers, or stops the search.</summary>
    /// <exception cref="CredentialsException">No credentials can be had; the message says why and what to run.</exception>
    public async Task<AwsCredentials> ResolveAsync(CredentialPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var failures = new List<PassedOver>();
        foreach (var candidate in plan.Candidates)
        {
            try
            {
                return await FetchAsync(candidate.Source, plan, cancellationToken).ConfigureAwait(false);
            }
            catch (CredentialsException e) when (candidate.PassesOn(e.Code))
            {
                failures.Add(new PassedOver(candidate.Source.Kind, e.Message));
            }
        }

        throw NoCredentials(plan, failures);
    }

    /// <summary>Finds a session at hand for a plan, without any call.</summary>
    /// <returns>The credentials; <see langword="null"/> where they must be fetched.</returns>
    public static AwsCredentials? FindAtHand(CredentialPlan plan, MachineState machine, EndpointSettings endpoints, SessionStore sessions)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(sessions);
        return plan.Candidates is not [{ Source: var source }, ..] ? null : source switch
        {
            Source.Environment keys => ReadEnvironment(machine, keys) is { Expiration: null } lasting ? lasting : null,
            Source.StaticKeys keys => ReadStatic(machine, keys),
            Source.SsoRole or Source.AssumeRole or Source.WebIdentity or Source.MfaSession => sessions.Find(KeyOf(source, plan, machine, endpoints))?.Credentials,
            Source.LoginSession login => LoginSessionSource.FindAtHand(login, machine, sessions.Now),
            _ => null,
        };
    }

    private async Task<AwsCredentials> FetchAsync(Source source, CredentialPlan plan, CancellationToken cancellationToken) =>
        (await FetchWithSignInAsync(source, plan, cancellationToken).ConfigureAwait(false)).Credentials;

    private async Task<FetchedSession> FetchWithSignInAsync(Source source, CredentialPlan plan, CancellationToken cancellationToken) => source switch
    {
        { Cached: { } kept } => await FetchWithSignInAsync(kept, plan, cancellationToken).ConfigureAwait(false),
        Source.Environment keys => new(keys.AcceptsExpired ? ReadEnvironment(context.Machine, keys) : StillGood(ReadEnvironment(context.Machine, keys))),
        Source.StaticKeys keys => new(context.ReadKeys?.Invoke(keys) ?? ReadStatic(context.Machine, keys)),
        Source.VaultKeys keys => new(VaultKeysSource.Read(keys, context)),
        Source.AssumeRole or Source.SsoRole or Source.WebIdentity or Source.MfaSession => await FetchSessionAsync(source, plan, cancellationToken).ConfigureAwait(false),
        Source.Process process => new(await ProcessSource.FetchAsync(process, context.RunProcess, context.Client.Time, cancellationToken).ConfigureAwait(false)),
        Source.Container container => new(await new ContainerSource(context).FetchAsync(container, cancellationToken).ConfigureAwait(false)),
        Source.InstanceMetadata metadata => new(await new InstanceMetadataSource(context, metadata).FetchAsync(cancellationToken).ConfigureAwait(false)),
        Source.LoginSession login => await LoginSessionSource.FetchWithSignInAsync(login, context, plan.Region, cancellationToken).ConfigureAwait(false),
        _ => throw new InvalidOperationException($"no way to fetch {source.Kind}"),
    };

    private Task<FetchedSession> FetchSessionAsync(Source source, CredentialPlan plan, CancellationToken cancellationToken) =>
        new SessionFlight(context.Sessions, context.Client.Time, context.Say)
            .GetAsync(KeyOf(source, plan, context.Machine, context.Endpoints), () => FetchSharedAsync(source, plan, cancellationToken), cancellationToken);

    // What the AWS CLI fetched serves us, and what we fetch serves it.
    private async Task<FetchedSession> FetchSharedAsync(Source source, CredentialPlan plan, CancellationToken cancellationToken)
    {
        if (context.CliSessions?.Find(source, context.Machine, context.Endpoints) is { } shared)
        {
            return shared;
        }

        var fetched = await FetchNowAsync(source, plan, cancellationToken).ConfigureAwait(false);
        if (fetched.MayBeKept)
        {
            context.CliSessions?.Keep(source, context.Endpoints, fetched.Credentials);
        }

        return fetched;
    }

    private async Task<FetchedSession> FetchNowAsync(Source source, CredentialPlan plan, CancellationToken cancellationToken)
    {
        switch (source)
        {
            case Source.AssumeRole role:
                FetchedSession? from = null;
                var assumed = await new RoleSource(context).AssumeAsync(role, plan, async () =>
                {
                    from = await FetchWithSignInAsync(role.From, plan, cancellationToken).ConfigureAwait(false);
                    return from.Credentials;
                }, cancellationToken).ConfigureAwait(false);
                return new FetchedSession(assumed, from?.SignIn, from?.MayBeKept ?? true) { IsSignedIn = from?.IsSignedIn };
            case Source.MfaSession mfa:
                return new FetchedSession(await new MfaSessionSource(context)
                    .FetchAsync(mfa, plan, () => FetchAsync(mfa.From, plan, cancellationToken), cancellationToken).ConfigureAwait(false));
            case Source.SsoRole sso:
                return await new SsoRoleSource(context).FetchAsync(sso, plan.Profile, cancellationToken).ConfigureAwait(false);
            case Source.WebIdentity web:
                return new FetchedSession(await new RoleSource(context).AssumeWithTokenAsync(web, plan, cancellationToken).ConfigureAwait(false));
            default:
                throw new InvalidOperationException($"{source.Kind} has no session");
        }
    }

    private static SessionKey KeyOf(Source source, CredentialPlan plan, MachineState machine, EndpointSettings endpoints)
    {
        if (source is Source.MfaSession session)
        {
            return MfaSessionSource.KeyOf(session, plan, endpoints);
        }

        var (service, region) = source is Source.SsoRole sso ? (AwsService.SsoPortal, sso.SignIn.Region) : (AwsService.Sts, plan.Region ?? ServiceEndpoint.FallbackRegion);
        return SessionKey.Of(source, region, ServiceEndpoint.AddressOf(service, region, endpoints, plan.Profile), IdentityTokenReader.DigestOf(machine, source));
    }

    // Keys that have ended would only fail later, in the words of whichever tool was given them.
    private AwsCredentials StillGood(AwsCredentials keys) => keys.Expiration is { } end && end <= context.Client.Time.GetUtcNow()
        ? throw new CredentialsException(
            ErrorCodes.CredentialsExpired,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the keys in the environment ended at {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC (AWS_CREDENTIAL_EXPIRATION)"),
            "get new ones where these came from, or take them out of the shell: eval \"$(lanyard env --unset)\"", FailureKind.PersonMustAct)
        : keys;

    private static AwsCredentials ReadEnvironment(MachineState machine, Source.Environment keys) => new(
        machine.Variable(keys.IdVariable) ?? throw new InvalidOperationException("the plan's environment is another one"),
        new Secret(machine.Variable(keys.SecretVariable) ?? throw new InvalidOperationException("the plan's environment is another one")),
        Secret.FromOptional(keys.TokenVariables.Select(machine.Variable).FirstOrDefault(v => v is not null)),
        DateTimeOffset.TryParse(
            machine.Variable("AWS_CREDENTIAL_EXPIRATION"), System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal, out var end) ? end : null,
        machine.Variable("AWS_ACCOUNT_ID"));

    private static AwsCredentials ReadStatic(MachineState machine, Source.StaticKeys keys)
    {
        if (!machine.Files.TryGetProfile(keys.Profile, out var profile) || profile.Get("aws_access_key_id") != keys.AccessKeyId
            || profile.Get("aws_secret_access_key") is not { Length: > 0 } secret)
        {
            throw new CredentialsException(
                ErrorCodes.ProfileNotFound, $"the access key {keys.AccessKeyId} is no longer in the profile `{keys.Profile}` ({keys.File})",
                "run the command again", profile: keys.Profile);
        }

        return new AwsCredentials(
            keys.AccessKeyId, new Secret(secret), Secret.FromOptional(profile.Get("aws_session_token") ?? profile.Get("aws_security_token")), null, profile.Get("aws_account_id"));
    }

    private static CredentialsException NoCredentials(CredentialPlan plan, List<PassedOver> failures)
    {
        var looked = plan.PassedOver.Concat(failures).Select(p => $"  {p.Source}: {p.Reason}");
        return new CredentialsException(
            ErrorCodes.NoCredentials, "no credentials were found; looked at:\n" + string.Join('\n', looked),
            "name a profile with --profile, or add one: lanyard configure sso", profile: plan.Profile);
    }
}
