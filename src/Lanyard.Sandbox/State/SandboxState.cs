using Lanyard.Aws.Secrets;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.CloudFormation.Schemas;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Sandbox.State;

/// <summary>Everything that a running sandbox knows: the seed, what it made up for it, and what it issued since.</summary>
internal sealed class SandboxState
{
    private readonly ExpiringMap<AccessKey> _keys;
    private HandlerTable? _handlers;

    public SandboxState(SandboxSeed seed, TimeProvider time, IdSource ids)
    {
        Seed = seed;
        Time = time;
        Ids = ids;
        SignIns = new SignInState(time);
        Console = new ConsoleState(time);
        _keys = new ExpiringMap<AccessKey>(time);
        Accounts = new AccountDirectory(seed.Accounts.Select(a => new SandboxAccount(a.Id, a.Name, a.Email)));
        Organizations = new SeededOrganization(seed, Accounts, Now).Create();
        Iam = new SeededIam(seed, ids, Now, Organizations).Create();
        IdentityCenter = new SeededCenter(seed, ids, Iam, Now).Create();
        IdentityCenter.IsMember = id => Organizations.Of(IdentityCenter.Place.AccountId) is { } organization
            ? organization.Members.GetValueOrDefault(id) is { IsClosed: false }
            : Iam.FindAccount(id) is not null;
        UserKeys = new UserKeys(seed.NewKeysAfter);
        foreach (var user in seed.IamUsers)
        {
            AddKeys(user.AccessKeys, Iam.FindUser(user.AccountId, user.Name[(user.Name.LastIndexOf('/') + 1)..])!.Caller);
        }

        foreach (var account in seed.Accounts)
        {
            AddKeys(account.RootKey is { } key ? [key] : [], Caller.OfRoot(Iam.Account(account.Id)));
        }

        Functions = new LambdaFunctions(seed.Functions.Select(f => new LambdaFunction(
            f.AccountId, f.Region, f.Name, $"arn:{seed.Partition}:lambda:{f.Region}:{f.AccountId}:function:{f.Name}",
            $"arn:{seed.Partition}:iam::{f.AccountId}:role/{f.RoleName}", f.Runtime, f.Handler, Now)));
        Throttles = new Throttles(seed.Throttle);
        Seal = new MessageSeal(new Secret(ids.Token("", 32)));
    }

    public SandboxSeed Seed { get; }

    public TimeProvider Time { get; }

    public IdSource Ids { get; }

    public SignInState SignIns { get; }

    /// <summary>The accounts, those made later included.</summary>
    public AccountDirectory Accounts { get; }

    public OrganizationState Organizations { get; }

    /// <summary>The users, roles and policies of each account.</summary>
    public IamState Iam { get; }

    /// <summary>The people, groups and permission sets, and who has which where.</summary>
    public IdentityCenterState IdentityCenter { get; }

    public ConsoleState Console { get; }

    public LambdaFunctions Functions { get; }

    /// <summary>What the handlers of resource types call.</summary>
    public HandlerTable Handlers => _handlers ??= Published is null ? HandlerTable.Embedded : HandlerTable.Embedded.With(Published);

    /// <summary>Gets what AWS publishes of the handlers of other types; <see langword="null"/> for nothing.</summary>
    public Func<string, HandlerSchema?>? Published { get; init; }

    /// <summary>The stacks of CloudFormation.</summary>
    public StackState Stacks { get; } = new();

    /// <summary>The buckets of Amazon S3.</summary>
    public BucketState Buckets { get; } = new();

    /// <summary>What calls of API Gateway changed of what stacks made.</summary>
    public ApiState Apis { get; } = new();

    /// <summary>The parameters of the Parameter Store.</summary>
    public ParameterState Parameters { get; } = new();

    /// <summary>How often which calls may come.</summary>
    public Throttles Throttles { get; }

    /// <summary>What seals the messages of denials.</summary>
    public MessageSeal Seal { get; }

    /// <summary>The newest calls.</summary>
    public CallHistory Calls { get; } = new();

    /// <summary>The long-lived keys of the IAM users.</summary>
    public UserKeys UserKeys { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Gets the time by the clients' clocks: what they do in time, such as signing, is judged by it.</summary>
    public DateTimeOffset ClientNow => Time is CallClock clock ? clock.ClientNow : Now;

    /// <summary>Finds a key that may sign: an inactive one, or one that AWS would not know everywhere yet, is as good as none.</summary>
    public AccessKey? FindKey(string id) => UserKeys.FindUsable(id, Now) ?? _keys.Find(id);

    /// <summary>Finds a key, whether it may sign or not.</summary>
    public AccessKey? FindAnyKey(string id) => UserKeys.Find(id)?.Key ?? _keys.Find(id);

    /// <summary>Finds the role that what runs on the sandbox's machines has.</summary>
    public Role? WorkloadRole => Seed.Workload is { } workload ? Iam.FindRole($"arn:{Seed.Partition}:iam::{workload.AccountId}:role/{workload.RoleName}") : null;

    /// <summary>Gives the password of somebody who may sign in.</summary>
    public Secret? PasswordOf(string userName) => IdentityCenter.Directory.FindEnabled(userName)?.Password;

    /// <summary>Issues temporary credentials.</summary>
    public AccessKey IssueSession(Caller caller, TimeSpan duration)
    {
        duration = Seed.SessionsEndAfter is { } most && most < duration ? most : duration;

        // AWS tells expiries in whole seconds.
        var end = DateTimeOffset.FromUnixTimeSeconds((Now + duration).ToUnixTimeSeconds());
        var key = new AccessKey(
            Ids.AccessKeyId("ASIA"), new Secret(Ids.SecretAccessKey()), new Secret(Ids.Token("IQoJb3JpZ2lu", 600)), end, caller);
        _keys.Add(key.Id, key, end);
        return key;
    }

    private void AddKeys(IEnumerable<SeedAccessKey> keys, Caller caller)
    {
        foreach (var seeded in keys)
        {
            UserKeys.AddSeeded(new AccessKey(
                seeded.Id ?? Ids.AccessKeyId("AKIA"), seeded.Secret ?? new Secret(Ids.SecretAccessKey()), null, null, caller), Now);
        }
    }
}
