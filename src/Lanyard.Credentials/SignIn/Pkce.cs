using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Secrets;

namespace Lanyard.Credentials.SignIn;

/// <summary>A code verifier and its S256 challenge (RFC 7636): only who started the sign-in can use the code that comes of it.</summary>
/// <param name="Verifier">The verifier, 43 characters.</param>
/// <param name="Challenge">The challenge that goes out.</param>
public sealed record Pkce(Secret Verifier, string Challenge)
{
    /// <summary>Makes a new pair from 32 random bytes.</summary>
    public static Pkce Create()
    {
        var verifier = RandomText();
        return new Pkce(new Secret(verifier), Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
    }

    /// <summary>Makes a random text of 256 bits.</summary>
    public static string RandomText() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
