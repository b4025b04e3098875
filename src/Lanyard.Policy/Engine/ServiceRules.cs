using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine;

/// <summary>What single services do unlike all others.</summary>
internal static class ServiceRules
{
    /// <summary>
    /// Whether the resource's policy must agree even in the caller's own account: the trust policy of a role, and the policy of a KMS key.
    /// </summary>
    /// <remarks>IAM User Guide, "Policy evaluation logic", single account; KMS Developer Guide, "Key policies".</remarks>
    public static bool ResourceMustAllow(AccessRequest request) =>
        IsRoleTrust(request.Action, request.ResourceArn)
        || (Is(request.Service, "kms") && HasType(request.ResourceArn, "kms", "key/"));

    /// <summary>Whether the policy of the resource is a role's trust policy.</summary>
    public static bool IsRoleTrust(string action, string resourceArn) =>
        action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) && HasType(resourceArn, "iam", "role/");

    /// <summary>The rule that decides whatever the policies say.</summary>
    public static StandingRule RuleOf(AccessRequest request) =>
        // STS API Reference, "GetCallerIdentity": needs no permission, and works also when a policy denies it.
        Is(request.Action, "sts:GetCallerIdentity") && request.Principal is not AnonymousCaller ? StandingRule.NeedsNoPermission

        // STS API Reference, "AssumeRole": it can't be called with the credentials of the root user.
        : request.Principal is RootUser && Is(request.Action, "sts:AssumeRole") && ResourceMustAllow(request) ? StandingRule.RootAssumesNoRole
        : StandingRule.None;

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static bool HasType(string text, string service, string type)
    {
        var arn = new ArnParts(text);
        return arn.IsArn && arn.Part(text, 2).SequenceEqual(service) && arn.Part(text, 5).StartsWith(type);
    }
}
