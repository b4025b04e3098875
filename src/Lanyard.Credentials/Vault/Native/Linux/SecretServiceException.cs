namespace Lanyard.Credentials.Vault.Native.Linux;

/// <summary>Secret Service refused a call, or didn't answer it.</summary>
/// <param name="message">Its own words, which hold no secret.</param>
/// <param name="isLocked">Whether the reason is a lock.</param>
/// <param name="timedOut">Whether it didn't answer in time.</param>
internal sealed class SecretServiceException(string message, bool isLocked, bool timedOut) : Exception(message)
{
    /// <summary>Gets whether the reason is a lock.</summary>
    public bool IsLocked { get; } = isLocked;

    /// <summary>Gets whether it didn't answer in time.</summary>
    public bool TimedOut { get; } = timedOut;
}
