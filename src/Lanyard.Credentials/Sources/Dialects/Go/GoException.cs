namespace Lanyard.Credentials.Sources.Dialects.Go;

/// <summary>What the AWS SDK for Go v2 would refuse to load its configuration with.</summary>
/// <param name="message">What the SDK says.</param>
/// <param name="at">The setting that leads to it, if one does.</param>
internal sealed class GoException(string message, Origin? at = null) : Exception(message)
{
    /// <summary>Gets the error.</summary>
    public DialectError Error => new(Message, at);
}
