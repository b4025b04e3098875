namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The errors of sso-admin.</summary>
internal static class CenterFaults
{
    public static ServiceFault NotFound(string message) => new("ResourceNotFoundException", 400, message);

    public static ServiceFault Conflict(string message) => new("ConflictException", 400, message);

    public static ServiceFault Invalid(string message) => new("ValidationException", 400, message);

    public static ServiceFault QuotaExceeded(string message) => new("ServiceQuotaExceededException", 400, message);
}
