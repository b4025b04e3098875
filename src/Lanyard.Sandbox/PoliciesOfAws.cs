using Lanyard.Policy.Documents;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox;

/// <summary>Tells which policies of AWS's own the sandbox has.</summary>
public static class PoliciesOfAws
{
    /// <summary>Tells whether it has one.</summary>
    internal static bool Has(string partition, string arn) => AwsManagedPolicies.Of(partition).Any(p => p.Arn == arn);

    /// <summary>Finds the document of one, in the version that it had when it was kept.</summary>
    /// <param name="arn">The policy's ARN, in any partition.</param>
    /// <returns>The document; <see langword="null"/> where the sandbox doesn't have the policy.</returns>
    public static PolicyDocument? Find(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        return arn.Split(':') is ["arn", var partition, "iam", "", "aws", _]
            ? AwsManagedPolicies.Of(partition).FirstOrDefault(policy => policy.Arn == arn)?.Default.Policy.Attached.Document
            : null;
    }
}
