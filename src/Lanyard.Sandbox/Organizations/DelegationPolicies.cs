using System.Text.Json;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations on the organization's resource policy, which lets accounts of it call operations that are the management account's.</summary>
internal static class DelegationPolicies
{
    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("PutResourcePolicy", CallableBy.Management, Put),
        OrganizationCall.Of("DescribeResourcePolicy", CallableBy.Administrators, Describe),
        OrganizationCall.Of("DeleteResourcePolicy", CallableBy.Management, Delete),
    ];

    private static void Put(OrganizationCall call, Utf8JsonWriter json)
    {
        var content = call.Input.Text("Content", 1, 40_000);
        var tags = OrganizationTags.Read(call.Input);
        var organization = call.Organization;
        call.Authorize("*", new Keys().WithTags(tags));
        if (!PolicyCheck.CanBe(content, PolicyKind.Resource))
        {
            throw OrganizationFaults.Invalid("INVALID_RESOURCE_POLICY_JSON", "You provided a resource policy that isn't valid.");
        }

        if (organization.Delegation is not null && tags.Count > 0)
        {
            throw OrganizationFaults.Constraint("UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED", "Tags can be given only when the resource policy is made. Call TagResource instead.");
        }

        var policy = new DelegationPolicy(organization.Delegation?.Id ?? $"rp-{call.State.Ids.Word(8)}", new StoredPolicy("resource policy of the organization", PolicyKind.Resource, content));
        call.Save(OrganizationTags.Tag(organization with { Delegation = policy }, policy.Id, tags));
        Write(call, json, policy);
    }

    private static void Describe(OrganizationCall call, Utf8JsonWriter json)
    {
        call.Authorize();
        Write(call, json, call.Organization.Delegation ?? throw NotFound());
    }

    private static void Delete(OrganizationCall call, Utf8JsonWriter json)
    {
        call.Authorize();
        var policy = call.Organization.Delegation ?? throw NotFound();
        call.Save(call.Organization.Remove(policy.Id) with { Delegation = null });
    }

    private static void Write(OrganizationCall call, Utf8JsonWriter json, DelegationPolicy policy) => json.Object("ResourcePolicy", () =>
    {
        json.Object("ResourcePolicySummary", () =>
        {
            json.WriteString("Id", policy.Id);
            json.WriteString("Arn", call.Organization.Arn("resourcepolicy", policy.Id));
        });
        json.WriteString("Content", policy.Policy.Json);
    });

    private static ServiceFault NotFound() => OrganizationFaults.Of("ResourcePolicyNotFound", "We can't find a resource policy for your organization.");
}
