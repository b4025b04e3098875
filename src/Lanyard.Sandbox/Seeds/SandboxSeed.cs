using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.Seeds;

/// <summary>What a sandbox holds when it starts: an organisation with its people, keys and roles.</summary>
public sealed record SandboxSeed
{
    /// <summary>Gets the partition that all ARNs are in, such as <c>aws</c>.</summary>
    public string Partition { get; init; } = "aws";

    /// <summary>Gets the accounts of the organisation.</summary>
    public required IReadOnlyList<SeedAccount> Accounts { get; init; }

    /// <summary>Gets the organization that the accounts are in; <see langword="null"/> where they are in none.</summary>
    public SeedOrganization? Organization { get; init; }

    /// <summary>Gets the management account; <see langword="null"/> for the organization's, else the one named <c>management</c>, else the first.</summary>
    public string? ManagementAccount { get; init; }

    /// <summary>Gets the id of the management account, which the instance of IAM Identity Center is in.</summary>
    public string ManagementAccountId => ManagementAccount ?? Organization?.ManagementId ?? Accounts.FirstOrDefault(a => a.Name == "management")?.Id ?? Accounts[0].Id;

    /// <summary>Gets the instance of IAM Identity Center.</summary>
    public required SeedIdentityCenter IdentityCenter { get; init; }

    /// <summary>Gets the IAM users.</summary>
    public IReadOnlyList<SeedIamUser> IamUsers { get; init; } = [];

    /// <summary>Gets how long after CreateAccessKey a new key is accepted; at AWS some seconds.</summary>
    public TimeSpan NewKeysAfter { get; init; }

    /// <summary>Gets after how long temporary credentials end, whatever was asked for; <see langword="null"/> for AWS's own lengths.</summary>
    public TimeSpan? SessionsEndAfter { get; init; }

    /// <summary>Gets which calls are throttled.</summary>
    public IReadOnlyList<SeedThrottle> Throttle { get; init; } = [];

    /// <summary>Gets the IAM roles, those that Identity Center makes for permission sets aside.</summary>
    public IReadOnlyList<SeedRole> Roles { get; init; } = [];

    /// <summary>Gets the Lambda functions.</summary>
    public IReadOnlyList<SeedFunction> Functions { get; init; } = [];

    /// <summary>Gets the identity provider whose web identity tokens the sandbox issues and trusts.</summary>
    public SeedWebIdentity WebIdentity { get; init; } = new(new Uri("https://oidc.lanyard-sandbox.test"), ["sts.amazonaws.com"]);

    /// <summary>Gets what runs on the sandbox's machines and in its containers; <see langword="null"/> where nothing does.</summary>
    public SeedWorkload? Workload { get; init; }

    /// <summary>Gets the job of a CI system that may ask for identity tokens; <see langword="null"/> where there is none.</summary>
    public SeedCiJob? CiJob { get; init; }

    /// <summary>Gets the seed of a sandbox that was given none: accounts dev, staging and prod with a user for each way in.</summary>
    public static SandboxSeed Default { get; } = DefaultSeed.Create();

    /// <summary>
    /// Gives the ARN of the role that Identity Center makes in an account for a permission set. AWS ends the name with random
    /// digits; here they follow from the seed, so that a seed's trust policy can name the role.
    /// </summary>
    /// <param name="accountId">The account that the role is in.</param>
    /// <param name="permissionSet">The permission set's name.</param>
    public string ReservedRoleArn(string accountId, string permissionSet) =>
        DefaultSeed.ReservedRoleArn(Partition, IdentityCenter.Region, accountId, permissionSet);

    /// <summary>Gives the ARN of an MFA device, which is its serial number.</summary>
    /// <param name="user">The user.</param>
    /// <param name="device">The user's device.</param>
    public string MfaSerialNumber(SeedIamUser user, SeedMfaDevice device)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(device);
        return $"arn:{Partition}:iam::{user.AccountId}:mfa/{device.Name}";
    }
}

/// <summary>An AWS account.</summary>
/// <param name="Id">The 12-digit id.</param>
/// <param name="Name">The name that the access portal shows.</param>
/// <param name="Email">The root user's address.</param>
public sealed record SeedAccount(string Id, string Name, string Email)
{
    /// <summary>Gets the root user's access key; <see langword="null"/> for none.</summary>
    public SeedAccessKey? RootKey { get; init; }

    /// <summary>Gets the account's own managed policies.</summary>
    public IReadOnlyList<SeedPolicy> ManagedPolicies { get; init; } = [];
}

/// <summary>An instance of IAM Identity Center.</summary>
/// <param name="StartUrl">The access portal's address, as users configure it.</param>
/// <param name="Region">The region that the instance is in.</param>
public sealed record SeedIdentityCenter(Uri StartUrl, string Region)
{
    /// <summary>Gets the people.</summary>
    public IReadOnlyList<SeedUser> Users { get; init; } = [];

    /// <summary>Gets the groups of people.</summary>
    public IReadOnlyList<SeedGroup> Groups { get; init; } = [];

    /// <summary>Gets the permission sets.</summary>
    public IReadOnlyList<SeedPermissionSet> PermissionSets { get; init; } = [];

    /// <summary>Gets who has which permission set where.</summary>
    public IReadOnlyList<SeedAssignment> Assignments { get; init; } = [];

    /// <summary>Gets which groups have which permission set where.</summary>
    public IReadOnlyList<SeedGroupAssignment> GroupAssignments { get; init; } = [];

    /// <summary>Gets how many calls a second the access portal answers before it throttles; <see langword="null"/> for no limit.</summary>
    public int? PortalCallsPerSecond { get; init; }
}

/// <summary>A person in Identity Center.</summary>
/// <param name="UserName">The name to sign in with; also the role session's name.</param>
/// <param name="Password">The password; <see langword="null"/> for one that each sandbox makes up.</param>
/// <param name="DisplayName">The name that pages show.</param>
/// <param name="Email">The address.</param>
public sealed record SeedUser(string UserName, Secret? Password, string DisplayName, string Email)
{
    /// <summary>Gets whether the person may not sign in.</summary>
    public bool IsDisabled { get; init; }
}

/// <summary>A group of people in Identity Center.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Members">The user names of the people in it.</param>
public sealed record SeedGroup(string Name, IReadOnlyList<string> Members)
{
    /// <summary>Gets the description; <see langword="null"/> for none.</summary>
    public string? Description { get; init; }
}

/// <summary>A permission set.</summary>
/// <param name="Name">The name, which is the role name in profiles.</param>
/// <param name="SessionDuration">How long its sessions last, 1 to 12 hours.</param>
/// <param name="InlinePolicy">The inline policy as JSON; <see langword="null"/> for none.</param>
public sealed record SeedPermissionSet(string Name, TimeSpan SessionDuration, string? InlinePolicy)
{
    /// <summary>Gets the description; <see langword="null"/> for none.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the ARNs of AWS's own policies in it.</summary>
    public IReadOnlyList<string> ManagedPolicies { get; init; } = [];

    /// <summary>Gets the policies, by name or by path and name, that each account it is assigned in has for itself.</summary>
    public IReadOnlyList<string> CustomerManagedPolicies { get; init; } = [];

    /// <summary>Gets the permissions boundary: the ARN of one of AWS's own policies, or a policy of each account by name; <see langword="null"/> for none.</summary>
    public string? PermissionsBoundary { get; init; }
}

/// <summary>A permission set that a user has in an account.</summary>
/// <param name="UserName">The user.</param>
/// <param name="AccountId">The account.</param>
/// <param name="PermissionSet">The permission set's name.</param>
public sealed record SeedAssignment(string UserName, string AccountId, string PermissionSet);

/// <summary>A permission set that all people of a group have in an account.</summary>
/// <param name="GroupName">The group.</param>
/// <param name="AccountId">The account.</param>
/// <param name="PermissionSet">The permission set's name.</param>
public sealed record SeedGroupAssignment(string GroupName, string AccountId, string PermissionSet);

/// <summary>An IAM user.</summary>
/// <param name="AccountId">The account that the user is in.</param>
/// <param name="Name">The user's name.</param>
/// <param name="AccessKeys">The user's access keys.</param>
/// <param name="Policies">The user's policies.</param>
public sealed record SeedIamUser(string AccountId, string Name, IReadOnlyList<SeedAccessKey> AccessKeys, IReadOnlyList<SeedPolicy> Policies)
{
    /// <summary>Gets the user's virtual MFA devices.</summary>
    public IReadOnlyList<SeedMfaDevice> MfaDevices { get; init; } = [];
}

/// <summary>A virtual MFA device of an IAM user.</summary>
/// <param name="Name">Its name, the last part of its ARN.</param>
/// <param name="Seed">The seed of its codes, in Base32; <see langword="null"/> for one that each sandbox makes up.</param>
public sealed record SeedMfaDevice(string Name, Secret? Seed);

/// <summary>An access key of an IAM user.</summary>
/// <param name="Id">The access key id; <see langword="null"/> for one that each sandbox makes up.</param>
/// <param name="Secret">The secret access key; <see langword="null"/> for one that each sandbox makes up.</param>
public sealed record SeedAccessKey(string? Id, Secret? Secret);

/// <summary>A policy of a user or role.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Json">The policy document.</param>
public sealed record SeedPolicy(string Name, string Json);

/// <summary>An IAM role.</summary>
/// <param name="AccountId">The account that the role is in.</param>
/// <param name="Name">The role's name.</param>
/// <param name="TrustPolicy">The trust policy as JSON.</param>
/// <param name="Policies">The role's permission policies.</param>
/// <param name="MaxSessionDuration">The longest session, 1 to 12 hours.</param>
public sealed record SeedRole(string AccountId, string Name, string TrustPolicy, IReadOnlyList<SeedPolicy> Policies, TimeSpan MaxSessionDuration);

/// <summary>A Lambda function, as Lambda tells of it; the sandbox runs none.</summary>
/// <param name="AccountId">The account that it is in.</param>
/// <param name="Region">The Region that it is in.</param>
/// <param name="Name">Its name.</param>
/// <param name="RoleName">The role that it runs with, one of <see cref="SandboxSeed.Roles"/>.</param>
public sealed record SeedFunction(string AccountId, string Region, string Name, string RoleName)
{
    /// <summary>Gets its runtime.</summary>
    public string Runtime { get; init; } = "nodejs22.x";

    /// <summary>Gets what is called in its code.</summary>
    public string Handler { get; init; } = "index.handler";
}

/// <summary>What runs on an EC2 instance or in a container, and finds the credentials of its role there.</summary>
/// <param name="AccountId">The account that the role is in.</param>
/// <param name="RoleName">The role, one of <see cref="SandboxSeed.Roles"/>.</param>
/// <param name="RequiresToken">Whether the instance metadata service takes version 2 alone.</param>
public sealed record SeedWorkload(string AccountId, string RoleName, bool RequiresToken = false);

/// <summary>A job of a CI system such as GitHub Actions.</summary>
/// <param name="AccountId">The account that the job deploys to.</param>
/// <param name="RoleName">The role that it assumes with its token, one of <see cref="SandboxSeed.Roles"/>.</param>
/// <param name="Subject">The <c>sub</c> claim of its tokens, such as <c>repo:example/app:ref:refs/heads/main</c>.</param>
public sealed record SeedCiJob(string AccountId, string RoleName, string Subject)
{
    /// <summary>Gets claims of its tokens besides those that they have, or in their place, as a JSON object; <see langword="null"/> for none.</summary>
    public string? Claims { get; init; }
}

/// <summary>How many calls of a service get an answer.</summary>
/// <param name="Service">The service's name in the log, such as <c>sts</c>.</param>
/// <param name="Operation">The operation; <see langword="null"/> for all of the service together.</param>
/// <param name="CallsPerSecond">The calls a second.</param>
public sealed record SeedThrottle(string Service, string? Operation, int CallsPerSecond);

/// <summary>An OpenID Connect identity provider that every account of the sandbox has registered.</summary>
/// <param name="Issuer">The <c>iss</c> claim. Its host and path are the provider's name in trust policies.</param>
/// <param name="Audiences">The client ids (audiences) that the provider is registered with.</param>
public sealed record SeedWebIdentity(Uri Issuer, IReadOnlyList<string> Audiences)
{
    /// <summary>Gets the provider's name in ARNs and condition keys: the issuer without its scheme.</summary>
    public string ProviderName => Issuer.Authority + Issuer.AbsolutePath.TrimEnd('/');
}
