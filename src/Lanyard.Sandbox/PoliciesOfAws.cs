using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox;

/// <summary>Tells which policies of AWS's own the sandbox has.</summary>
internal static class PoliciesOfAws
{
    public static bool Has(string partition, string arn) => AwsManagedPolicies.Of(partition).Any(p => p.Arn == arn);
}
