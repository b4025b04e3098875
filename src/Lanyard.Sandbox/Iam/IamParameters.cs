using Lanyard.Aws.Wire;

namespace Lanyard.Sandbox.Iam;

/// <summary>The parameters of an IAM call, checked against the constraints that the IAM service model states.</summary>
internal sealed class IamParameters(IReadOnlyList<KeyValuePair<string, string>> pairs)
{
    /// <summary>Gets the user's name, where one is given.</summary>
    /// <exception cref="ServiceFault">It can't be a name.</exception>
    public string? UserName => QueryString.Get(pairs, "UserName") is not { } name ? null
        : name.Length is < 1 or > 128 ? throw Invalid("userName", $"Member must have length {(name.Length < 1 ? "greater than or equal to 1" : "less than or equal to 128")}")
        : name.All(c => char.IsAsciiLetterOrDigit(c) || "_+=,.@-".Contains(c, StringComparison.Ordinal)) ? name
        : throw new ServiceFault(
            "ValidationError", 400, "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-");

    /// <summary>Gets the access key id.</summary>
    /// <exception cref="ServiceFault">It is missing, or can't be one.</exception>
    public string AccessKeyId => QueryString.Get(pairs, "AccessKeyId") is not { } id ? throw Missing("accessKeyId")
        : id.Length is < 16 or > 128 ? throw Invalid("accessKeyId", $"Member must have length {(id.Length < 16 ? "greater than or equal to 16" : "less than or equal to 128")}")
        : id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? id
        : throw new ServiceFault("ValidationError", 400, "The specified value for accessKeyId is invalid. It must contain only alphanumeric characters");

    /// <summary>Gets whether the status is <c>Active</c>.</summary>
    /// <exception cref="ServiceFault">It is missing, or another word.</exception>
    public bool IsActive => QueryString.Get(pairs, "Status") switch
    {
        null => throw Missing("status"),
        "Active" => true,
        "Inactive" => false,
        _ => throw Invalid("status", "Member must satisfy enum value set: [Active, Inactive, Expired]"),
    };

    private static ServiceFault Missing(string member) => new(
        "ValidationError", 400, $"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null");

    // The value is left out: a secret may stand in the wrong field.
    private static ServiceFault Invalid(string member, string constraint) => new(
        "ValidationError", 400, $"1 validation error detected: Value at '{member}' failed to satisfy constraint: {constraint}");
}
