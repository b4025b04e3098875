using System.Collections.Immutable;
using System.Xml;
using Lanyard.Aws.Secrets;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Sandbox.State;

/// <summary>Makes IAM Identity Center from a seed. The ids follow from the seed's names, so that policies of a seed can name people and permission sets.</summary>
internal sealed class SeededCenter(SandboxSeed seed, IdSource ids, IamState iam, DateTimeOffset now)
{
    public IdentityCenterState Create()
    {
        var startUrl = seed.IdentityCenter.StartUrl.OriginalString;
        var place = new CenterPlace(
            seed.Partition, seed.ManagementAccountId, seed.IdentityCenter.Region,
            "ssoins-" + IdSource.StableHex($"instance {startUrl}", 16), "d-" + IdSource.StableHex($"store {startUrl}", 10), now);
        var center = new IdentityCenterState(place, new Provisioning(iam, ids, seed.ReservedRoleArn));
        var stamp = DirectoryStamp.New(now, $"arn:{seed.Partition}:iam::{place.AccountId}:root");
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var seeded in seed.IdentityCenter.Users)
        {
            var user = new DirectoryUser(IdSource.StableUuid($"user {seeded.UserName}"), Attributes(seeded), seeded.Password ?? NewPassword(ids), stamp) { IsEnabled = !seeded.IsDisabled };
            center.Directory.Put(user);
            users[seeded.UserName] = user.Id;
        }

        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var seeded in seed.IdentityCenter.Groups)
        {
            var group = new DirectoryGroup(IdSource.StableUuid($"group {seeded.Name}"), seeded.Name, seeded.Description, stamp);
            center.Directory.Put(group);
            groups[seeded.Name] = group.Id;
            foreach (var member in seeded.Members)
            {
                center.Directory.Put(new DirectoryMembership(IdSource.StableUuid($"member {seeded.Name}/{member}"), group.Id, users[member], stamp));
            }
        }

        foreach (var seeded in seed.IdentityCenter.PermissionSets)
        {
            center.Put(Set(seeded));
        }

        foreach (var assignment in seed.IdentityCenter.Assignments)
        {
            Assign(center, assignment.AccountId, assignment.PermissionSet, CenterPrincipal.User, users[assignment.UserName]);
        }

        foreach (var assignment in seed.IdentityCenter.GroupAssignments)
        {
            Assign(center, assignment.AccountId, assignment.PermissionSet, CenterPrincipal.Group, groups[assignment.GroupName]);
        }

        return center;
    }

    /// <summary>Makes a password up: AWS lets the person choose one after an e-mail, which nobody gets here.</summary>
    public static Secret NewPassword(IdSource ids) => new(ids.Token("", 18));

    private void Assign(IdentityCenterState center, string accountId, string permissionSet, CenterPrincipal type, string principalId)
    {
        var set = center.PermissionSets.First(s => s.Name == permissionSet);
        if (center.Assign(new AccountAssignment(accountId, set.Id, type, principalId), set, now) is { } failure)
        {
            throw new ArgumentException($"the seed's permission set {permissionSet} can't be in account {accountId}: {failure}", nameof(permissionSet));
        }
    }

    private PermissionSet Set(SeedPermissionSet seeded) => new(
        "ps-" + IdSource.StableHex($"permission set {seeded.Name}", 16), seeded.Name, XmlConvert.ToString(seeded.SessionDuration), now)
    {
        Description = seeded.Description,
        InlinePolicy = seeded.InlinePolicy,
        ManagedPolicies = [.. seeded.ManagedPolicies],
        CustomerPolicies = [.. seeded.CustomerManagedPolicies.Select(Reference)],
        Boundary = seeded.PermissionsBoundary is not { } boundary ? null
            : boundary.StartsWith("arn:", StringComparison.Ordinal) ? new BoundaryReference(boundary, null) : new BoundaryReference(null, Reference(boundary)),
    };

    private static PolicyReference Reference(string pathAndName) =>
        pathAndName.LastIndexOf('/') + 1 is > 0 and var at ? new PolicyReference(pathAndName[at..], pathAndName[..at]) : new PolicyReference(pathAndName, "/");

    private static ImmutableSortedDictionary<string, string> Attributes(SeedUser user)
    {
        var words = user.DisplayName.Split(' ', 2);
        return ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("UserName", user.UserName)
            .Add("DisplayName", user.DisplayName)
            .Add("Name.GivenName", words[0])
            .Add("Name.FamilyName", words[^1])
            .Add("Emails.0.Value", user.Email)
            .Add("Emails.0.Type", "work")
            .Add("Emails.0.Primary", "true");
    }
}
