using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Secrets;

namespace Lanyard.Aws.Signing;

/// <summary>The arithmetic of Signature Version 4 that signing and verifying share.</summary>
public static class SigV4
{
    /// <summary>The only algorithm spoken here.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Gives the string to sign.</summary>
    public static string StringToSign(string timestamp, CredentialScope scope, string canonicalRequest) =>
        $"{Algorithm}\n{timestamp}\n{scope}\n{CanonicalRequest.HashHex(Encoding.UTF8.GetBytes(canonicalRequest))}";

    /// <summary>Gives the signature in lower-case hex.</summary>
    public static string Signature(Secret secretAccessKey, CredentialScope scope, string stringToSign)
    {
        ArgumentNullException.ThrowIfNull(secretAccessKey);
        ArgumentNullException.ThrowIfNull(scope);
        var key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey.Reveal());
        foreach (var part in (ReadOnlySpan<string>)[scope.Date, scope.Region, scope.Service, CredentialScope.Terminator])
        {
            var next = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
            CryptographicOperations.ZeroMemory(key);
            key = next;
        }

        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(stringToSign));
        CryptographicOperations.ZeroMemory(key);
        return Convert.ToHexStringLower(signature);
    }

    /// <summary>Writes a time as <c>X-Amz-Date</c> wants it.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads an <c>X-Amz-Date</c>.</summary>
    public static bool TryParseTime(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
