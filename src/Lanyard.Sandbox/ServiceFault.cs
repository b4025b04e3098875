namespace Lanyard.Sandbox;

/// <summary>An answer that is an error, before a protocol gives it its form.</summary>
/// <param name="code">The service's error code.</param>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What people read. Never holds a secret.</param>
internal sealed class ServiceFault(string code, int status, string message) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    /// <summary>Gets the member <c>Reason</c> of the error; <see langword="null"/> where it has none.</summary>
    public string? Reason { get; init; }
}
