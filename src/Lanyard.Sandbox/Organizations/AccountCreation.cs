using System.Collections.Immutable;
using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>Makes accounts, and tells how that went. The sandbox is done before it answers; the answer says <c>IN_PROGRESS</c> as AWS's does.</summary>
internal static class AccountCreation
{
    // "Quotas and service limits for AWS Organizations": the default number of accounts.
    private const int MostAccounts = 10;

    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("CreateAccount", CallableBy.Management, Create),
        OrganizationCall.Of("DescribeCreateAccountStatus", CallableBy.Administrators, Describe),
        OrganizationCall.Of("ListCreateAccountStatus", CallableBy.Administrators, List),
    ];

    private static void Create(OrganizationCall call, Utf8JsonWriter json)
    {
        var (email, name) = (call.Input.Text("Email", 6, 64, Shapes.Email()), call.Input.Text("AccountName", 1, 50, Shapes.AccountName()));
        var role = call.Input.OptionalText("RoleName", 1, 64, Shapes.RoleName()) ?? "OrganizationAccountAccessRole";
        _ = call.Input.OptionalWord("IamUserAccessToBilling", "ALLOW", "DENY");
        var tags = OrganizationTags.Read(call.Input);
        call.Authorize("*", new Keys().WithTags(tags));
        call.AuthorizeTags(call.Organization.Arn("account", "*"), tags);
        var (state, organization) = (call.State, call.Organization);
        if (organization.Members.Count >= MostAccounts)
        {
            throw OrganizationFaults.Constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of AWS accounts.");
        }

        var request = new AccountRequest($"car-{state.Ids.Word(32)}", name, call.Now, null, "EMAIL_ALREADY_EXISTS");
        if (state.Accounts.FindByEmail(email) is null)
        {
            var account = new SandboxAccount(NewId(state), name, email);
            state.Accounts.Add(account);
            state.Iam.Add(IamOf(state, account, organization, role, call.Now));
            organization = OrganizationTags.Tag(organization.Add(new MemberAccount(account, organization.RootId, true, call.Now)), account.Id, tags);
            request = request with { AccountId = account.Id, FailureReason = null };
        }

        call.Save(organization with { AccountRequests = organization.AccountRequests.Add(request.Id, request) });
        json.Write("CreateAccountStatus", request, isPending: true);
    }

    private static string NewId(SandboxState state)
    {
        var id = state.Ids.AccountId();
        while (state.Accounts.Find(id) is not null)
        {
            id = state.Ids.AccountId();
        }

        return id;
    }

    // "CreateAccount", API Reference: the role trusts the management account, whose administrators choose who may assume it.
    private static IamAccount IamOf(SandboxState state, SandboxAccount account, Organization organization, string roleName, DateTimeOffset now)
    {
        var iam = new IamAccount(state.Seed.Partition, account.Id);
        var trust = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:{{iam.Partition}}:iam::{{organization.ManagementId}}:root"},"Action":"sts:AssumeRole"}]}""";
        var key = new EntityKey(iam.Partition, iam.Id, "role", "/", roleName, state.Ids.UniqueId("AROA"), now);
        iam.Roles.Put(new Role(key, StoredPolicy.Trust(roleName, trust), TimeSpan.FromHours(1)) { Attached = [$"arn:{iam.Partition}:iam::aws:policy/AdministratorAccess"] });
        if (organization.HasAllFeatures)
        {
            OrganizationsRole.Make(state, iam, now);
        }

        return iam;
    }

    private static void Describe(OrganizationCall call, Utf8JsonWriter json)
    {
        var id = call.Input.Text("CreateAccountRequestId", 1, 36, Shapes.AccountRequestId());
        call.Authorize();
        var found = call.Organization.AccountRequests.GetValueOrDefault(id)
            ?? throw OrganizationFaults.Of("CreateAccountStatusNotFound", "You specified a create account request that doesn't exist.");
        json.Write("CreateAccountStatus", found);
    }

    private static void List(OrganizationCall call, Utf8JsonWriter json)
    {
        ImmutableArray<string> known = ["IN_PROGRESS", "SUCCEEDED", "FAILED"];
        var states = call.Input.Texts("States");
        if (states.Any(s => !known.Contains(s)))
        {
            throw call.Input.Invalid("States", $"Member must satisfy enum value set: [{string.Join(", ", known)}]");
        }

        call.Authorize();
        var found = call.Organization.AccountRequests.Values.Where(r => states.IsEmpty || states.Contains(OrganizationJson.StateOf(r)));
        call.Page(json, "CreateAccountStatuses", found, r => r.Id, r => json.Write(null, r));
    }
}
