using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations on what policies are attached to.</summary>
internal static class PolicyAttachments
{
    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("AttachPolicy", CallableBy.ManagementOrDelegated, Attach),
        OrganizationCall.Of("DetachPolicy", CallableBy.ManagementOrDelegated, Detach),
        OrganizationCall.Of("ListPoliciesForTarget", CallableBy.Administrators, ListPolicies),
        OrganizationCall.Of("ListTargetsForPolicy", CallableBy.Administrators, ListTargets),
    ];

    private static void Attach(OrganizationCall call, Utf8JsonWriter json)
    {
        var (policy, target) = Read(call);
        var organization = call.Organization;
        if (organization.AttachedTo(target).Contains(policy))
        {
            throw OrganizationFaults.Of("DuplicatePolicyAttachment", "The selected policy is already attached to the specified target.");
        }

        if (organization.AttachedTo(target).Count(p => p.Type == policy.Type) >= ControlPolicyOperations.Enforced(policy.Type).Quota.Attached)
        {
            throw OrganizationFaults.Constraint("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "You have attached the maximum number of policies to the specified target.");
        }

        call.Save(organization.Attach(target, policy.Id));
    }

    private static void Detach(OrganizationCall call, Utf8JsonWriter json)
    {
        var (policy, target) = Read(call);
        var organization = call.Organization;
        if (!organization.AttachedTo(target).Contains(policy))
        {
            throw OrganizationFaults.Of("PolicyNotAttached", "The specified policy isn't attached to the specified target.");
        }

        if (policy.Id == ControlPolicyType.Resource.FullAccess.Id)
        {
            throw OrganizationFaults.Invalid("NON_DETACHABLE_POLICY", "You can't detach this AWS managed policy.");
        }

        if (organization.AttachedTo(target).Count(p => p.Type == policy.Type) == 1)
        {
            throw OrganizationFaults.Constraint(
                "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.");
        }

        call.Save(organization.Detach(target, policy.Id));
    }

    private static (OrganizationPolicy Policy, string Target) Read(OrganizationCall call)
    {
        var target = call.Input.Text("TargetId", 1, 100, Shapes.TargetId());
        var id = call.Input.Text("PolicyId", 1, 130, Shapes.PolicyId());
        var policy = ControlPolicyOperations.Find(call);
        call.AuthorizeTarget(target, call.PolicyKeys(id));
        return !call.Organization.IsTarget(target) ? throw OrganizationFaults.TargetNotFound()
            : call.Organization.EnabledTypes.Contains(policy.Type) ? (policy, target)
            : throw OrganizationFaults.TypeNotEnabled();
    }

    private static void ListPolicies(OrganizationCall call, Utf8JsonWriter json)
    {
        var (target, type) = (call.Input.Text("TargetId", 1, 100, Shapes.TargetId()), call.Input.Word("Filter", ControlPolicyOperations.Types));
        call.AuthorizeTarget(target, new Keys().With("organizations:PolicyType", type));
        var found = call.Organization.IsTarget(target) ? call.Organization.AttachedTo(target) : throw OrganizationFaults.TargetNotFound();
        call.Page(json, "Policies", found.Where(p => p.Type == type), p => p.Id, p => json.WriteSummary(null, p));
    }

    private static void ListTargets(OrganizationCall call, Utf8JsonWriter json)
    {
        var policy = ControlPolicyOperations.Find(call);
        var organization = call.Organization;
        call.Page(json, "Targets", organization.TargetsOf(policy.Id), id => id, id => json.Object(null, () =>
        {
            json.WriteString("TargetId", id);
            json.WriteString("Arn", organization.TargetArn(id));
            json.WriteString("Name", organization.Units.TryGetValue(id, out var unit) ? unit.Name : organization.Members.TryGetValue(id, out var member) ? member.Account.Name : "Root");
            json.WriteString("Type", id == organization.RootId ? "ROOT" : unit is null ? "ACCOUNT" : "ORGANIZATIONAL_UNIT");
        }));
    }
}
