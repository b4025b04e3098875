using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects.Rust;

/// <summary>Where the first credentials of a chain come from, by the rules of the AWS SDK for Rust.</summary>
internal sealed class RustBase(DialectMachine machine, RustSharedConfig config, RustMetadata metadata)
{
    /// <summary>Plans the base of a chain.</summary>
    /// <exception cref="RustProfileException">The SDK gives up on the profile.</exception>
    public RustStep Plan(RustProfileChain chain)
    {
        try
        {
            return chain.HasKeys ? Keys(chain.Base) : Plan(chain.Base);
        }
        catch (RustProfileException e) when (chain.IsSourceProfile)
        {
            throw new RustProfileException($"invalid credential source in `{chain.Base.Name}`: could not load source profile: {e.Message}", e.At);
        }
    }

    private RustStep Plan(RustProfile profile) =>
        profile.Find("credential_source") is { } place ? Named(profile, place)
        : profile.Find("web_identity_token_file") is { } token ? WebIdentity(profile, token)
        : new RustSso(machine, config).Find(profile)
        ?? (profile.Find("login_session") is { } login ? Login(profile, login)
        : profile.Find("credential_process") is { } process
            ? new RustStep(new Source.Process(profile.Name, process.Value) { ByShell = true, AcceptsExpired = true, Origin = profile.Origin(process) })
        : Keys(profile));

    private RustStep Named(RustProfile profile, MergedProperty place)
    {
        // What is not there to be asked is an error here, though the chain itself would pass on.
        var at = profile.Origin(place);
        return place.Value switch
        {
            "Environment" => RustDialect.Environment(machine) is { } keys
                ? new RustStep(keys)
                : new RustStep(new Source.Environment(""), new DialectError("environment variable not set", at)),
            "EcsContainer" => RustContainer.Find(machine)
                ?? new RustStep(new Source.Container(RustContainer.Base, null), new DialectError("ECS provider not configured", at)),
            "Ec2InstanceMetadata" => metadata.Plan(at),
            _ => throw new RustProfileException($"profile referenced `{place.Value}` provider but that provider is not supported", at),
        };
    }

    private RustStep WebIdentity(RustProfile profile, MergedProperty token)
    {
        var at = profile.Origin(token);
        return profile.Text("role_arn") is { } roleArn
            ? RustDialect.WebIdentity(machine, token.Value, roleArn, profile.Text("role_session_name"), at)
            : throw new RustProfileException(
                $"invalid credential source in `{profile.Name}`: `web_identity_token_file` was specified but `role_arn` was missing", at);
    }

    private RustStep Login(RustProfile profile, MergedProperty login)
    {
        var at = profile.Origin(login);
        var source = new Source.LoginSession(profile.Name, login.Value) { Origin = at };
        var path = LoginCache.PathOf(machine, machine.Home, login.Value.Trim());
        return machine.Open(path).State == MachineFileState.Read
            ? new RustStep(source)
            : new RustStep(source, new DialectError($"failed to read `{path}`", at));
    }

    private static RustStep Keys(RustProfile profile)
    {
        var (id, secret) = (profile.Find("aws_access_key_id"), profile.Find("aws_secret_access_key"));
        if (id is not null && secret is not null)
        {
            return new RustStep(new Source.StaticKeys(profile.Name, id.File, id.Value) { Origin = profile.Origin(id) });
        }

        throw (id ?? secret ?? profile.Find("aws_session_token")) is { } half
            ? new RustProfileException(
                $"invalid credential source in `{profile.Name}`: profile missing {(id is null ? "aws_access_key_id" : "aws_secret_access_key")}", profile.Origin(half))
            : new RustProfileException($"profile `{profile.Name}` did not contain credential information", null, passesOn: true);
    }
}

/// <summary>A source on the way to the one that is asked, and what it would fail with.</summary>
/// <param name="Source">The source.</param>
/// <param name="Failure">What the SDK says when it asks it; null for what only running shows.</param>
internal sealed record RustStep(Source Source, DialectError? Failure = null);
