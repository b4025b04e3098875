namespace Lanyard.Sandbox.Iam;

/// <summary>The errors of IAM, in AWS's words as its users quote them.</summary>
internal static class IamFaults
{
    public static ServiceFault NoSuchEntity(string message) => new("NoSuchEntity", 404, message);

    public static ServiceFault NoUser(string name) => NoSuchEntity($"The user with name {name} cannot be found.");

    public static ServiceFault NoGroup(string name) => NoSuchEntity($"The group with name {name} cannot be found.");

    public static ServiceFault NoRole(string name) => NoSuchEntity($"The role with name {name} cannot be found.");

    public static ServiceFault NoInstanceProfile(string name) => NoSuchEntity($"Instance Profile {name} cannot be found.");

    public static ServiceFault NoPolicy(string arn) => NoSuchEntity($"Policy {arn} was not found.");

    public static ServiceFault NotAttachable(string arn) => NoSuchEntity($"Policy {arn} does not exist or is not attachable.");

    public static ServiceFault AlreadyExists(string message) => new("EntityAlreadyExists", 409, message);

    public static ServiceFault DeleteConflict(string message) => new("DeleteConflict", 409, message);

    public static ServiceFault MustFirst(string what) => DeleteConflict($"Cannot delete entity, must {what} first.");

    public static ServiceFault LimitExceeded(string message) => new("LimitExceeded", 409, message);

    public static ServiceFault QuotaExceeded(string quota, int limit) => LimitExceeded($"Cannot exceed quota for {quota}: {limit}");

    public static ServiceFault InvalidInput(string message) => new("InvalidInput", 400, message);

    public static ServiceFault Validation(string message) => new("ValidationError", 400, message);

    public static ServiceFault Protected(string roleName) => new(
        "UnmodifiableEntity", 400, $"Cannot perform the operation on the protected role '{roleName}' - this role is only modifiable by AWS");

    public static ServiceFault Malformed(string message) => new("MalformedPolicyDocument", 400, message);
}
