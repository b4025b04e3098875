using System.Collections.Immutable;
using System.Xml;
using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.State;

/// <summary>Makes permission sets into roles: "IAM roles created by IAM Identity Center", IAM Identity Center User Guide.</summary>
/// <param name="iam">The accounts.</param>
/// <param name="ids">Where the roles' ids come from.</param>
/// <param name="roleArn">Gives the ARN of the role of a permission set, by account and name.</param>
internal sealed class Provisioning(IamState iam, IdSource ids, Func<string, string, string> roleArn)
{
    private const string InlinePolicyName = "AwsSSOInlinePolicy";
    private const int PoliciesPerRole = 10;

    private static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    private volatile ImmutableSortedDictionary<string, ProvisionedSet> _all = ImmutableSortedDictionary.Create<string, ProvisionedSet>(StringComparer.Ordinal);

    /// <summary>Gives what all accounts have.</summary>
    public IEnumerable<ProvisionedSet> All => _all.Values;

    public ProvisionedSet? Find(string accountId, PermissionSet set) => _all.GetValueOrDefault(KeyOf(accountId, set.Id));

    /// <summary>Gives the role that was made for a permission set.</summary>
    public Role? RoleOf(ProvisionedSet provisioned) => iam.FindAccount(provisioned.AccountId)?.Roles.FindById(provisioned.RoleId);

    /// <summary>Makes the role in an account, or brings it up to date.</summary>
    /// <returns>Why it failed; <see langword="null"/> where it didn't.</returns>
    public string? Provision(string accountId, PermissionSet set, DateTimeOffset now)
    {
        if (iam.FindAccount(accountId) is not { } account)
        {
            return $"Received a 404 status error: Account {accountId} not found.";
        }

        var boundary = set.Boundary is { } reference ? reference.ManagedPolicyArn ?? reference.CustomerPolicy!.ArnIn(account) : null;
        var attached = set.ManagedPolicies.AddRange(set.CustomerPolicies.Select(p => p.ArnIn(account)));
        if (ProblemOf(account, set, attached, boundary) is { } problem)
        {
            return problem;
        }

        var arn = roleArn(accountId, set.Name);
        var pathAndName = arn[(arn.IndexOf(":role/", StringComparison.Ordinal) + ":role".Length)..];
        var at = pathAndName.LastIndexOf('/') + 1;
        var old = Find(accountId, set) is { } provisioned ? RoleOf(provisioned) : null;
        var role = (old ?? new Role(new EntityKey(account.Partition, accountId, "role", pathAndName[..at], pathAndName[at..], ids.UniqueId("AROA"), now), null, LongestSession)) with
        {
            Description = set.Description,
            Inline = set.InlinePolicy is { } json
                ? ImmutableSortedDictionary.Create<string, StoredPolicy>(StringComparer.Ordinal).Add(InlinePolicyName, StoredPolicy.Inline(InlinePolicyName, json))
                : ImmutableSortedDictionary.Create<string, StoredPolicy>(StringComparer.Ordinal),
            Attached = attached,
            Boundary = boundary,
        };
        account.Roles.Put(role);
        _all = _all.SetItem(KeyOf(accountId, set.Id), new ProvisionedSet(accountId, set.Id, role.Id, set.Revision, XmlConvert.ToTimeSpan(set.SessionDuration)));
        return null;
    }

    /// <summary>Takes the role of a permission set from an account.</summary>
    public void Withdraw(string accountId, string permissionSetId)
    {
        if (_all.TryGetValue(KeyOf(accountId, permissionSetId), out var provisioned))
        {
            if (RoleOf(provisioned) is { } role)
            {
                iam.Account(accountId).Roles.Remove(role);
            }

            _all = _all.Remove(KeyOf(accountId, permissionSetId));
        }
    }

    // In AWS the call that changes a permission set takes it; the accounts' IAM refuses it afterwards.
    private static string? ProblemOf(IamAccount account, PermissionSet set, ImmutableArray<string> attached, string? boundary)
    {
        if (attached.Append(boundary).FirstOrDefault(arn => arn is not null && account.FindPolicy(arn) is null) is { } missing)
        {
            return $"Received a 404 status error: Policy {missing} does not exist or is not attachable.";
        }

        if (attached.Length > PoliciesPerRole)
        {
            return $"Received a 409 status error: Cannot exceed quota for PoliciesPerRole: {PoliciesPerRole}.";
        }

        try
        {
            _ = set.InlinePolicy is { } json ? StoredPolicy.Inline(InlinePolicyName, json).Attached : null;
            return null;
        }
        catch (PolicyDocumentException)
        {
            return "Received a 400 status error: Syntax errors in policy.";
        }
    }

    private static string KeyOf(string accountId, string permissionSetId) => $"{accountId}/{permissionSetId}";
}
