using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>Refuses the documents that Organizations refuses. It says that something is wrong, and not what.</summary>
internal static class PolicyCheck
{
    /// <exception cref="ServiceFault">The document is too large, or can't be of the type.</exception>
    public static void Require(string json, ControlPolicyType type)
    {
        var quota = type.Quota;
        if (DocumentSize.Of(json, quota.Unit) > quota.Limit)
        {
            throw OrganizationFaults.Constraint("POLICY_CONTENT_LIMIT_EXCEEDED", $"You have exceeded the maximum size of a policy document: {quota.Limit} characters.");
        }

        if (!CanBe(json, type.Kind) || IsRefused(json, type))
        {
            throw OrganizationFaults.Of("MalformedPolicyDocument", "The provided policy document does not meet the requirements of the specified policy type.");
        }
    }

    /// <summary>Tells whether a text is a policy of a kind that the engine can decide by.</summary>
    public static bool CanBe(string json, PolicyKind kind)
    {
        try
        {
            var document = PolicyDocumentReader.Read(json, null);
            _ = new AttachedPolicy("", kind, document);
            return !document.Statements.IsEmpty && document.Version?.Value == PolicyDocument.VersionWithVariables;
        }
        catch (PolicyDocumentException)
        {
            return false;
        }
    }

    // "SCP syntax" and "RCP syntax", Organizations User Guide, as the checks of policies know them. RCPs of one's own can only deny.
    private static bool IsRefused(string json, ControlPolicyType type) =>
        (type.Kind == PolicyKind.ResourceControl && PolicyDocumentReader.Read(json, null).Statements.Any(s => s.Effect == Effect.Allow))
        || PolicyLinter.Check(json, new PolicyUse(type.Kind), Catalogue.Embedded)
            .Any(f => f.Rule.Severity == Severity.Error && f.Rule.Id.StartsWith(type.Short + "_", StringComparison.Ordinal));
}
