using System.Security.Cryptography;
using System.Text;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>Where <c>aws login</c> keeps its console sign-ins.</summary>
internal static class LoginCache
{
    /// <summary>Gives the file of a sign-in.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="home">The home folder, as the SDK finds it.</param>
    /// <param name="session">The <c>login_session</c>.</param>
    public static string PathOf(DialectMachine machine, string? home, string session)
    {
        char slash = machine.IsWindows ? '\\' : '/';
        var folder = machine.Variable("AWS_LOGIN_CACHE_DIRECTORY") ?? string.Join(slash, home ?? "", ".aws", "login", "cache");
        return folder.TrimEnd(slash) + slash + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session))) + ".json";
    }
}
