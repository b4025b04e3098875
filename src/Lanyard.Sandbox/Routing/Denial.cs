using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.Routing;

/// <summary>The end of AWS's access denied messages: "Troubleshoot access denied error messages", IAM User Guide.</summary>
internal static class Denial
{
    public static string Why(Verdict verdict, string action) => verdict.Outcome == Outcome.ExplicitDeny
        ? $"with an explicit deny in {(IsVowel(First(verdict.Layers)) ? "an" : "a")} {First(verdict.Layers)}"
        : $"because no {First(verdict.Layers)} allows the {action} action";

    private static bool IsVowel(string name) => name[0] is 'i';

    // More than one may lack an allow; AWS names one.
    private static string First(PolicyLayers layers) => layers switch
    {
        _ when layers.HasFlag(PolicyLayers.ServiceControl) => "service control policy",
        _ when layers.HasFlag(PolicyLayers.ResourceControl) => "resource control policy",
        _ when layers.HasFlag(PolicyLayers.Endpoint) => "VPC endpoint policy",
        _ when layers.HasFlag(PolicyLayers.Identity) => "identity-based policy",
        _ when layers.HasFlag(PolicyLayers.Boundary) => "permissions boundary",
        _ when layers.HasFlag(PolicyLayers.Session) => "session policy",
        _ => "resource-based policy",
    };
}
