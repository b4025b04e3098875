using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>
/// The instance of IAM Identity Center: who there is, which permission sets, who has which where, and what the accounts have of it. Readers see whole tables at
/// any time; only one thread may change them at a time.
/// </summary>
/// <param name="place">Where the instance is, and by what it is known.</param>
/// <param name="provisioning">Makes the roles in the accounts.</param>
internal sealed class IdentityCenterState(CenterPlace place, Provisioning provisioning)
{
    // AWS forgets them too, after some weeks.
    private const int MostOperations = 1000;

    private volatile ImmutableList<PermissionSet> _sets = [];
    private volatile ImmutableList<AccountAssignment> _assignments = [];
    private volatile ImmutableList<CenterOperation> _operations = [];

    public CenterPlace Place { get; } = place;

    public Provisioning Provisioning { get; } = provisioning;

    public IdentityDirectory Directory { get; } = new(place.StoreId);

    public string? Name { get; set; }

    /// <summary>Gets or sets what tells whether an account is of the instance's organization, and open.</summary>
    public Func<string, bool> IsMember { get; set; } = _ => true;

    public ImmutableSortedDictionary<string, string> Tags { get; set; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<PermissionSet> PermissionSets => _sets;

    public IReadOnlyList<AccountAssignment> Assignments => _assignments;

    /// <summary>Gets how the newest operations that go on after their answers ended, the oldest first.</summary>
    public IReadOnlyList<CenterOperation> Operations => _operations;

    public string ArnOf(PermissionSet set) => $"arn:{Place.Partition}:sso:::permissionSet/{Place.InstanceId}/{set.Id}";

    public PermissionSet? FindSet(string arn) => _sets.Find(s => ArnOf(s) == arn);

    /// <summary>Gives what a person may enter now, the oldest assignment first.</summary>
    public IEnumerable<(string AccountId, string PermissionSet)> AssignmentsOf(string userName)
    {
        if (Directory.FindEnabled(userName) is not { } user)
        {
            return [];
        }

        var sets = _sets.ToDictionary(s => s.Id, StringComparer.Ordinal);
        return _assignments.Where(a => Covers(a, user) && IsMember(a.AccountId) && sets.ContainsKey(a.PermissionSetId)).Select(a => (a.AccountId, sets[a.PermissionSetId].Name)).Distinct();
    }

    /// <summary>Finds the role of a permission set that a person has in an account now.</summary>
    public AssignedRole? FindAssigned(string userName, string accountId, string permissionSet) =>
        IsMember(accountId) && Directory.FindEnabled(userName) is { } user && _sets.Find(s => s.Name == permissionSet) is { } set
        && _assignments.Exists(a => a.AccountId == accountId && a.PermissionSetId == set.Id && Covers(a, user))
        && Provisioning.Find(accountId, set) is { } provisioned && Provisioning.RoleOf(provisioned) is { } role
            ? new AssignedRole(role, provisioned.SessionDuration, user, set.Name)
            : null;

    /// <summary>Tells whether a person who took a role may still take it.</summary>
    public bool Stands(AssignedRole taken) =>
        Directory.FindUser(taken.User.Id) is { } user && FindAssigned(user.UserName, taken.Role.AccountId, taken.PermissionSet)?.Role.Id == taken.Role.Id;

    /// <summary>Adds a permission set, or puts it in the place of the one with its id.</summary>
    public void Put(PermissionSet set)
    {
        _sets = _sets.FindIndex(s => s.Id == set.Id) is >= 0 and var at ? _sets.SetItem(at, set) : _sets.Add(set);
        Changes.Note();
    }

    /// <summary>Puts a permission set with changes that the accounts don't have yet.</summary>
    public void Change(PermissionSet set) => Put(set with { Revision = set.Revision + 1 });

    public void Remove(PermissionSet set)
    {
        _sets = _sets.RemoveAll(s => s.Id == set.Id);
        Changes.Note();
    }

    /// <summary>Assigns a permission set; its role is made in the account, or brought up to date.</summary>
    /// <returns>Why it failed; <see langword="null"/> where it didn't.</returns>
    public string? Assign(AccountAssignment assignment, PermissionSet set, DateTimeOffset now)
    {
        if (Provisioning.Provision(assignment.AccountId, set, now) is { } failure)
        {
            return failure;
        }

        _assignments = _assignments.Contains(assignment) ? _assignments : _assignments.Add(assignment);
        Changes.Note();
        return null;
    }

    /// <summary>Takes an assignment away. With the last one of a permission set its role goes from the account.</summary>
    /// <returns>Why it failed; <see langword="null"/> where it didn't.</returns>
    public string? Unassign(AccountAssignment assignment)
    {
        if (!_assignments.Contains(assignment))
        {
            return "Received a 404 status error: Assignment not found.";
        }

        _assignments = _assignments.Remove(assignment);
        Changes.Note();
        if (!_assignments.Exists(a => a.AccountId == assignment.AccountId && a.PermissionSetId == assignment.PermissionSetId))
        {
            Provisioning.Withdraw(assignment.AccountId, assignment.PermissionSetId);
        }

        return null;
    }

    public void Note(CenterOperation operation)
    {
        var all = _operations.Add(operation);
        _operations = all.Count > MostOperations ? all.RemoveAt(0) : all;
        Changes.Note();
    }

    private bool Covers(AccountAssignment assignment, DirectoryUser user) => assignment.Type == CenterPrincipal.User
        ? assignment.PrincipalId == user.Id
        : Directory.FindMembership(assignment.PrincipalId, user.Id) is not null;
}

/// <summary>Where an instance of IAM Identity Center is, and by what it is known.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="AccountId">The account that the instance is in: the organization's management account.</param>
/// <param name="Region">The region.</param>
/// <param name="InstanceId">The instance, <c>ssoins-…</c>.</param>
/// <param name="StoreId">Its identity store, <c>d-…</c>.</param>
/// <param name="Created">When it was made.</param>
internal sealed record CenterPlace(string Partition, string AccountId, string Region, string InstanceId, string StoreId, DateTimeOffset Created)
{
    public string InstanceArn => $"arn:{Partition}:sso:::instance/{InstanceId}";
}
