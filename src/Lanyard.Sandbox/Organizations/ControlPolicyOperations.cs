using System.Collections.Immutable;
using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations on policies.</summary>
internal static class ControlPolicyOperations
{
    /// <summary>The types that the service knows; the sandbox enforces the first two.</summary>
    public static ImmutableArray<string> Types { get; } =
    [
        "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY", "DECLARATIVE_POLICY_EC2",
        "SECURITYHUB_POLICY", "INSPECTOR_POLICY", "UPGRADE_ROLLOUT_POLICY", "BEDROCK_POLICY", "S3_POLICY", "NETWORK_SECURITY_DIRECTOR_POLICY",
    ];

    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("CreatePolicy", CallableBy.ManagementOrDelegated, Create),
        OrganizationCall.Of("DescribePolicy", CallableBy.Administrators, Describe),
        OrganizationCall.Of("UpdatePolicy", CallableBy.ManagementOrDelegated, Update),
        OrganizationCall.Of("DeletePolicy", CallableBy.ManagementOrDelegated, Delete),
        OrganizationCall.Of("ListPolicies", CallableBy.Administrators, List),
        OrganizationCall.Of("DescribeEffectivePolicy", CallableBy.Members, DescribeEffective),
    ];

    /// <summary>Finds the policy that a call names, once the caller's policies allow it.</summary>
    public static OrganizationPolicy Find(OrganizationCall call)
    {
        var id = call.Input.Text("PolicyId", 1, 130, Shapes.PolicyId());
        call.AuthorizePolicy(id);
        return call.Organization.Policies.GetValueOrDefault(id) ?? throw OrganizationFaults.PolicyNotFound();
    }

    /// <summary>Gives a type; one that the sandbox can't enforce fails the call.</summary>
    public static ControlPolicyType Enforced(string name) => ControlPolicyType.Find(name) ?? throw OrganizationFaults.NotModelled($"policies of the type {name}");

    private static void Create(OrganizationCall call, Utf8JsonWriter json)
    {
        var input = call.Input;
        var (content, description, name) = (input.Text("Content"), input.Text("Description", 0, 512), input.Text("Name", 1, 128));
        var typeName = input.Word("Type", Types);
        var tags = OrganizationTags.Read(input);
        call.Authorize("*", new Keys().With("organizations:PolicyType", typeName).WithTags(tags));
        call.AuthorizeTags(call.Organization.Arn("policy", $"{typeName.ToLowerInvariant()}/*"), tags);
        var type = Enforced(typeName);
        var organization = call.Organization;
        if (!organization.HasAllFeatures)
        {
            throw OrganizationFaults.Of("PolicyTypeNotAvailableForOrganization", "You can't use the specified policy type with the feature set currently enabled for this organization.");
        }

        PolicyCheck.Require(content, type);
        RequireFreeName(organization, type.Name, name);
        var policy = OrganizationPolicy.Create(organization, $"p-{call.State.Ids.Word(10)}", type, name, description, content);
        call.Save(OrganizationTags.Tag(organization.Put(policy), policy.Id, tags));
        json.Write(policy);
    }

    private static void Describe(OrganizationCall call, Utf8JsonWriter json) => json.Write(Find(call));

    private static void Update(OrganizationCall call, Utf8JsonWriter json)
    {
        var input = call.Input;
        var (name, description, content) = (input.OptionalText("Name", 1, 128), input.OptionalText("Description", 0, 512), input.OptionalText("Content", 1));
        var old = RequireOwn(Find(call));
        var type = Enforced(old.Type);
        if (content is not null)
        {
            PolicyCheck.Require(content, type);
        }

        if (name is not null && name != old.Name)
        {
            RequireFreeName(call.Organization, old.Type, name);
        }

        var policy = OrganizationPolicy.Create(call.Organization, old.Id, type, name ?? old.Name, description ?? old.Description, content ?? old.Policy.Json);
        call.Save(call.Organization.Put(policy));
        json.Write(policy);
    }

    private static void Delete(OrganizationCall call, Utf8JsonWriter json)
    {
        var policy = RequireOwn(Find(call));
        if (call.Organization.TargetsOf(policy.Id).Any())
        {
            throw OrganizationFaults.Of("PolicyInUse", "This policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.");
        }

        call.Save(call.Organization.Remove(policy.Id));
    }

    private static void List(OrganizationCall call, Utf8JsonWriter json)
    {
        var type = call.Input.Word("Filter", Types);
        call.Authorize("*", new Keys().With("organizations:PolicyType", type));
        call.Page(json, "Policies", call.Organization.Policies.Values.Where(p => p.Type == type), p => p.Id, p => json.WriteSummary(null, p));
    }

    // Only types that the sandbox can't enable have an effective policy.
    private static void DescribeEffective(OrganizationCall call, Utf8JsonWriter json)
    {
        var type = call.Input.Word("PolicyType", Types[2..]);
        var target = call.Input.OptionalText("TargetId", 1, 100, Shapes.TargetId()) ?? call.AccountId;
        call.AuthorizeTarget(target, new Keys().With("organizations:PolicyType", type));
        throw !call.Organization.IsTarget(target) ? OrganizationFaults.TargetNotFound()
            : OrganizationFaults.Of("EffectivePolicyNotFound", "If you ran this action on the management account, this policy type is not enabled. If you ran the action on a member account, the account doesn't have an effective policy of this type.");
    }

    private static OrganizationPolicy RequireOwn(OrganizationPolicy policy) => !policy.IsOfAws
        ? policy
        : throw OrganizationFaults.Invalid("IMMUTABLE_POLICY", "You specified a policy that is managed by AWS and can't be modified.");

    private static void RequireFreeName(Organization organization, string type, string name)
    {
        if (organization.Policies.Values.Any(p => p.Type == type && p.Name == name))
        {
            throw OrganizationFaults.Of("DuplicatePolicy", "A policy with the same name already exists.");
        }
    }
}
