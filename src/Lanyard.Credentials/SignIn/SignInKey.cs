using System.Security.Cryptography;
using Lanyard.Aws.Secrets;

namespace Lanyard.Credentials.SignIn;

/// <summary>The key that a console sign-in is bound to, on the curve P-256.</summary>
internal static class SignInKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>Makes a new key.</summary>
    public static ECDsa Create() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Reads a key in PEM form, as SEC1 or PKCS#8 has it.</summary>
    /// <returns>The key; <see langword="null"/> where it is none on this curve.</returns>
    public static ECDsa? Read(Secret pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem.Reveal());
            if (key.ExportParameters(includePrivateParameters: true) is { D: not null, Curve.Oid.Value: P256 })
            {
                return key;
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Not a key, or one with a password.
        }

        key.Dispose();
        return null;
    }

    /// <summary>Writes a key as SEC1 has it: the JavaScript SDK reads no other form.</summary>
    public static Secret Write(ECDsa key) => new(key.ExportECPrivateKeyPem() + "\n");
}
