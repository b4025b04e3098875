namespace Lanyard.Policy.Trust;

/// <summary>What somebody wants to trust can't be trusted as it is written.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="mending">What to write instead.</param>
public sealed class TrustException(string message, string mending) : Exception(message)
{
    /// <summary>Gets what to write instead.</summary>
    public string Mending { get; } = mending;
}
