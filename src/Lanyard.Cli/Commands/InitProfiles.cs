using Lanyard.Credentials.SharedConfig;
using Lanyard.Projects.Proposal;

namespace Lanyard.Cli.Commands;

/// <summary>Tells of this machine's profiles what a stage could be made of. Takes no secret out of them.</summary>
internal static class InitProfiles
{
    private static readonly string[] OwnSettings =
        ["mfa_serial", "mfa_process", "mfa_totp", "external_id", "source_identity", "session_policy", "session_policy_arns"];

    private static readonly (string Setting, string What)[] Others =
    [
        ("aws_access_key_id", "an access key"), ("lanyard_vault", "an access key in the vault"), ("credential_process", "what a program answers"),
        ("login_session", "a console sign-in"), ("web_identity_token_file", "an identity token"),
    ];

    public static IReadOnlyList<KnownProfile> Of(SharedConfigSnapshot files) =>
        [.. files.Profiles.Values.Select(profile => Of(profile, files)).OfType<KnownProfile>()];

    private static KnownProfile? Of(MergedProfile profile, SharedConfigSnapshot files)
    {
        var (account, way) = Way(profile, files);
        return way is null ? null : new KnownProfile(profile.Name, account, profile.Get("region"), way, profile.Place);
    }

    private static (string? Account, ProfileWay? Way) Way(MergedProfile profile, SharedConfigSnapshot files)
    {
        if (profile.Get("role_arn") is { } role)
        {
            var source = profile.Get("credential_source") is null ? profile.Get("source_profile") : null;
            return (role.Split(':') is [_, _, _, _, var account, ..] ? account : null, new ProfileWay.Role(role, source, OwnSettings.Any(key => profile.TryGet(key, out _))));
        }

        if (profile.Get("sso_account_id") is { } ssoAccount && profile.Get("sso_role_name") is { } permissionSet)
        {
            var session = profile.Get("sso_session") is { } name && files.SsoSessions.TryGetValue(name, out var section) ? section : null;
            return SignIn("sso_start_url") is { } url && SignIn("sso_region") is { } region ? (ssoAccount, new ProfileWay.PermissionSet(url, region, permissionSet)) : (null, null);

            string? SignIn(string key) => session is not null && session.Properties.TryGetValue(key, out var property) ? property.Value : profile.Get(key);
        }

        return Others.FirstOrDefault(other => profile.TryGet(other.Setting, out _)) is { What: { } what }
            ? (profile.Get("aws_account_id"), new ProfileWay.Other(what)) : (null, null);
    }
}
