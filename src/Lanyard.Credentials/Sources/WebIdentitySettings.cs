using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>Reads web identity settings: each environment variable goes before its key in the profile, unless the profile was given explicitly.</summary>
internal static class WebIdentitySettings
{
    /// <summary>Reads those of the selected profile and the environment.</summary>
    public static Source.WebIdentity? Find(MachineState machine, MergedProfile? profile, List<PassedOver> passedOver)
    {
        var source = Read(machine.ExplicitProfile is null ? machine : null, profile);
        if (source is null)
        {
            passedOver.Add(new PassedOver("webIdentity", "neither AWS_WEB_IDENTITY_TOKEN_FILE nor web_identity_token_file is set"));
        }

        return source;
    }

    /// <summary>Reads those of a source profile, which the environment has no part in.</summary>
    public static Source.WebIdentity? OfProfile(MergedProfile profile) => Read(null, profile);

    private static Source.WebIdentity? Read(MachineState? machine, MergedProfile? profile)
    {
        if (Setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") is not { } tokenFile)
        {
            return null;
        }

        return Setting("AWS_ROLE_ARN", "role_arn") is { } roleArn
            ? new Source.WebIdentity(roleArn, tokenFile, Setting("AWS_ROLE_SESSION_NAME", "role_session_name"))
            : throw new CredentialsException(
                ErrorCodes.ProfileInvalid, $"there is a web identity token file ({tokenFile}), but no role to assume with it",
                "set AWS_ROLE_ARN, or add a line `role_arn = …` to the profile", profile: profile?.Name);

        string? Setting(string variable, string key) => machine?.Variable(variable) ?? profile?.Get(key);
    }
}
