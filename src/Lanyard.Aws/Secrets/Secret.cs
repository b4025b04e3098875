using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Lanyard.Aws.Secrets;

/// <summary>
/// A value that must not be printed, serialised or compared by accident: a secret access key, a session token, a bearer
/// token, a client secret. It leaves this type only through <see cref="Reveal"/>, which a reader can search for.
/// </summary>
/// <remarks>
/// A class with a private field and not a record: a record's generated members print and compare the value.
/// </remarks>
[DebuggerDisplay("***")]
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class Secret
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value;

    private Secret() => _value = "";

    /// <summary>Gets the secret that is no secret: a few SDKs take keys whose secret is empty, and sign with nothing.</summary>
    public static Secret Empty { get; } = new();

    /// <summary>Wraps a secret value.</summary>
    /// <param name="value">The value; may not be empty.</param>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    /// <summary>Gives the value itself. Every call is a place where the secret leaves our care.</summary>
    public string Reveal() => _value;

    /// <summary>Compares two secrets in a time that doesn't depend on where they differ.</summary>
    public bool FixedTimeEquals(Secret other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return FixedTimeEquals(other._value);
    }

    /// <summary>Compares this secret with what a client sent, in a time that doesn't depend on where they differ.</summary>
    public bool FixedTimeEquals(ReadOnlySpan<char> candidate)
    {
        // The comparison is over digests, so that not even the length shows.
        Span<byte> mine = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> theirs = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(_value.AsSpan()), mine);
        SHA256.HashData(MemoryMarshal.AsBytes(candidate), theirs);
        return CryptographicOperations.FixedTimeEquals(mine, theirs);
    }

    /// <summary>Wraps a value that may be missing or empty, as session tokens are for long-lived keys.</summary>
    public static Secret? FromOptional(string? value) => string.IsNullOrEmpty(value) ? null : new Secret(value);

    /// <summary>Gives three stars, never the value.</summary>
    public override string ToString() => "***";

    /// <summary>Always throws: an equality that a record or a set takes by itself would not be in constant time.</summary>
    /// <exception cref="NotSupportedException">Always; call <see cref="FixedTimeEquals(Secret)"/>.</exception>
    public override bool Equals(object? obj) =>
        throw new NotSupportedException("a secret is compared with FixedTimeEquals, never with Equals");

    /// <summary>Always throws: a hash code is a fingerprint of the value.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int GetHashCode() => throw new NotSupportedException("a secret has no hash code");
}
