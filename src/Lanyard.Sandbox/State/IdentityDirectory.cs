using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>The people and groups of the identity store. Readers see whole tables at any time; only one thread may change them at a time.</summary>
/// <param name="id">The identity store's id.</param>
internal sealed class IdentityDirectory(string id)
{
    private volatile ImmutableSortedDictionary<string, DirectoryUser> _users = Empty<DirectoryUser>();
    private volatile ImmutableSortedDictionary<string, DirectoryGroup> _groups = Empty<DirectoryGroup>();
    private volatile ImmutableSortedDictionary<string, DirectoryMembership> _memberships = Empty<DirectoryMembership>();

    public string Id { get; } = id;

    public IEnumerable<DirectoryUser> Users => _users.Values;

    public IEnumerable<DirectoryGroup> Groups => _groups.Values;

    public IEnumerable<DirectoryMembership> Memberships => _memberships.Values;

    public int UserCount => _users.Count;

    public int GroupCount => _groups.Count;

    /// <summary>Gets or sets who is told that people came, went, or were renamed.</summary>
    public Action? UsersChanged { get; set; }

    public DirectoryUser? FindUser(string userId) => _users.GetValueOrDefault(userId);

    /// <summary>Finds a person who may sign in, by name.</summary>
    public DirectoryUser? FindEnabled(string userName) => _users.Values.FirstOrDefault(u => u.UserName == userName && u.IsEnabled);

    public DirectoryGroup? FindGroup(string groupId) => _groups.GetValueOrDefault(groupId);

    public DirectoryMembership? FindMembership(string membershipId) => _memberships.GetValueOrDefault(membershipId);

    public DirectoryMembership? FindMembership(string groupId, string userId) => _memberships.Values.FirstOrDefault(m => m.GroupId == groupId && m.UserId == userId);

    /// <summary>Adds a person, or puts it in the place of the one with its id.</summary>
    public void Put(DirectoryUser user)
    {
        _users = _users.SetItem(user.Id, user);
        UsersChanged?.Invoke();
    }

    public void Put(DirectoryGroup group) => _groups = _groups.SetItem(group.Id, group);

    public void Put(DirectoryMembership membership) => _memberships = _memberships.SetItem(membership.Id, membership);

    /// <summary>Removes a person, who is in no group then.</summary>
    public void Remove(DirectoryUser user)
    {
        _memberships = _memberships.RemoveRange(_memberships.Values.Where(m => m.UserId == user.Id).Select(m => m.Id));
        _users = _users.Remove(user.Id);
        UsersChanged?.Invoke();
    }

    public void Remove(DirectoryGroup group)
    {
        _memberships = _memberships.RemoveRange(_memberships.Values.Where(m => m.GroupId == group.Id).Select(m => m.Id));
        _groups = _groups.Remove(group.Id);
    }

    public void Remove(DirectoryMembership membership) => _memberships = _memberships.Remove(membership.Id);

    private static ImmutableSortedDictionary<string, T> Empty<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}
