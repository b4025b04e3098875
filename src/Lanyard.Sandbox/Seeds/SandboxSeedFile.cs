using Lanyard.Aws.Secrets;
using Lanyard.Policy.Engine;
using Lanyard.Projects;
using Lanyard.Projects.Yaml;
using Lanyard.Sandbox.Routing;
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
            var fields = new SeedFields(path, root, "the seed", "partition", "accounts", "organization", "identityCenter", "iamUsers", "newKeysAfter", "sessionsEndAfter", "roles", "webIdentity", "workload", "ciJob");
            var accounts = Each(fields, "accounts", ReadAccount);
            var seed = new SandboxSeed
            {
                Partition = fields.TextOrNull("partition") switch
                {
                    null => "aws",
                    "aws" or "aws-cn" or "aws-us-gov" or "aws-eusc" => fields.Text("partition"),
                    _ => throw fields.Error(fields.At("partition"), "partition must be aws, aws-cn, aws-us-gov or aws-eusc"),
                },
                Accounts = accounts.Count > 0 ? accounts : throw fields.Error(fields.At("accounts"), "the seed has no accounts; write accounts: [{ id: \"111111111111\", name: dev }]"),
                Organization = fields.Find("organization") is { } organization ? new OrganizationReader(path, _accounts).Read(organization) : null,
                IdentityCenter = ReadIdentityCenter(fields.Need("identityCenter")),
                IamUsers = Each(fields, "iamUsers", ReadIamUser),
                NewKeysAfter = fields.SecondsOrNull("newKeysAfter") ?? TimeSpan.Zero,
                SessionsEndAfter = fields.SecondsOrNull("sessionsEndAfter") switch
                {
                    { TotalSeconds: 0 } => throw fields.Error(fields.At("sessionsEndAfter"), "sessionsEndAfter must be 1 to 600 seconds, such as 30s"),
                    var length => length,
                },
                Roles = Each(fields, "roles", ReadRole),
            };
            Unique(fields, "iamUsers", seed.IamUsers.Select(u => $"{u.AccountId}/{u.Name}"));
            Unique(fields, "iamUsers", seed.IamUsers.SelectMany(u => u.AccessKeys).Select(k => k.Id).OfType<string>());
            Unique(fields, "iamUsers", seed.IamUsers.SelectMany(u => u.MfaDevices.Select(d => seed.MfaSerialNumber(u, d))));
            Unique(fields, "roles", seed.Roles.Select(r => $"{r.AccountId}/{r.Name}"));
            return seed with
            {
                WebIdentity = fields.Find("webIdentity") is { } provider ? ReadWebIdentity(provider) : seed.WebIdentity,
                Workload = fields.Find("workload") is { } workload ? ReadWorkload(workload, seed.Roles) : null,
                CiJob = fields.Find("ciJob") is { } job ? ReadCiJob(job, seed.Roles) : null,
            };
        }

        private SeedAccount ReadAccount(YamlNode node)
        {
            var fields = new SeedFields(path, node, "an account", "id", "name", "email", "rootKey");
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
            };
        }

        private SeedIdentityCenter ReadIdentityCenter(YamlNode node)
        {
            var fields = new SeedFields(path, node, "identityCenter", "startUrl", "region", "users", "permissionSets", "assignments", "portalCallsPerSecond");
            var users = Each(fields, "users", ReadUser);
            var sets = Each(fields, "permissionSets", ReadPermissionSet);
            Unique(fields, "users", users.Select(u => u.UserName));
            Unique(fields, "permissionSets", sets.Select(s => s.Name));
            var region = fields.Text("region");
            return new SeedIdentityCenter(fields.Https("startUrl"), AwsHost.IsRegion(region) ? region : throw fields.Error(fields.At("region"), "region must be a region such as eu-west-1"))
            {
                Users = users,
                PermissionSets = sets,
                Assignments = [.. Each(fields, "assignments", n => ReadAssignment(n, users, sets)).Distinct()],
                PortalCallsPerSecond = fields.CountOrNull("portalCallsPerSecond"),
            };
        }

        private SeedUser ReadUser(YamlNode node)
        {
            var fields = new SeedFields(path, node, "a user", "userName", "password", "displayName", "email");
            var name = fields.Name("userName");

            // The name becomes the session's name, which has 2 characters at least.
            return name.Length < 2
                ? throw fields.Error(fields.At("userName"), "userName must have 2 characters at least: it becomes the session's name")
                : new SeedUser(name, Secret.FromOptional(fields.TextOrNull("password")), fields.TextOrNull("displayName") ?? name, fields.TextOrNull("email") ?? $"{name}@example.com");
        }

        private SeedPermissionSet ReadPermissionSet(YamlNode node)
        {
            var fields = new SeedFields(path, node, "a permission set", "name", "sessionDuration", "inlinePolicy");
            var name = fields.Name("name");
            return name.Length > 32
                ? throw fields.Error(fields.At("name"), "a permission set's name has 32 characters at most")
                : new SeedPermissionSet(name, fields.Session("sessionDuration"), fields.Find("inlinePolicy") is null ? null : fields.Policy("inlinePolicy", PolicyKind.Identity));
        }

        private SeedAssignment ReadAssignment(YamlNode node, IReadOnlyList<SeedUser> users, IReadOnlyList<SeedPermissionSet> sets)
        {
            var fields = new SeedFields(path, node, "an assignment", "user", "account", "permissionSet");
            var user = fields.Text("user");
            var set = fields.Text("permissionSet");
            return !users.Any(u => u.UserName == user) ? throw fields.Error(fields.At("user"), "the assignment's user is not one of users")
                : !sets.Any(s => s.Name == set) ? throw fields.Error(fields.At("permissionSet"), "the assignment's permission set is not one of permissionSets")
                : new SeedAssignment(user, Account(fields), set);
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
            var fields = new SeedFields(path, node, "ciJob", "account", "role", "subject");
            return new SeedCiJob(Account(fields), Role(fields, roles), fields.Text("subject"));
        }

        private string Role(SeedFields fields, IReadOnlyList<SeedRole> roles)
        {
            var (account, name) = (Account(fields), fields.Text("role"));
            return roles.Any(r => r.AccountId == account && r.Name == name) ? name : throw fields.Error(fields.At("role"), "role is not one of the account's roles");
        }

        private string Account(SeedFields fields) =>
            _accounts.TryGetValue(fields.Text("account"), out var id) ? id : throw fields.Error(fields.At("account"), "account is neither id nor name of one of accounts");

        private static void Unique(SeedFields fields, string key, IEnumerable<string> names)
        {
            if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Any(g => g.Count() > 1))
            {
                throw fields.Error(fields.At(key), $"{key} has the same name or key id twice");
            }
        }

        private static IReadOnlyList<T> Each<T>(SeedFields fields, string key, Func<YamlNode, T> read) => [.. fields.List(key).Select(read)];
    }
}
