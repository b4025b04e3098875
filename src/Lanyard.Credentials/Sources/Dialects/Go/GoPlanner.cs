using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects.Go;

/// <summary>Picks the one source that the AWS SDK for Go v2 asks, and finds what it would fail with.</summary>
internal sealed class GoPlanner(DialectMachine machine, GoProfile? selected, DialectPlanBuilder builder)
{
    /// <summary>The number of seconds that the SDK asks for where nobody says.</summary>
    private const int DefaultSeconds = 900;

    /// <summary>Plans by the selected profile.</summary>
    public DialectPlan FromProfile(GoSharedConfig config, string name)
    {
        new GoPassedOver(machine, builder).Explain(config, name, selected);
        var step = selected is null ? Elsewhere() : Resolve(selected);
        return End(step);
    }

    /// <summary>Plans by the variables of a web identity.</summary>
    public DialectPlan FromWebIdentityVariables(string tokenFile) => End(WebIdentity(
        tokenFile, machine.Variable("AWS_ROLE_ARN"), machine.Variable("AWS_ROLE_SESSION_NAME"), Origin.OfVariable("AWS_WEB_IDENTITY_TOKEN_FILE")));

    private DialectPlan End(GoStep step)
    {
        if (step.Failure is { } failure)
        {
            return builder.Fail("failed to refresh cached credentials, " + failure.Message, failure.At);
        }

        builder.Stop(step.Source);
        return builder.End();
    }

    private GoStep Resolve(GoProfile profile)
    {
        // From the far end of the chain: what is wrong there is said first.
        var chain = new List<GoProfile>();
        for (var hop = profile; hop is not null; hop = hop.Source)
        {
            chain.Add(hop);
        }

        var step = Base(chain[^1]);
        for (int i = chain.Count - 1; i >= 0; i--)
        {
            // With a token file the role is assumed already.
            bool isAssumed = i == chain.Count - 1 && step.Source is Source.WebIdentity;
            if (!isAssumed && chain[i].Find("role_arn") is { } role)
            {
                step = AssumeRole(chain[i], role, step);
            }
        }

        return step;
    }

    private GoStep Base(GoProfile profile) =>
        profile.HasKeys ? Keys(profile)
        : profile.Find("credential_source") is { } place ? Named(profile, place)
        : profile.Find("web_identity_token_file") is { } token
            ? WebIdentity(token.Value, profile.Text("role_arn"), profile.Text("role_session_name"), profile.Origin(token))
        : profile.Sso is { } sso ? GoSso.Plan(machine, profile, sso)
        : profile.Find("login_session") is { } login ? Login(profile, login)
        : profile.Find("credential_process") is { } process
            ? new GoStep(new Source.Process(profile.Name, process.Value) { ByShell = true, AcceptsExpired = true, Origin = profile.Origin(process) })
        : Elsewhere();

    private GoStep Elsewhere() => GoContainer.Find(machine) ?? Metadata(null);

    private static GoStep Keys(GoProfile profile)
    {
        var id = profile.Find("aws_access_key_id")!;
        return new GoStep(new Source.StaticKeys(profile.Name, id.File, id.Value) { Origin = profile.Origin(id) });
    }

    private GoStep Named(GoProfile profile, MergedProperty place)
    {
        var at = profile.Origin(place);
        switch (place.Value)
        {
            case "Environment":
                return GoDialect.Environment(machine) is { } keys
                    ? new GoStep(keys)
                    : new GoStep(new Source.Environment(""), new DialectError("static credentials are empty", at));
            case "Ec2InstanceMetadata":
                return Metadata(at);
            case "EcsContainer":
                return GoContainer.Find(machine) ?? throw new GoException(
                    "EcsContainer was specified as the credential_source, but neither 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI' or AWS_CONTAINER_CREDENTIALS_FULL_URI' was set", at);
            default:
                throw new GoException("credential_source values must be EcsContainer, Ec2InstanceMetadata, or Environment", at);
        }
    }

    private GoStep Metadata(Origin? at) => GoInstanceMetadata.Plan(machine, selected, at);

    private GoStep WebIdentity(string tokenFile, string? roleArn, string? sessionName, Origin at)
    {
        if (roleArn is null)
        {
            throw new GoException("role ARN is not set", at);
        }

        var problem = machine.Open(tokenFile).State switch
        {
            MachineFileState.Missing => $"open {tokenFile}: no such file or directory",
            MachineFileState.Folder => $"read {tokenFile}: is a directory",
            MachineFileState.Unreadable => $"open {tokenFile}: permission denied",
            _ => null,
        };
        var source = new Source.WebIdentity(roleArn, tokenFile, sessionName) { Origin = at };
        return problem is null
            ? new GoStep(source, NeedRegion("AssumeRoleWithWebIdentity", at))
            : new GoStep(source, new DialectError($"failed to retrieve jwt from provide source, unable to read file at {tokenFile}: {problem}", at));
    }

    private GoStep Login(GoProfile profile, MergedProperty login)
    {
        var at = profile.Origin(login);
        var source = new Source.LoginSession(profile.Name, login.Value) { Origin = at };
        return machine.Open(LoginCache.PathOf(machine, GoSharedConfig.Home(machine), login.Value.Trim())).State == MachineFileState.Read
            ? new GoStep(source)
            : new GoStep(source, new DialectError("load login token: token file not found, please reauthenticate", at)) { IsCached = true };
    }

    private GoStep AssumeRole(GoProfile profile, MergedProperty role, GoStep from)
    {
        if (profile.Find("mfa_serial") is { } device)
        {
            throw new GoException("assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.", profile.Origin(device));
        }

        var at = profile.Origin(role);
        var source = new Source.AssumeRole(role.Value, from.Source)
        {
            RoleSessionName = profile.Text("role_session_name"),
            ExternalId = profile.Text("external_id"),
            DurationSeconds = Seconds(profile),
            Origin = at,
        };
        return from.Failure is { } failure
            ? new GoStep(source, failure with
            {
                Message = $"operation error STS: AssumeRole, get identity: get credentials: {(from.IsCached ? "failed to refresh cached credentials, " : "")}{failure.Message}",
            })
            : new GoStep(source, NeedRegion("AssumeRole", at));
    }

    private DialectError? NeedRegion(string operation, Origin at) =>
        builder.Region is null && machine.Variable("AWS_ENDPOINT_URL_STS") is null && machine.Variable("AWS_ENDPOINT_URL") is null
        && selected?.Find("endpoint_url") is null && selected?.Find("services") is null
            ? new DialectError($"operation error STS: {operation}, failed to resolve service endpoint, endpoint rule error, Invalid Configuration: Missing Region", at)
            : null;

    // Only a length of 16 minutes and more is asked for.
    private static int Seconds(GoProfile profile) =>
        profile.Text("duration_seconds") is { } text && GoText.Number(text) is { } seconds && seconds / 60 > 15 && seconds <= int.MaxValue
            ? (int)seconds
            : DefaultSeconds;
}

/// <summary>A source on the way to the one that is asked, and what it would fail with.</summary>
/// <param name="Source">The source.</param>
/// <param name="Failure">What the SDK says when it asks it; null for what only running shows.</param>
internal sealed record GoStep(Source Source, DialectError? Failure = null)
{
    /// <summary>Gets whether the SDK keeps what the source gives by itself, and names that in its error.</summary>
    public bool IsCached { get; init; }
}
