using Lanyard.Cli.Commands;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Identity;

/// <summary>A profile that is signed in to the AWS console.</summary>
/// <param name="Selected">What it takes to call AWS without credentials.</param>
/// <param name="Profile">The profile's name.</param>
/// <param name="Session">Its <c>login_session</c>; null where it has none yet.</param>
/// <param name="Region">The region in use; null where none is set.</param>
internal sealed record ConsoleTarget(SelectedIdentity Selected, string Profile, string? Session, string? Region)
{
    // Each of these would be taken before a console sign-in.
    private static readonly string[] Others =
    [
        "role_arn", "credential_source", "web_identity_token_file", "sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "credential_process", "aws_access_key_id",
    ];

    /// <summary>Finds the console sign-in that a stage or profile stands on.</summary>
    /// <returns>The profile with the <c>login_session</c>; <see langword="null"/> where the sign-in is another kind, or none.</returns>
    public static ConsoleTarget? Find(Surroundings surroundings, GlobalOptions options, string? session)
    {
        if (session is not null)
        {
            return null;
        }

        var files = SharedConfigSnapshot.Load(surroundings.UserFiles);
        var machine = new MachineState(surroundings.Environment, files, options.Profile);
        var name = options.Stage is null ? LanyardPlanner.SelectProfile(machine).Name : IdentitySelector.Select(surroundings, options).ConsoleSignIn?.Profile;

        // A role's profile is signed in to through the profile below it.
        for (var hops = 0; hops < 10 && name is not null && files.TryGetProfile(name, out var profile) && SsoSettings.OfProfile(files, profile) is null; hops++)
        {
            if (profile.Get("login_session") is { Length: > 0 } found)
            {
                return Make(machine, profile.Name, profile, found, options.Region);
            }

            name = profile.Get("source_profile");
        }

        return null;
    }

    /// <summary>Gives the profile that <c>--console</c> is to sign in to, be it there already or not.</summary>
    public static ConsoleTarget ForNew(Surroundings surroundings, GlobalOptions options, string? session)
    {
        if (session is not null || options.Stage is not null)
        {
            throw new UsageException("--console signs in to a profile, so it can't be used together with --session or --stage");
        }

        var files = SharedConfigSnapshot.Load(surroundings.UserFiles);
        var machine = new MachineState(surroundings.Environment, files, options.Profile);
        var name = LanyardPlanner.SelectProfile(machine).Name;
        files.TryGetProfile(name, out var profile);
        return Make(machine, name, profile, profile?.Get("login_session") is { Length: > 0 } found ? found : null, options.Region);
    }

    /// <summary>Refuses a profile whose credentials come from elsewhere, however it is signed in to.</summary>
    /// <exception cref="CredentialsException">The profile has such a setting.</exception>
    public void RefuseOtherSources()
    {
        if (Selected.Machine.Files.TryGetProfile(Profile, out var profile) && Array.Find(Others, o => profile.Get(o) is { Length: > 0 }) is { } other
            && profile.TryGet(other, out var property))
        {
            throw new CredentialsException(
                CliErrorCodes.ProfileExists,
                $"the profile `{Profile}` gets its credentials in another way ({other}, {property.File}:{property.Line}), which goes before a console sign-in",
                "name another profile, which is made if it isn't there: lanyard login --console --profile NAME", profile: Profile);
        }
    }

    private static ConsoleTarget Make(MachineState machine, string name, MergedProfile? profile, string? session, string? region) =>
        new(SignInTarget.Bare(machine, profile), name, session, region ?? LanyardPlanner.RegionOf(machine, profile));
}
