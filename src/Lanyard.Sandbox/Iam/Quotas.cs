namespace Lanyard.Sandbox.Iam;

/// <summary>
/// "IAM and AWS STS quotas", IAM User Guide, as read in 2023 to 2026. Those that can be raised have their first value: an account that
/// nobody asked more for has it.
/// </summary>
internal static class Quotas
{
    public const int Users = 5000;
    public const int Groups = 300;
    public const int Roles = 1000;
    public const int InstanceProfiles = 1000;
    public const int Policies = 1500;
    public const int OidcProviders = 100;
    public const int GroupsPerUser = 10;
    public const int AttachedPolicies = 10;
    public const int PolicyVersions = 5;
    public const int PolicyVersionsInUse = 10000;
    public const int PolicySize = 6144;
    public const int UserPolicySize = 2048;
    public const int GroupPolicySize = 5120;
    public const int RolePolicySize = 10240;
    public const int TrustPolicySize = 2048;
    public const int Tags = 50;
    public const int MfaDevicesPerUser = 8;
    public const int SshKeysPerUser = 5;
    public const int ServiceCredentialsPerUser = 2;
    public const int ClientIdsPerProvider = 100;
    public const int ThumbprintsPerProvider = 5;
}
