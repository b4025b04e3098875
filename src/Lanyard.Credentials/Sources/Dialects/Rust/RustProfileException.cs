namespace Lanyard.Credentials.Sources.Dialects.Rust;

/// <summary>Why the AWS SDK for Rust gets no source from a profile.</summary>
/// <param name="message">What the SDK says.</param>
/// <param name="at">The setting that leads to it, if one does.</param>
/// <param name="passesOn">Whether the SDK asks its next source then.</param>
internal sealed class RustProfileException(string message, Origin? at, bool passesOn = false) : Exception(message)
{
    /// <summary>Gets the setting that leads to it.</summary>
    public Origin? At => at;

    /// <summary>Gets whether the SDK asks its next source then.</summary>
    public bool PassesOn => passesOn;
}
