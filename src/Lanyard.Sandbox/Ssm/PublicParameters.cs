using System.Security.Cryptography;
using System.Text;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Ssm;

/// <summary>
/// Parameters that AWS publishes, as far as they give the ids of images: "Discovering public parameters in Parameter Store", AWS Systems Manager User Guide. The ids are of the
/// form that AWS's have, and the same each time; no image has them.
/// </summary>
internal static class PublicParameters
{
    private static readonly DateTimeOffset Published = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Finds one.</summary>
    /// <exception cref="ServiceFault">The sandbox doesn't know what it gives.</exception>
    public static StoredParameter Find(string name, string region)
    {
        var parts = name.Split('/');
        return parts is ["", "aws", "service", _, _, ..] && (parts[3].StartsWith("ami-", StringComparison.Ordinal) || parts[^1] is "image_id" or "ami-id")
            ? new StoredParameter("", region, name, "String", $"ami-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{region} {name}")))[..17]}", 1, Published) { DataType = "aws:ec2:image" }
            : throw new ServiceFault("NotImplemented", 501, "lanyard sandbox knows of AWS's public parameters those of images alone yet");
    }
}
