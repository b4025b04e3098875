namespace Lanyard.Credentials.Sources.Run;

/// <summary>Turns a setting that can't be used into an error with a code.</summary>
internal static class SettingErrors
{
    public static T Guard<T>(Func<T> read, string? profile)
    {
        try
        {
            return read();
        }
        catch (ArgumentException e)
        {
            throw new CredentialsException(
                ErrorCodes.SettingInvalid, e.Message.Split(" (Parameter")[0], "correct the region in the profile, AWS_REGION or --region", profile: profile);
        }
    }
}
