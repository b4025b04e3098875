using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>
/// Reads web identity settings: each environment variable goes before its key in the profile, unless the profile was given
/// explicitly. Where no file is named, the token may be in a variable, or GitHub Actions may be asked for one: see <see cref="CiToken"/>.
/// </summary>
internal static class WebIdentitySettings
{
    private const string FileVariable = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private const string FileKey = "web_identity_token_file";
    private const string RoleVariable = "AWS_ROLE_ARN";

    /// <summary>Reads those of the selected profile and the environment.</summary>
    public static Source.WebIdentity? Find(MachineState machine, MergedProfile? profile, List<PassedOver>? passedOver)
    {
        var source = Read(machine, machine.ExplicitProfile is null, profile);
        if (source is null)
        {
            passedOver?.Add(new PassedOver("webIdentity", WhyNot(machine, profile)));
        }

        return source;
    }

    /// <summary>Reads those of a source profile, which the environment has no part in.</summary>
    public static Source.WebIdentity? OfProfile(MachineState machine, MergedProfile profile) => Read(machine, false, profile);

    /// <summary>Tells whether a profile names a place of a token.</summary>
    public static bool HasToken(MergedProfile profile) => profile.Get(FileKey) is not null || profile.Get(CiToken.VariableKey) is { Length: > 0 };

    /// <summary>Tells whether a profile has a role and says nothing of what to assume it with, so that only a token can.</summary>
    public static bool HasRoleAlone(MergedProfile profile) =>
        profile.Get("role_arn") is { Length: > 0 } && profile.Get("source_profile") is null && profile.Get("credential_source") is null;

    private static Source.WebIdentity? Read(MachineState machine, bool readsEnvironment, MergedProfile? profile)
    {
        if ((readsEnvironment ? machine.Variable(FileVariable) : null) is { } file)
        {
            return InFile(machine, readsEnvironment, profile, file, Origin.OfVariable(FileVariable));
        }

        if (profile is not null && profile.TryGet(FileKey, out var named))
        {
            return InFile(machine, readsEnvironment, profile, named.Value, Origin.Of(profile, named));
        }

        if (profile is not null && profile.TryGet(CiToken.VariableKey, out var variable) && variable.Value.Length > 0)
        {
            return InVariable(machine, readsEnvironment, profile, variable);
        }

        // A CI system offers its token to every job, asked for or not: only with a role to assume is it meant for AWS.
        return (readsEnvironment && machine.Variable(RoleVariable) is not null) || (profile is not null && HasRoleAlone(profile))
            ? OfCiJob(machine, readsEnvironment, profile)
            : null;
    }

    // Each kind of token apart: a warm answer, which needs none of them, doesn't wait for what they take to set up.
    private static Source.WebIdentity InFile(MachineState machine, bool readsEnvironment, MergedProfile? profile, string file, Origin origin) =>
        With(machine, readsEnvironment, profile, new IdentityToken.InFile(file), origin);

    private static Source.WebIdentity InVariable(MachineState machine, bool readsEnvironment, MergedProfile profile, MergedProperty variable) =>
        With(machine, readsEnvironment, profile, new IdentityToken.InVariable(variable.Value), Origin.Of(profile, variable));

    private static Source.WebIdentity? OfCiJob(MachineState machine, bool readsEnvironment, MergedProfile? profile) =>
        CiToken.Find(machine) is { } token ? With(machine, readsEnvironment, profile, token, Origin.OfVariable(token.ToString()!)) : null;

    private static Source.WebIdentity With(MachineState machine, bool readsEnvironment, MergedProfile? profile, IdentityToken token, Origin origin)
    {
        var role = Setting(RoleVariable, "role_arn") ?? throw new CredentialsException(
            ErrorCodes.ProfileInvalid, $"there is a web identity token ({origin}), but no role to assume with it: neither {RoleVariable} nor the profile's role_arn is set",
            $"set {RoleVariable}, or add a line `role_arn = …` to the profile", profile: profile?.Name);
        return new Source.WebIdentity(role, token, Setting("AWS_ROLE_SESSION_NAME", "role_session_name"))
        {
            Policies = PoliciesOf(machine, profile),
            Origin = origin,
        };

        string? Setting(string name, string key) => (readsEnvironment ? machine.Variable(name) : null) ?? profile?.Get(key);
    }

    private static SessionPolicies? PoliciesOf(MachineState machine, MergedProfile? profile) =>
        profile is null ? null
        : profile.Get("source_identity") is null ? SessionPolicySettings.Of(machine, profile)
        : throw ProfileErrors.Invalid(
            profile, "source_identity", "has a source_identity, which can't be set with a web identity token: the token itself may carry one",
            $"remove the line `source_identity` from `{profile.Name}`");

    private static string WhyNot(MachineState machine, MergedProfile? profile) =>
        (machine.Variable(RoleVariable) ?? profile?.Get("role_arn")) is not null && CiToken.Hint(machine) is { } hint ? hint
        : machine.ExplicitProfile is null ? FileVariable + " is not set" + InProfile(profile, ", and ")
        : machine.Variable(FileVariable) is null ? InProfile(profile, "")
        : FileVariable + " is set, but a profile named by --profile or --stage comes before it" + InProfile(profile, ", and ");

    private static string InProfile(MergedProfile? profile, string before) =>
        profile is null ? "" : before + "`" + profile.Name + "` (" + profile.Place + ") has no " + FileKey;
}
