using Lanyard.Aws.Wire;
using Lanyard.Credentials.Sources;

namespace Lanyard.Credentials.ConsoleLinks;

/// <summary>The access portal's own way into the console: the link holds no secret, for the browser signs in there itself. See "Create shortcut links" in the IAM Identity Center User Guide.</summary>
public static class PortalLink
{
    /// <summary>Makes the link.</summary>
    /// <param name="role">The permission set in its account.</param>
    /// <param name="destination">The console's page; null for its first.</param>
    /// <exception cref="CredentialsException">The start URL is no web address.</exception>
    public static Uri Of(Source.SsoRole role, Uri? destination)
    {
        ArgumentNullException.ThrowIfNull(role);
        if (!Uri.TryCreate(role.SignIn.StartUrl, UriKind.Absolute, out var start) || start.Scheme is not ("https" or "http"))
        {
            throw new CredentialsException(ErrorCodes.SettingInvalid, "the start URL of the sso-session is no web address", "correct sso_start_url in the config file");
        }

        var query = new List<KeyValuePair<string, string>> { new("account_id", role.AccountId), new("role_name", role.RoleName) };
        if (destination is not null)
        {
            query.Add(new("destination", destination.AbsoluteUri));
        }

        return new Uri($"{start.GetLeftPart(UriPartial.Path).TrimEnd('/')}/#/console?{QueryString.Format(query)}");
    }
}
