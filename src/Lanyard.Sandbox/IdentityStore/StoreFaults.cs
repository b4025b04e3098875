namespace Lanyard.Sandbox.IdentityStore;

/// <summary>The errors of the identity store.</summary>
internal static class StoreFaults
{
    /// <summary>The error of something that isn't there.</summary>
    /// <param name="type">One of the model's resource types, such as <c>USER</c>.</param>
    public static ServiceFault NotFound(string type) => new("ResourceNotFoundException", 400, $"{type} not found.");

    public static ServiceFault Conflict(string message) => new("ConflictException", 400, message);

    public static ServiceFault Invalid(string message) => new("ValidationException", 400, message);

    public static ServiceFault QuotaExceeded(string what, int most) => new("ServiceQuotaExceededException", 400, $"You have exceeded the quota for {what}: {most}");
}
