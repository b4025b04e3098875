using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Secrets;
using Lanyard.Policy.Engine;
using Lanyard.Projects;
using Lanyard.Projects.Yaml;
using Lanyard.Sandbox.Sts;

namespace Lanyard.Sandbox.Seeds;

/// <summary>Reads a seed from YAML, or from JSON, which is YAML too.</summary>
public static class SandboxSeedFile
{
    /// <summary>Reads a seed.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">Names the file in errors.</param>
    /// <exception cref="SandboxSeedException">The text isn't a seed; the message has file, line and column.</exception>
    public static SandboxSeed Read(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return new Reader(path).ReadSeed(YamlText.Parse(text, path));
        }
        catch (ProjectFileException e)
        {
            // Its message has the place already.
            var prefix = $"{path}:{e.Line}:{e.Column}: ";
            throw new SandboxSeedException(path, e.Line, e.Column, e.Message.StartsWith(prefix, StringComparison.Ordinal) ? e.Message[prefix.Length..] : e.Message);
        }
    }

    private sealed class Reader(string path)
    {
        private readonly Dictionary<string, string> _accounts = new(StringComparer.Ordinal);

        public SandboxSeed ReadSeed(YamlNode root)
        {
            var fields = new SeedFields(path, root, "the seed", "partition", "accounts", "organization", "managementAccount", "identityCenter", "iamUsers", "newKeysAfter", "sessionsEndAfter", "roles", "webIdentity", "workload", "ciJob", "throttle", "functions");
            var accounts = Each(fields, "accounts", ReadAccount);
            var partition = fields.TextOrNull("partition") switch
            {
                null => "aws",
                "aws" or "aws-cn" or "aws-us-gov" or "aws-eusc" => fields.Text("partition"),
                _ => throw fields.Error(fields.At("partition"), "partition must be aws, aws-cn, aws-us-gov or aws-eusc"),
            };
            var seed = new SandboxSeed
            {
                Partition = partition,
                ManagementAccount = fields.Find("managementAccount") is null ? null : Account(fields, "managementAccount"),
                Accounts = accounts.Count > 0 ? accounts : throw fields.Error(fields.At("accounts"), "the seed has no accounts; write accounts: [{ id: \"111111111111\", name: dev }]"),
                Organization = fields.Find("organization") is { } organization ? new OrganizationReader(path, _accounts).Read(organization) : null,
                IdentityCenter = new SeedCenterReader(path, partition, accounts, Account).Read(fields.Need("identityCenter")),
                IamUsers = Each(fields, "iamUsers", ReadIamUser),
                NewKeysAfter = fields.SecondsOrNull("newKeysAfter") ?? TimeSpan.Zero,
                SessionsEndAfter = fields.SecondsOrNull("sessionsEndAfter") switch
                {
                    { TotalSeconds: 0 } => throw fields.Error(fields.At("sessionsEndAfter"), "sessionsEndAfter must be 1 to 600 seconds, such as 30s"),
                    var length => length,
                },
                Roles = Each(fields, "roles", ReadRole),
                Throttle = Each(fields, "throttle", ReadThrottle),
            };
            Unique(fields, "iamUsers", seed.IamUsers.Select(u => $"{u.AccountId}/{u.Name}"));
            Unique(fields, "iamUsers", seed.IamUsers.SelectMany(u => u.AccessKeys).Select(k => k.Id).OfType<string>());
            Unique(fields, "iamUsers", seed.IamUsers.SelectMany(u => u.MfaDevices.Select(d => seed.MfaSerialNumber(u, d))));
            Unique(fields, "roles", seed.Roles.Select(r => $"{r.AccountId}/{r.Name}"));
            return seed with
            {
                Functions = Each(fields, "functions", node => ReadFunction(node, seed)),
                WebIdentity = fields.Find("webIdentity") is { } provider ? ReadWebIdentity(provider) : seed.WebIdentity,
                Workload = fields.Find("workload") is { } workload ? ReadWorkload(workload, seed.Roles) : null,
                CiJob = fields.Find("ciJob") is { } job ? ReadCiJob(job, seed.Roles) : null,
            };
        }

        private SeedAccount ReadAccount(YamlNode node)
        {
            var fields = new SeedFields(path, node, "an account", "id", "name", "email", "rootKey", "managedPolicies");
            var id = fields.Text("id");
            if (id.Length != 12 || !id.All(char.IsAsciiDigit))
            {
                throw fields.Error(fields.At("id"), "id of an account must be 12 digits");
            }

            var name = fields.Text("name");
            if (name.Length > 50 || name.Any(char.IsControl))
            {
                throw fields.Error(fields.At("name"), "name of an account must be up to 50 characters on one line");
            }

            if (!_accounts.TryAdd(id, id) || !_accounts.TryAdd(name, id))
            {
                throw fields.Error(node, "there is another account with this id or name");
            }

            return new SeedAccount(id, name, fields.TextOrNull("email") ?? $"aws-{id}@example.com")
            {
                RootKey = fields.Find("rootKey") is { } key ? ReadAccessKey(key) : null,
                ManagedPolicies = Each(fields, "managedPolicies", ReadManagedPolicy),
            };
        }

        private SeedIamUser ReadIamUser(YamlNode node)
        {
            var fields = new SeedFields(path, node, "an IAM user", "name", "account", "accessKeys", "mfaDevices", "policies");
            var name = fields.Name("name");
            return new SeedIamUser(Account(fields), name, Each(fields, "accessKeys", ReadAccessKey), Each(fields, "policies", ReadPolicy))
            {
                MfaDevices = Each(fields, "mfaDevices", ReadMfaDevice),
            };
        }

        private SeedMfaDevice ReadMfaDevice(YamlNode node)
        {
            var fields = new SeedFields(path, node, "an MFA device", "name", "seed");
            var seed = fields.TextOrNull("seed");
            return seed is null || OneTimePassword.ReadSeed(seed) is not null
                ? new SeedMfaDevice(fields.Name("name"), Secret.FromOptional(seed))
                : throw fields.Error(fields.At("seed"), "seed of an MFA device must be Base32 (A to Z and 2 to 7), 16 characters at least; leave it out to have one made up");
        }

        private SeedAccessKey ReadAccessKey(YamlNode node)
        {
            var fields = new SeedFields(path, node, "an access key", "id", "secret");
            var id = fields.TextOrNull("id");
            return id is null || CallerAuthenticator.LooksLikeKeyId(id)
                ? new SeedAccessKey(id, Secret.FromOptional(fields.TextOrNull("secret")))
                : throw fields.Error(fields.At("id"), "id of an access key must be 16 to 32 capital letters and digits; leave it out to have one made up");
        }

        private SeedRole ReadRole(YamlNode node)
        {
            var fields = new SeedFields(path, node, "a role", "name", "account", "trust", "policies", "maxSession");
            return new SeedRole(
                Account(fields), fields.Name("name"), fields.Policy("trust", PolicyKind.Trust), Each(fields, "policies", ReadPolicy), fields.Session("maxSession"));
        }

        private SeedPolicy ReadPolicy(YamlNode node)
        {
            var fields = new SeedFields(path, node, "a policy", "name", "policy");
            return new SeedPolicy(fields.Text("name"), fields.Policy("policy", PolicyKind.Identity));
        }

        private SeedPolicy ReadManagedPolicy(YamlNode node)
        {
            var fields = new SeedFields(path, node, "a managed policy", "name", "policy");
            return new SeedPolicy(fields.Name("name"), fields.Policy("policy", PolicyKind.Identity));
        }

        private SeedWebIdentity ReadWebIdentity(YamlNode node)
        {
            var fields = new SeedFields(path, node, "webIdentity", "issuer", "audiences");
            var audiences = fields.List("audiences").Select(n => n is YamlScalar { IsNull: false } text ? text.Value : throw fields.Error(n, "an audience must be text")).ToArray();
            return new SeedWebIdentity(fields.Https("issuer"), audiences.Length > 0 ? audiences : ["sts.amazonaws.com"]);
        }

        private SeedWorkload ReadWorkload(YamlNode node, IReadOnlyList<SeedRole> roles)
        {
            var fields = new SeedFields(path, node, "workload", "account", "role", "metadata");
            var version = fields.TextOrNull("metadata");
            return version is null or "v2"
                ? new SeedWorkload(Account(fields), Role(fields, roles), version is not null)
                : throw fields.Error(fields.At("metadata"), "metadata is v2, or left out for both versions");
        }

        private SeedCiJob ReadCiJob(YamlNode node, IReadOnlyList<SeedRole> roles)
        {
            var fields = new SeedFields(path, node, "ciJob", "account", "role", "subject", "claims");
            return new SeedCiJob(Account(fields), Role(fields, roles), fields.Text("subject"))
            {
                Claims = fields.Find("claims") is null ? null : fields.JsonObject("claims"),
            };
        }

        private SeedFunction ReadFunction(YamlNode node, SandboxSeed seed)
        {
            var fields = new SeedFields(path, node, "a function", "name", "account", "role", "region", "runtime", "handler");
            var region = fields.TextOrNull("region") ?? seed.IdentityCenter.Region;
            if (!EndpointResolver.IsRegion(region))
            {
                throw fields.Error(fields.At("region"), "region of a function must be a Region such as eu-west-1");
            }

            var function = new SeedFunction(Account(fields), region, fields.Name("name"), Role(fields, seed.Roles));
            return function with { Runtime = fields.TextOrNull("runtime") ?? function.Runtime, Handler = fields.TextOrNull("handler") ?? function.Handler };
        }

        private SeedThrottle ReadThrottle(YamlNode node)
        {
            var fields = new SeedFields(path, node, "a throttle", "service", "operation", "callsPerSecond");
            return new SeedThrottle(
                fields.Name("service"), fields.Find("operation") is null ? null : fields.Name("operation"),
                fields.CountOrNull("callsPerSecond") ?? throw fields.Error(node, "a throttle has no callsPerSecond"));
        }

        private string Role(SeedFields fields, IReadOnlyList<SeedRole> roles)
        {
            var (account, name) = (Account(fields), fields.Text("role"));
            return roles.Any(r => r.AccountId == account && r.Name == name) ? name : throw fields.Error(fields.At("role"), "role is not one of the account's roles");
        }

        private string Account(SeedFields fields) => Account(fields, "account");

        private string Account(SeedFields fields, string key) =>
            _accounts.TryGetValue(fields.Text(key), out var id) ? id : throw fields.Error(fields.At(key), $"{key} is neither id nor name of one of accounts");

        private static void Unique(SeedFields fields, string key, IEnumerable<string> names) => fields.RequireUnique(key, names);

        private static IReadOnlyList<T> Each<T>(SeedFields fields, string key, Func<YamlNode, T> read) => fields.Each(key, read);
    }
}
