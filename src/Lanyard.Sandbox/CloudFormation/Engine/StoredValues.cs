using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>Reads values that other services keep, for parameters and dynamic references.</summary>
internal static class StoredValues
{
    /// <summary>Reads a parameter of the Parameter Store.</summary>
    /// <returns>Its value.</returns>
    /// <exception cref="ServiceFault">It may not be read, or isn't there.</exception>
    public static string Parameter(string name, HandlerCalls calls, StackPlace place)
    {
        var key = name.Split(':') is [var first, _] && !name.StartsWith("arn:", StringComparison.Ordinal) ? first : name;
        calls.Ask("ssm:GetParameters", $"arn:{place.Partition}:ssm:{place.Region}:{place.AccountId}:parameter/{key.TrimStart('/')}", new Keys());
        return calls.State.Parameters.Find(place.AccountId, place.Region, key)?.Value
            ?? throw Faults.Validation($"Unable to fetch parameters [{key}] from parameter store for this account.");
    }

    /// <summary>Reads a dynamic reference. What Secrets Manager keeps isn't there, and stands for itself once it may be read.</summary>
    /// <param name="reference">What stands behind <c>resolve:</c>.</param>
    /// <param name="calls">How it is read.</param>
    /// <param name="place">The stack.</param>
    /// <exception cref="ServiceFault">It may not be read, or isn't there.</exception>
    public static string Read(string reference, HandlerCalls calls, StackPlace place)
    {
        var parts = reference.Split(':');
        switch (parts[0])
        {
            case "ssm" or "ssm-secure" when parts.Length > 1:
                return Parameter(parts[1], calls, place);
            case "secretsmanager" when parts.Length > 1:
                var arn = parts is [_, "arn", ..] && parts.Length >= 8 ? string.Join(':', parts[1..8]) : $"arn:{place.Partition}:secretsmanager:{place.Region}:{place.AccountId}:secret:{parts[1]}-abcdef";
                calls.Ask("secretsmanager:GetSecretValue", arn, new Keys());
                return $"{{{{secret {parts[1]}}}}}";
            default:
                throw Faults.Validation($"Could not parse dynamic references: {{{{resolve:{parts[0]}:…}}}} has a service that is not supported.");
        }
    }
}
