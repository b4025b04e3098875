using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The service-linked role that Organizations has in the accounts of organizations with all features: "AWS Organizations and service-linked roles", User Guide.</summary>
internal static class OrganizationsRole
{
    private const string Name = "AWSServiceRoleForOrganizations";
    private const string Service = "organizations.amazonaws.com";

    // The words of "AccessDeniedForDependencyException", API Reference.
    private const string Refusal =
        "The operation that you attempted requires you to have the iam:CreateServiceLinkedRole for organizations.amazonaws.com permission so that AWS Organizations can create the required service-linked role. You don't have that permission.";

    /// <summary>Asks whether the caller may have the role made: "AcceptHandshake" and "CreateOrganization", API Reference.</summary>
    public static void Authorize(JsonCall call)
    {
        try
        {
            var arn = $"arn:{call.State.Seed.Partition}:iam::{call.Caller.AccountId}:role/aws-service-role/{Service}/{Name}";
            call.Authorize("iam:CreateServiceLinkedRole", arn, new Keys().With("iam:AWSServiceName", Service));
        }
        catch (ServiceFault fault) when (fault.Code == "AccessDeniedException")
        {
            throw OrganizationFaults.Of("AccessDeniedForDependency", Refusal, "ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE");
        }
    }

    /// <summary>Makes the role, where an account doesn't have it.</summary>
    public static void Make(SandboxState state, IamAccount account, DateTimeOffset now)
    {
        if (account.Roles.IsTaken(Name))
        {
            return;
        }

        var trust = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{Service}}"},"Action":"sts:AssumeRole"}]}""";
        var key = new EntityKey(account.Partition, account.Id, "role", $"/aws-service-role/{Service}/", Name, state.Ids.UniqueId("AROA"), now);
        account.Roles.Put(new Role(key, StoredPolicy.Trust(Name, trust), TimeSpan.FromHours(1))
        {
            Description = "Service-linked role used by AWS Organizations to enable integration of other AWS services with Organizations.",
        });
    }
}
