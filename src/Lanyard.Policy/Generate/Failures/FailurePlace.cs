using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>Where an addition belongs.</summary>
public static class FailurePlace
{
    private const string OfIdentityCenter = "AWSReservedSSO_";

    /// <summary>The kind of policy in words.</summary>
    public static string The(FailureLayer layer) => layer switch
    {
        FailureLayer.Identity => "an identity-based policy",
        FailureLayer.Session => "the session policy",
        FailureLayer.Boundary => "the permissions boundary",
        FailureLayer.ServiceControl => "a service control policy",
        FailureLayer.ResourceControl => "a resource control policy",
        FailureLayer.Resource => "the resource's policy",
        FailureLayer.Trust => "the role's trust policy",
        FailureLayer.Endpoint => "the VPC endpoint's policy",
        _ => "a policy",
    };

    /// <summary>The name that JSON has for it: what <c>policy simulate</c> calls the layer.</summary>
    public static string Name(FailureLayer layer) => layer switch
    {
        FailureLayer.ServiceControl => "scp",
        FailureLayer.ResourceControl => "rcp",
        FailureLayer.Unsaid => "unsaid",
        _ => layer.ToString().ToLowerInvariant(),
    };

    /// <summary>Says where the addition belongs, or where the statement is that must change.</summary>
    public static string Of(AccessFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var who = Who(failure);
        return failure.Layer switch
        {
            FailureLayer.Session => $"the session policy that {who}'s session was made with (the role's own policies must allow it too)",
            FailureLayer.Boundary => $"the permissions boundary of {who} (its policies must allow it too)",
            FailureLayer.ServiceControl => "the service control policies of the organization, which its management account keeps",
            FailureLayer.ResourceControl => "the resource control policies of the organization, which its management account keeps",
            FailureLayer.Resource => $"the policy of {failure.Resource ?? "the resource"}",
            FailureLayer.Trust => $"the trust policy of {failure.Resource ?? "the role"}",
            FailureLayer.Endpoint => "the policy of the VPC endpoint that the call went through",
            _ when failure.IsOfFunction => "the policies of the role that the function runs with",
            _ when PermissionSet(failure) is { } set => $"the permission set {set} of IAM Identity Center; its roles can't be changed in IAM",
            _ => $"the policies of {who}",
        };
    }

    /// <summary>Gives the name of the user or role; <see langword="null"/> where the text names none.</summary>
    public static string? NameOf(AccessFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Arn.TryParse(failure.Issuer, out var arn) ? arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..] : null;
    }

    private static string Who(AccessFailure failure) => Arn.TryParse(failure.Issuer, out var arn) ? arn.Resource.Replace('/', ' ') : "the caller";

    private static string? PermissionSet(AccessFailure failure) => NameOf(failure) is { } name && name.StartsWith(OfIdentityCenter, StringComparison.Ordinal) && name.LastIndexOf('_') is var end && end > OfIdentityCenter.Length
        ? name[OfIdentityCenter.Length..end]
        : null;
}
