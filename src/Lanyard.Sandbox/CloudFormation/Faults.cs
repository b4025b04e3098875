namespace Lanyard.Sandbox.CloudFormation;

/// <summary>CloudFormation's errors, by its service model and as it words them.</summary>
internal static class Faults
{
    public static ServiceFault Validation(string message) => new("ValidationError", 400, message);

    public static ServiceFault NoStack(string name) => Validation($"Stack with id {name} does not exist");

    public static ServiceFault NoChangeSet(string name) => new("ChangeSetNotFound", 404, $"ChangeSet [{name}] does not exist");

    public static ServiceFault StackExists(string name) => new("AlreadyExistsException", 400, $"Stack [{name}] already exists");

    public static ServiceFault Capabilities(IEnumerable<string> needed) => new("InsufficientCapabilitiesException", 400, $"Requires capabilities : [{string.Join(", ", needed)}]");
}
