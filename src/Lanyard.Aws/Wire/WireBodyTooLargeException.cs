namespace Lanyard.Aws.Wire;

/// <summary>A body was longer than its reader accepts.</summary>
/// <param name="limit">The most bytes that would have been accepted.</param>
public sealed class WireBodyTooLargeException(int limit) : Exception($"the body is larger than {limit} bytes")
{
    /// <summary>Gets the most bytes that would have been accepted.</summary>
    public int Limit { get; } = limit;
}
