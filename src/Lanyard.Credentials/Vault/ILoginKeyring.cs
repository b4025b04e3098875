namespace Lanyard.Credentials.Vault;

/// <summary>
/// Holds small keys for a while in memory that outlives a process, so that a vault is unlocked once and not at every call. What it
/// holds may be gone at any time.
/// </summary>
public interface ILoginKeyring
{
    /// <summary>Finds a key.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The key, which the caller wipes; <see langword="null"/> where there is none.</returns>
    byte[]? Find(string name);

    /// <summary>Holds a key, in the place of one of the same name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">The key.</param>
    /// <param name="lifetime">How long it is held.</param>
    /// <returns>Whether it is held.</returns>
    bool Hold(string name, ReadOnlySpan<byte> key, TimeSpan lifetime);

    /// <summary>Forgets a key.</summary>
    /// <param name="name">Its name.</param>
    void Forget(string name);
}
