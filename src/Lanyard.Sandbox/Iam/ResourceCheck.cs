using Lanyard.Aws.Endpoints;

namespace Lanyard.Sandbox.Iam;

/// <summary>Refuses the resources that IAM refuses in an identity's policy, in its words.</summary>
internal static class ResourceCheck
{
    private static readonly string[] IamTypes =
    [
        "user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/", "sms-mfa/",
        "saml-provider/", "oidc-provider/", "report/", "access-report/",
    ];

    public static string? ProblemOf(string resource)
    {
        if (resource == "*")
        {
            return null;
        }

        var parts = resource.Split(':', 6);
        if (parts[0] != "arn")
        {
            // A first part that could be ARN's prefix, but for a star, is read as one.
            return parts[0].Contains('*', StringComparison.Ordinal) && parts.Length > 1 ? null : $"Resource {resource} must be in ARN format or \"*\".";
        }

        if (parts.Length < 3)
        {
            return "The policy failed legacy parsing";
        }

        if (!parts[1].Contains('*', StringComparison.Ordinal) && Partition.All.All(p => p.Id != parts[1]))
        {
            return $"Partition \"{parts[1]}\" is not valid for resource \"{resource}\".";
        }

        if (parts[2].Contains('*', StringComparison.Ordinal) && parts[2] != "*")
        {
            return "Resource vendor must be fully qualified and cannot contain regexes.";
        }

        return (parts[2], parts) switch
        {
            ("iam", [_, _, _, not ("" or "*"), ..]) => $"IAM resource {resource} cannot contain region information.",
            ("iam", [.., var path]) when parts.Length == 6 && path != "*" && !Starts(path) =>
                $"IAM resource path must either be \"*\" or start with {string.Join(", ", IamTypes)}.",
            ("s3", [_, _, _, not ("" or "*"), _, var path]) when !path.StartsWith("accesspoint/", StringComparison.Ordinal) && !path.StartsWith("job/", StringComparison.Ordinal) =>
                $"Resource {resource} can not contain region information.",
            _ => null,
        };
    }

    // A star may stand for the rest of the type.
    private static bool Starts(string path) => path == "root" || IamTypes.Any(type =>
        path.StartsWith(type, StringComparison.Ordinal) || (path.IndexOf('*', StringComparison.Ordinal) is >= 0 and var star && type.StartsWith(path[..star], StringComparison.Ordinal)));
}
