using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations that enable and disable types of policies.</summary>
internal static class PolicyTypeOperations
{
    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("EnablePolicyType", CallableBy.ManagementOrDelegated, Enable),
        OrganizationCall.Of("DisablePolicyType", CallableBy.ManagementOrDelegated, Disable),
    ];

    private static void Enable(OrganizationCall call, Utf8JsonWriter json)
    {
        var type = Read(call);
        if (!call.Organization.HasAllFeatures)
        {
            throw OrganizationFaults.Of("PolicyTypeNotAvailableForOrganization", "You can't use the specified policy type with the feature set currently enabled for this organization.");
        }

        if (call.Organization.EnabledTypes.Contains(type.Name))
        {
            throw OrganizationFaults.Of("PolicyTypeAlreadyEnabled", "The specified policy type is already enabled.");
        }

        call.Save(call.Organization.Enable(type));
        json.WriteRoot("Root", call.Organization);
    }

    private static void Disable(OrganizationCall call, Utf8JsonWriter json)
    {
        var type = Read(call);
        call.Save(call.Organization.EnabledTypes.Contains(type.Name) ? call.Organization.Disable(type) : throw OrganizationFaults.TypeNotEnabled());
        json.WriteRoot("Root", call.Organization);
    }

    private static ControlPolicyType Read(OrganizationCall call)
    {
        var (root, type) = (call.Input.Text("RootId", 1, 34, Shapes.RootId()), call.Input.Word("PolicyType", ControlPolicyOperations.Types));
        call.AuthorizeTarget(root, new Keys().With("organizations:PolicyType", type));
        return root == call.Organization.RootId ? ControlPolicyOperations.Enforced(type) : throw OrganizationFaults.Of("RootNotFound", "You specified a root that doesn't exist.");
    }
}
