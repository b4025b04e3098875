using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on the account itself: its alias, and how much is in it.</summary>
internal static class AccountOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateAccountAlias", CreateAlias), new("ListAccountAliases", ListAliases), new("DeleteAccountAlias", DeleteAlias), new("GetAccountSummary", Summary),
    ];

    // An account has one alias: another takes its place. All accounts of AWS share the names.
    private static void CreateAlias(IamCall call)
    {
        var alias = Alias(call.Parameters);
        call.Authorize("*");
        if (call.State.Iam.Accounts.Any(a => a.Alias == alias))
        {
            throw IamFaults.AlreadyExists($"The account alias {alias} already exists.");
        }

        call.Account.Alias = alias;
    }

    private static void ListAliases(IamCall call)
    {
        call.Authorize("*");
        call.Result.Texts("AccountAliases", call.Cut(call.Account.Alias is { } alias ? [alias] : Array.Empty<string>(), a => a));
    }

    private static void DeleteAlias(IamCall call)
    {
        var alias = Alias(call.Parameters);
        call.Authorize("*");
        call.Account.Alias = call.Account.Alias == alias ? null : throw IamFaults.NoSuchEntity($"The account alias {alias} cannot be found.");
    }

    private static void Summary(IamCall call)
    {
        call.Authorize("*");
        var account = call.Account;
        (string Key, int Value)[] entries =
        [
            ("Users", account.Users.Count), ("UsersQuota", Quotas.Users),
            ("Groups", account.Groups.Count), ("GroupsQuota", Quotas.Groups),
            ("Roles", account.Roles.Count), ("RolesQuota", Quotas.Roles),
            ("InstanceProfiles", account.InstanceProfiles.Count), ("InstanceProfilesQuota", Quotas.InstanceProfiles),
            ("Policies", account.Policies.Count), ("PoliciesQuota", Quotas.Policies),
            ("Providers", account.OidcProviders.Count),
            ("MFADevices", account.MfaDevices.Count), ("MFADevicesInUse", account.MfaDevices.All.Count(d => d.UserId is not null)),
            ("AccountMFAEnabled", account.MfaDevices.All.Any(d => d.UserId == account.Id) ? 1 : 0), ("AccountPasswordPresent", account.RootLogin is null ? 0 : 1),
            ("AccountAccessKeysPresent", call.State.UserKeys.All().Any(k => k.Caller.Kind == CallerKind.Root && k.Caller.AccountId == account.Id) ? 1 : 0),
            ("AccountSigningCertificatesPresent", 0), ("ServerCertificates", 0), ("ServerCertificatesQuota", 20), ("SigningCertificatesPerUserQuota", 2),
            ("AccessKeysPerUserQuota", UserKeys.Quota), ("GroupsPerUserQuota", Quotas.GroupsPerUser),
            ("UserPolicySizeQuota", Quotas.UserPolicySize), ("GroupPolicySizeQuota", Quotas.GroupPolicySize), ("RolePolicySizeQuota", Quotas.RolePolicySize),
            ("PolicySizeQuota", Quotas.PolicySize), ("AssumeRolePolicySizeQuota", Quotas.TrustPolicySize),
            ("AttachedPoliciesPerUserQuota", Quotas.AttachedPolicies), ("AttachedPoliciesPerGroupQuota", Quotas.AttachedPolicies), ("AttachedPoliciesPerRoleQuota", Quotas.AttachedPolicies),
            ("VersionsPerPolicyQuota", Quotas.PolicyVersions), ("PolicyVersionsInUse", account.Policies.All.Sum(p => p.Versions.Length)), ("PolicyVersionsInUseQuota", Quotas.PolicyVersionsInUse),
            ("GlobalEndpointTokenVersion", 1),
        ];
        call.Result.Group("SummaryMap", () =>
        {
            foreach (var (key, value) in entries)
            {
                call.Result.Group("entry", () => call.Result.Text("key", key).Number("value", value));
            }
        });
    }

    private static string Alias(IamParameters parameters)
    {
        var alias = parameters.Required("AccountAlias", 3, 63);
        return alias.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && alias[0] != '-' && alias[^1] != '-' && !alias.Contains("--", StringComparison.Ordinal)
            ? alias
            : throw IamParameters.Invalid("accountAlias", "Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$");
    }
}
