using System.Text.RegularExpressions;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The errors of AWS Organizations, in its words where they are known.</summary>
internal static class OrganizationFaults
{
    public static ServiceFault NotInUse() => Of("AWSOrganizationsNotInUse", "Your account is not a member of an organization.");

    public static ServiceFault NoPermission() => Of("AccessDenied", "You don't have permissions to access this resource.");

    public static ServiceFault AccountNotFound() => Of("AccountNotFound", "You specified an account that doesn't exist.");

    public static ServiceFault ParentNotFound() => Of("ParentNotFound", "You specified parent that doesn't exist.");

    public static ServiceFault PolicyNotFound() => Of("PolicyNotFound", "You specified a policy that doesn't exist.");

    public static ServiceFault TargetNotFound() => Of("TargetNotFound", "You specified a target that doesn't exist.");

    public static ServiceFault TypeNotEnabled() => Of("PolicyTypeNotEnabled", "This operation can be performed only for enabled policy types.");

    public static ServiceFault Constraint(string reason, string message) => Of("ConstraintViolation", message, reason);

    public static ServiceFault Invalid(string reason, string message) => Of("InvalidInput", message, reason);

    public static ServiceFault NotModelled(string what) => new("NotImplemented", 501, $"lanyard sandbox doesn't speak {what} yet");

    public static ServiceFault Of(string code, string message, string? reason = null) => new(code + "Exception", 400, message) { Reason = reason };

    /// <summary>Gives what breaks the model's constraints the error of this service: "InvalidInputException", Organizations API Reference.</summary>
    public static ServiceFault OfInput(ServiceFault fault)
    {
        var broken = fault.Message;
        var reason = Regex.Match(broken, "must not be null|regular expression|enum value|length greater|length less|value greater|value less|token").Value switch
        {
            "must not be null" => "INPUT_REQUIRED",
            "regular expression" => "INVALID_PATTERN",
            "enum value" => broken.Contains("olicyType", StringComparison.Ordinal) ? "INVALID_ENUM_POLICY_TYPE" : "INVALID_ENUM",
            "length greater" => "MIN_LENGTH_EXCEEDED",
            "length less" => "MAX_LENGTH_EXCEEDED",
            "value greater" => "MIN_VALUE_EXCEEDED",
            "value less" => "MAX_VALUE_EXCEEDED",
            _ => "INVALID_NEXT_TOKEN",
        };
        return Invalid(reason, broken);
    }
}
