using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>Reads web identity settings: each environment variable goes before its key in the profile, unless the profile was given explicitly.</summary>
internal static class WebIdentitySettings
{
    public static Source.WebIdentity? Find(MachineState machine, MergedProfile? profile, List<PassedOver> passedOver)
    {
        var tokenFile = Setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
        if (tokenFile is null)
        {
            passedOver.Add(new PassedOver("webIdentity", "neither AWS_WEB_IDENTITY_TOKEN_FILE nor web_identity_token_file is set"));
            return null;
        }

        return Setting("AWS_ROLE_ARN", "role_arn") is { } roleArn
            ? new Source.WebIdentity(roleArn, tokenFile, Setting("AWS_ROLE_SESSION_NAME", "role_session_name"))
            : throw new CredentialsException(
                ErrorCodes.ProfileInvalid, $"there is a web identity token file ({tokenFile}), but no role to assume with it",
                "set AWS_ROLE_ARN, or add a line `role_arn = …` to the profile", profile: profile?.Name);

        string? Setting(string variable, string key) =>
            (machine.ExplicitProfile is null ? machine.Variable(variable) : null) ?? profile?.Get(key);
    }
}
