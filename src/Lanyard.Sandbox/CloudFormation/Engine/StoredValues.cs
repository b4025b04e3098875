using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.Ssm;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>Reads values that other services keep, for parameters and dynamic references.</summary>
internal static class StoredValues
{
    /// <summary>Reads a parameter of the Parameter Store.</summary>
    /// <returns>Its value.</returns>
    /// <exception cref="ServiceFault">It may not be read, or isn't there.</exception>
    public static string Parameter(string name, HandlerCalls calls, StackPlace place) => Find(name, calls, place) is { Type: not "SecureString" } found
        ? found.Value
        : throw Faults.Validation($"Parameters [{name}] referenced by template have types not supported by CloudFormation.");

    private static StoredParameter Find(string text, HandlerCalls calls, StackPlace place)
    {
        try
        {
            var name = ParameterName.Read(text);
            calls.Ask("ssm:GetParameters", name.Arn(place.Partition, place.Region, place.AccountId), new Keys());
            return name.Find(calls.State, place.AccountId, place.Region) ?? throw NotThere(text);
        }
        catch (ServiceFault fault) when (fault.Code is "ParameterVersionNotFound" or "ValidationException")
        {
            throw NotThere(text);
        }
    }

    private static ServiceFault NotThere(string name) => Faults.Validation($"Unable to fetch parameters [{name}] from parameter store for this account.");

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
                var stored = Find(string.Join(':', parts[1..]), calls, place);
                if ((parts[0] == "ssm") == (stored.Type == "SecureString"))
                {
                    throw Faults.Validation($"{(parts[0] == "ssm" ? "Non-secure ssm prefix was used for secure parameter" : "Secure ssm prefix was used for non-secure parameter")}: [{parts[1]}]");
                }

                if (stored.KeyArn is { } key)
                {
                    calls.Ask("kms:Decrypt", key, SecureValues.KeysFor(place.Region, calls.Caller.AccountId, new ParameterName(stored.Name, null).Arn(place.Partition, place.Region, place.AccountId)));
                }

                return stored.Value;
            case "secretsmanager" when parts.Length > 1:
                var arn = parts is [_, "arn", ..] && parts.Length >= 8 ? string.Join(':', parts[1..8]) : $"arn:{place.Partition}:secretsmanager:{place.Region}:{place.AccountId}:secret:{parts[1]}-abcdef";
                calls.Ask("secretsmanager:GetSecretValue", arn, new Keys());
                return $"{{{{secret {parts[1]}}}}}";
            default:
                throw Faults.Validation($"Could not parse dynamic references: {{{{resolve:{parts[0]}:…}}}} has a service that is not supported.");
        }
    }
}
