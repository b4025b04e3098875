namespace Lanyard.Credentials.Vault.Native.MacOS;

/// <summary>The keychain refused a call.</summary>
/// <param name="status">Its status, an OSStatus.</param>
internal sealed class KeychainException(int status) : Exception
{
    private const int InteractionNotAllowed = -25308;
    private const int AuthorizationFailed = -25293;
    private const int UserCancelled = -128;

    /// <summary>Gets the status.</summary>
    public int Status { get; } = status;

    /// <summary>Gets whether a person would have to act.</summary>
    public bool IsLocked => Status is InteractionNotAllowed or AuthorizationFailed or UserCancelled;
}
