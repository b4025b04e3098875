using System.Security.Cryptography;

namespace Lanyard.Sandbox.S3;

/// <summary>Compares what came with the digests that were sent with it. Cyclic redundancy checks are kept and given back, and not computed.</summary>
internal static class Checksums
{
    /// <summary>Refuses bytes that aren't those that the sender meant.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "a checksum that the sender chose; it protects nothing")]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "as above")]
    public static void Require(string? md5, IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> data)
    {
        if (md5 is not null && md5 != Convert.ToBase64String(MD5.HashData(data)))
        {
            throw S3Faults.BadDigest("Content-MD5");
        }

        if (headers.GetValueOrDefault("x-amz-checksum-sha256") is { } sha256 && sha256 != Convert.ToBase64String(SHA256.HashData(data)))
        {
            throw S3Faults.BadDigest("SHA256");
        }

        if (headers.GetValueOrDefault("x-amz-checksum-sha1") is { } sha1 && sha1 != Convert.ToBase64String(SHA1.HashData(data)))
        {
            throw S3Faults.BadDigest("SHA1");
        }
    }
}
