namespace Lanyard.Credentials.Sessions;

/// <summary>Encrypts the secrets of sessions for the time that they lie on disk, where the machine has a place for the key.</summary>
public interface ISessionSeal
{
    /// <summary>Seals secrets.</summary>
    /// <param name="secret">The secrets.</param>
    /// <param name="label">What stands beside them in the open and must not be changed.</param>
    /// <param name="sealedSecret">The sealed secrets; <see langword="null"/> where they are kept as they are, in a private file.</param>
    /// <returns>Whether they may be kept at all: not where there is a key that is out of reach, since a weaker way isn't taken then.</returns>
    bool TrySeal(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, out byte[]? sealedSecret);

    /// <summary>Opens what was sealed.</summary>
    /// <param name="sealedSecret">The sealed secrets.</param>
    /// <param name="label">What stands beside them.</param>
    /// <returns>The secrets; <see langword="null"/> where the key is gone or out of reach, or something was changed.</returns>
    byte[]? Open(ReadOnlySpan<byte> sealedSecret, ReadOnlySpan<byte> label);
}
