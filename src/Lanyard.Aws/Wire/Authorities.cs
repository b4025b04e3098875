using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lanyard.Aws.Wire;

/// <summary>
/// Reads which certificate authorities to trust: the file of <c>AWS_CA_BUNDLE</c>, and what the Serverless Framework reads, which
/// users of it have set for a proxy that opens TLS: <c>ca</c>, certificates separated by commas with <c>\n</c> for line breaks, and
/// <c>cafile</c>, files separated by commas.
/// </summary>
public static class Authorities
{
    private static readonly string[] TextVariables = ["ca", "HTTPS_CA", "https_ca"];
    private static readonly string[] FileVariables = ["cafile", "HTTPS_CAFILE", "https_cafile"];

    /// <summary>Reads them all.</summary>
    /// <param name="bundle">A file of authorities in PEM form; null for none.</param>
    /// <param name="variable">Gives an environment variable, or null where it is unset or empty.</param>
    /// <returns>The only authorities to trust; <see langword="null"/> for the system's, where nothing is set.</returns>
    /// <exception cref="CaBundleException">A certificate can't be read, or a file holds none.</exception>
    public static X509Certificate2Collection? Read(string? bundle, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var certificates = new X509Certificate2Collection();
        if (bundle is not null)
        {
            AddFile(certificates, bundle, bundle);
        }

        // Such short a name is anybody's; only a certificate in it is meant for us.
        if (First(TextVariables, variable) is { } text && text.Value.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
        {
            foreach (var one in text.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                AddText(certificates, one.Replace("\\n", "\n", StringComparison.Ordinal), text.Name);
            }
        }

        if (First(FileVariables, variable) is { } files)
        {
            foreach (var path in files.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                AddFile(certificates, path, $"{path}, which the environment variable {files.Name} names,");
            }
        }

        return certificates.Count > 0 ? certificates : null;
    }

    private static void AddFile(X509Certificate2Collection to, string path, string shown) => Add(to, shown, read => read.ImportFromPemFile(path));

    private static void AddText(X509Certificate2Collection to, string pem, string variable) =>
        Add(to, $"in the environment variable {variable}", read => read.ImportFromPem(pem));

    private static void Add(X509Certificate2Collection to, string shown, Action<X509Certificate2Collection> import)
    {
        var read = new X509Certificate2Collection();
        try
        {
            import(read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CaBundleException(shown, e.Message);
        }

        if (read.Count == 0)
        {
            throw new CaBundleException(shown, "it holds no certificate in PEM form");
        }

        to.AddRange(read);
    }

    private static (string Name, string Value)? First(string[] names, Func<string, string?> variable)
    {
        foreach (var name in names)
        {
            if (variable(name) is { } value)
            {
                return (name, value);
            }
        }

        return null;
    }
}
