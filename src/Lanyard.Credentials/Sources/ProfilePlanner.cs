using System.Globalization;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>Plans what one profile leads to, source profiles and all.</summary>
internal sealed class ProfilePlanner(MachineState machine)
{
    private readonly List<string> _visited = [];

    /// <summary>Gives the source of a profile; null where it holds no credential settings.</summary>
    public Source? Plan(MergedProfile profile, List<PassedOver>? passedOver)
    {
        _visited.Add(profile.Name);
        return AssumeRole(profile, passedOver)
            ?? WebIdentitySettings.Find(machine, profile, passedOver)
            ?? WithoutRole(profile, passedOver);
    }

    private MergedProperty? RoleToAssume(MergedProfile profile) =>
        profile.TryGet("role_arn", out var roleArn) && roleArn.Value.Length > 0 && !WebIdentitySettings.HasToken(profile)
        && !(WebIdentitySettings.HasRoleAlone(profile) && CiToken.Find(machine) is not null)
            ? roleArn
            : null;

    private Source? WithoutRole(MergedProfile profile, List<PassedOver>? passedOver)
    {
        if (profile.Get("role_arn") is null)
        {
            SessionPolicySettings.RefuseWithoutRole(profile);
        }

        return Sso(profile, passedOver)
            ?? Keys(profile, profile.InCredentials, machine.Files.Credentials.Path, passedOver)
            ?? LoginSession(profile, passedOver)
            ?? VaultKeys(profile, passedOver)
            ?? Process(profile, passedOver)
            ?? Keys(profile, profile.InConfig, machine.Files.Config.Path, passedOver);
    }

    private Source? AssumeRole(MergedProfile profile, List<PassedOver>? passedOver)
    {
        if (RoleToAssume(profile) is not { } roleArn)
        {
            passedOver?.Add(ProfileErrors.Lacks("assumeRole", profile, "role_arn to assume with other credentials"));
            return null;
        }

        return Role(profile, roleArn);
    }

    // Apart, as what only a role needs takes its time to set up.
    private Source.AssumeRole Role(MergedProfile profile, MergedProperty roleArn)
    {
        var sourceProfile = profile.Get("source_profile");
        var credentialSource = profile.Get("credential_source");
        var from = (sourceProfile, credentialSource) switch
        {
            ({ } named, null) => FromSourceProfile(profile, named),
            (null, { } place) => FromCredentialSource(profile, place),
            (null, null) => throw ProfileErrors.Invalid(
                profile, "role_arn", "has a role_arn, but neither a source_profile nor a credential_source to assume it with",
                CiToken.Hint(machine) ?? $"add a line `source_profile = NAME` to `{profile.Name}`"),
            _ => throw ProfileErrors.Invalid(
                profile, "source_profile", "has both a source_profile and a credential_source", "remove one of the two lines"),
        };
        var role = new Source.AssumeRole(roleArn.Value, from)
        {
            RoleSessionName = profile.Get("role_session_name"),
            ExternalId = profile.Get("external_id"),
            DurationSeconds = Duration(profile),
            SourceIdentity = profile.Get("source_identity") is { Length: > 0 } identity ? identity : null,
            Policies = SessionPolicySettings.Of(machine, profile),
            Origin = Origin.Of(profile, roleArn),
        };
        return from is Source.MfaSession || profile.Get("mfa_serial") is not null ? MfaSettings.OfRole(machine, profile, role) : role;
    }

    private Source FromSourceProfile(MergedProfile profile, string named)
    {
        if (!machine.Files.TryGetProfile(named, out var source))
        {
            throw ProfileErrors.NotFound(machine.Files, named, profile);
        }

        var ignored = new List<PassedOver>();
        if (source.Get("aws_access_key_id") is not null || RoleToAssume(source) is null)
        {
            // A profile with keys of its own may name itself: the keys are the source then. What the environment says is about the
            // selected profile, not about this one.
            return WebIdentitySettings.OfProfile(machine, source) ?? WithoutRole(source, ignored) ?? throw ProfileErrors.Invalid(
                profile, "source_profile", $"has `{named}` as its source_profile, which holds no credentials",
                $"add credentials to `{named}`, or name another source_profile");
        }

        if (_visited.Contains(named))
        {
            throw new CredentialsException(
                ErrorCodes.SourceProfileLoop,
                $"the source profiles go in a circle: {string.Join(" -> ", _visited.SkipWhile(v => v != named).Select(v => $"`{v}`"))} -> `{named}` ({ProfileErrors.At(profile, "source_profile")})",
                "let one of them name a profile that has credentials", profile: profile.Name);
        }

        return Plan(source, ignored)!;
    }

    private Source FromCredentialSource(MergedProfile profile, string place) => place switch
    {
        "Environment" => machine.Variable("AWS_ACCESS_KEY_ID") is { } id && machine.Variable("AWS_SECRET_ACCESS_KEY") is not null
            ? new Source.Environment(id) { Origin = Origin.OfVariable("AWS_ACCESS_KEY_ID") }
            : throw new CredentialsException(
                ErrorCodes.KeysIncomplete,
                $"the profile `{profile.Name}` ({ProfileErrors.At(profile, "credential_source")}) takes its credentials from the environment, but AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set",
                "set both variables", profile: profile.Name),
        "EcsContainer" => ContainerEndpoint.FromEnvironment(machine) ?? throw new CredentialsException(
            ErrorCodes.ContainerFailed,
            $"the profile `{profile.Name}` ({ProfileErrors.At(profile, "credential_source")}) takes its credentials from the container, but neither {ContainerEndpoint.RelativeUri} nor {ContainerEndpoint.FullUri} is set",
            "run this inside a container that has a task role", profile: profile.Name),
        "Ec2InstanceMetadata" => InstanceMetadataSettings.OfProfile(machine, profile, "credential_source"),
        _ => throw ProfileErrors.Invalid(
            profile, "credential_source", "has an unknown credential_source",
            "use one of Environment, EcsContainer, Ec2InstanceMetadata (spelt like this)"),
    };

    private Source? Sso(MergedProfile profile, List<PassedOver>? passedOver)
    {
        var hasAccount = profile.TryGet("sso_account_id", out var account);
        var hasRole = profile.TryGet("sso_role_name", out var role);
        if (!hasAccount && !hasRole)
        {
            passedOver?.Add(ProfileErrors.Lacks("sso", profile, "sso_account_id and sso_role_name"));
            return null;
        }

        if (account is null || role is null)
        {
            var missing = account is null ? "sso_account_id" : "sso_role_name";
            throw ProfileErrors.Invalid(
                profile, account is null ? "sso_role_name" : "sso_account_id", $"lacks {missing}", $"add a line `{missing} = …`");
        }

        return new Source.SsoRole(SsoSettings.OfProfile(machine.Files, profile)!, account.Value, role.Value) { Origin = Origin.Of(profile, account) };
    }

    private static Source? Keys(MergedProfile profile, ConfigSection? section, string path, List<PassedOver>? passedOver)
    {
        if (section?.Properties.ContainsKey("aws_access_key_id") != true || !profile.TryGet("aws_access_key_id", out var id))
        {
            passedOver?.Add(new PassedOver("static", section is null
                ? "`" + profile.Name + "` is not in " + (path.Length > 0 ? path : "the other file")
                : "`" + profile.Name + "` (" + path + ":" + section.Line.ToString(CultureInfo.InvariantCulture) + ") has no aws_access_key_id"));
            return null;
        }

        if (profile.Get("aws_secret_access_key") is { Length: > 0 } && id.Value.Length > 0)
        {
            var keys = new Source.StaticKeys(profile.Name, id.File, id.Value) { Origin = Origin.Of(profile, id) };
            return profile.Get("mfa_serial") is null ? keys : MfaSettings.OfKeys(profile, keys);
        }

        throw new CredentialsException(
            ErrorCodes.KeysIncomplete,
            $"the profile `{profile.Name}` ({ProfileErrors.At(profile, "aws_access_key_id")}) has only one half of an access key: aws_access_key_id and aws_secret_access_key must both have a value",
            "add the missing line", profile: profile.Name);
    }

    private Source? VaultKeys(MergedProfile profile, List<PassedOver>? passedOver) =>
        VaultSettings.Find(machine, profile, passedOver) is { } keys ? MfaSettings.OfKeys(profile, keys) : null;

    private static Source? LoginSession(MergedProfile profile, List<PassedOver>? passedOver)
    {
        if (profile.TryGet("login_session", out var session) && session.Value.Length > 0)
        {
            return new Source.LoginSession(profile.Name, session.Value) { Origin = Origin.Of(profile, session) };
        }

        passedOver?.Add(ProfileErrors.Lacks("loginSession", profile, "login_session"));
        return null;
    }

    private static Source? Process(MergedProfile profile, List<PassedOver>? passedOver)
    {
        if (profile.TryGet("credential_process", out var commandLine) && commandLine.Value.Length > 0)
        {
            return new Source.Process(profile.Name, commandLine.Value) { Origin = Origin.Of(profile, commandLine) };
        }

        passedOver?.Add(ProfileErrors.Lacks("process", profile, "credential_process"));
        return null;
    }

    private static int? Duration(MergedProfile profile) => profile.Get("duration_seconds") is not { } text
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 900 and <= 43_200
            ? seconds
            : throw ProfileErrors.Invalid(
                profile, "duration_seconds", "has a duration_seconds that is not a whole number from 900 to 43200", "correct the line");
}
