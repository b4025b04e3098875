namespace Lanyard.Credentials.Vault;

/// <summary>The two ways in which a vault is not there: locked, which a person mends, and broken.</summary>
internal static class VaultErrors
{
    /// <summary>The vault is closed, and opening it needs a person.</summary>
    public static CredentialsException Locked(string message, string fix) =>
        new(ErrorCodes.VaultLocked, message, fix, FailureKind.PersonMustAct);

    /// <summary>The vault can't be used.</summary>
    public static CredentialsException Failed(string message, string? fix, Exception? inner = null) =>
        new(ErrorCodes.VaultFailed, message, fix, inner: inner);
}
