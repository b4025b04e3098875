using Lanyard.Aws.Wire;

namespace Lanyard.Sandbox.Routing;

/// <summary>How each service says that calls come too fast, by the errors of their service models; and which operation a call asks for.</summary>
internal static class ThrottlingFaults
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["/assignment/accounts"] = "ListAccounts",
        ["/assignment/roles"] = "ListAccountRoles",
        ["/federation/credentials"] = "GetRoleCredentials",
        ["/logout"] = "Logout",
        ["/client/register"] = "RegisterClient",
        ["/device_authorization"] = "StartDeviceAuthorization",
        ["/token"] = "CreateToken",
    };

    /// <summary>The error.</summary>
    public static ServiceFault Of(CallContext call) => (call.Target.Name, call.Protocol) switch
    {
        ("sso", _) => new ServiceFault("TooManyRequestsException", 429, "HTTP 429 Unknown Code"),
        ("organizations", _) => new ServiceFault(
            "TooManyRequestsException", 400, "You have sent too many requests in too short a period of time. The quota helps protect against denial-of-service attacks. Try again later."),
        (_, WireProtocol.S3) => new ServiceFault("SlowDown", 503, "Please reduce your request rate."),
        (_, WireProtocol.Ec2) => new ServiceFault("RequestLimitExceeded", 503, "Request limit exceeded."),
        (_, WireProtocol.Json) => new ServiceFault("ThrottlingException", 400, "Rate exceeded"),
        (_, WireProtocol.RestJson) => new ServiceFault("ThrottlingException", 429, "Rate exceeded"),
        _ => new ServiceFault("Throttling", 400, "Rate exceeded"),
    };

    /// <summary>Gives the operation that a call asks for, as far as the request tells; empty where it doesn't.</summary>
    public static string OperationOf(CallContext call) => call.Protocol switch
    {
        WireProtocol.Json => call.Request.Headers.Get("X-Amz-Target") is { } target ? target[(target.LastIndexOf('.') + 1)..] : "",
        WireProtocol.RestJson => Paths.GetValueOrDefault(call.Request.Path) ?? "",
        _ => QueryString.Get(call.Form, "Action") ?? QueryString.Get(call.Query, "Action") ?? "",
    };
}
