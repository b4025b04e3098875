using System.Globalization;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.Sts;

/// <summary>The <c>Policy</c> parameter: an inline session policy.</summary>
internal static class SessionPolicy
{
    private const int MaxPacked = 2048;

    /// <summary>Reads it.</summary>
    /// <exception cref="ServiceFault">It is no policy, or too large.</exception>
    public static AttachedPolicy? Read(string? json)
    {
        if (json is null)
        {
            return null;
        }

        // AWS's packed form is its own secret; the plain length is our measure.
        if (json.Length > MaxPacked)
        {
            throw new ServiceFault("PackedPolicyTooLarge", 400, $"Packed size of session policy consumes {Percent(json)}% of allotted space.");
        }

        try
        {
            return new AttachedPolicy("session policy", PolicyKind.Session, PolicyDocumentReader.Read(json, "Policy"));
        }
        catch (PolicyDocumentException e)
        {
            throw new ServiceFault("MalformedPolicyDocument", 400, e.Message);
        }
    }

    /// <summary>The <c>PackedPolicySize</c> element; empty without a policy.</summary>
    public static string Size(string? json) => json is null ? "" : $"\n    <PackedPolicySize>{Percent(json)}</PackedPolicySize>";

    private static string Percent(string json) =>
        Math.Max(1, (int)Math.Ceiling(json.Length * 100.0 / MaxPacked)).ToString(CultureInfo.InvariantCulture);
}
