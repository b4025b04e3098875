using System.Collections.Immutable;
using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.State;

/// <summary>When and by whom something of the identity store was made and last changed.</summary>
internal sealed record DirectoryStamp(DateTimeOffset Created, string CreatedBy, DateTimeOffset Updated, string UpdatedBy)
{
    public static DirectoryStamp New(DateTimeOffset now, string by) => new(now, by, now, by);

    public DirectoryStamp At(DateTimeOffset now, string by) => this with { Updated = now, UpdatedBy = by };
}

/// <summary>A person in the identity store at one moment.</summary>
/// <param name="Id">The user id. It outlives the name, and never comes again.</param>
/// <param name="Attributes">The attributes by their paths, such as <c>UserName</c>, <c>Name.GivenName</c>, <c>Emails.0.Value</c>.</param>
/// <param name="Password">What the person signs in with.</param>
/// <param name="Stamp">When and by whom it was made.</param>
internal sealed record DirectoryUser(string Id, ImmutableSortedDictionary<string, string> Attributes, Secret Password, DirectoryStamp Stamp)
{
    public string UserName => Attributes["UserName"];

    public string DisplayName => Attributes.GetValueOrDefault("DisplayName") ?? UserName;

    public string? Email => Attributes.GetValueOrDefault("Emails.0.Value");

    /// <summary>Gets whether the person may sign in.</summary>
    public bool IsEnabled { get; init; } = true;
}

/// <summary>A group of people in the identity store.</summary>
/// <param name="Id">The group id.</param>
/// <param name="DisplayName">The name.</param>
/// <param name="Description">The description; <see langword="null"/> for none.</param>
/// <param name="Stamp">When and by whom it was made.</param>
internal sealed record DirectoryGroup(string Id, string DisplayName, string? Description, DirectoryStamp Stamp);

/// <summary>That a person is in a group.</summary>
internal sealed record DirectoryMembership(string Id, string GroupId, string UserId, DirectoryStamp Stamp);
