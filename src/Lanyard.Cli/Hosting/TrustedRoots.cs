using Lanyard.Cli.Edge;

namespace Lanyard.Cli.Hosting;

/// <summary>The authorities that the user's programs trust outside a sandbox: those of the hosts that it lets through.</summary>
internal static class TrustedRoots
{
    // Where Debian, Fedora, and Alpine or macOS keep them.
    private static readonly string[] OfSystem = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

    /// <summary>Gives them in PEM form: the user's own in place of the system's, and those that Node.js is to trust besides. Empty where there are none.</summary>
    /// <param name="surroundings">The machine.</param>
    public static string Read(Surroundings surroundings)
    {
        string?[] own = [surroundings.Variable("SSL_CERT_FILE"), surroundings.Variable("REQUESTS_CA_BUNDLE")];
        var roots = own.Concat(OfSystem).Select(Text).FirstOrDefault(t => t.Length > 0) ?? "";
        return roots + Text(surroundings.Variable("NODE_EXTRA_CA_CERTS"));

        string Text(string? file)
        {
            try
            {
                return string.IsNullOrEmpty(file) ? "" : File.ReadAllText(Path.Combine(surroundings.CurrentDirectory, file)).TrimEnd() + "\n";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Programs would go on without it as well; what they then miss, they say.
                return "";
            }
        }
    }
}
