namespace Lanyard.Aws.Protocols;

/// <summary>AWS answered, and the answer is an error.</summary>
/// <param name="error">What the service said.</param>
public sealed class AwsServiceException(AwsServiceError error)
    : Exception($"{error?.Service} {error?.Operation} answered {error?.Code} ({error?.Status}): {error?.Message}")
{
    /// <summary>Gets what the service said.</summary>
    public AwsServiceError Error { get; } = error ?? throw new ArgumentNullException(nameof(error));
}

/// <summary>An error answer, whatever protocol it came in.</summary>
/// <param name="Service">The service, such as <c>STS</c>.</param>
/// <param name="Operation">The operation, such as <c>AssumeRole</c>.</param>
/// <param name="Code">The service's error code without any suffix, such as <c>AccessDenied</c>.</param>
/// <param name="Message">What the service said to people.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="ServerTime">The server's clock, where the answer told it.</param>
public sealed record AwsServiceError(string Service, string Operation, string Code, string Message, int Status, DateTimeOffset? ServerTime);
