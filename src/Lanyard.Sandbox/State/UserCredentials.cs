using System.Collections.Immutable;
using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.State;

/// <summary>What a user signs in to one service with, beside access keys and passwords.</summary>
/// <param name="Id">Its id.</param>
/// <param name="UserId">The unique id of the user who has it.</param>
/// <param name="Created">When it was made.</param>
internal abstract record UserCredential(string Id, string UserId, DateTimeOffset Created)
{
    public bool IsActive { get; init; } = true;

    public string Status => IsActive ? "Active" : "Inactive";
}

/// <summary>An SSH public key, for Git repositories of CodeCommit.</summary>
internal sealed record SshPublicKey(string Id, string UserId, DateTimeOffset Created, SshKeyText Key) : UserCredential(Id, UserId, Created);

/// <summary>A user name and password for the service of one principal, such as <c>codecommit.amazonaws.com</c>.</summary>
internal sealed record ServiceCredential(string Id, string UserId, DateTimeOffset Created, string Service, string ServiceUserName, Secret Password) : UserCredential(Id, UserId, Created);

/// <summary>The credentials of one kind that an account's users have, in the order of their making. Only one thread may use it at a time.</summary>
internal sealed class UserCredentials<T>
    where T : UserCredential
{
    private readonly List<T> _all = [];

    public ImmutableArray<T> Of(string userId) => [.. _all.Where(c => c.UserId == userId)];

    public T? Find(string userId, string id) => _all.Find(c => c.Id == id && c.UserId == userId);

    /// <summary>Adds one, or puts it in the place of the one with its id.</summary>
    public void Put(T credential)
    {
        var at = _all.FindIndex(c => c.Id == credential.Id);
        if (at < 0)
        {
            _all.Add(credential);
        }
        else
        {
            _all[at] = credential;
        }

        Changes.Note();
    }

    public void Remove(T credential)
    {
        _all.RemoveAll(c => c.Id == credential.Id);
        Changes.Note();
    }
}
