using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.State;

/// <summary>The IAM of all accounts, and what it says of a caller.</summary>
/// <param name="accounts">The accounts.</param>
/// <param name="organizations">The organizations that they are in.</param>
internal sealed class IamState(IEnumerable<IamAccount> accounts, OrganizationState organizations)
{
    private volatile ImmutableSortedDictionary<string, IamAccount> _accounts = accounts.ToImmutableSortedDictionary(a => a.Id, a => a, StringComparer.Ordinal);

    // The root user may do everything in its account; a session that it federates may what the session policies leave of that.
    private static readonly Lazy<AttachedPolicy> OfRoot = new(() => new(
        "the root user's permissions", PolicyKind.Identity,
        PolicyDocumentReader.Read("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", null)));

    /// <summary>Held by whoever changes something; reading needs it only where two answers must fit each other.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The requests for temporary access, of all accounts.</summary>
    public DelegationRequests Delegations { get; } = new();

    public IEnumerable<IamAccount> Accounts => _accounts.Values;

    /// <summary>Adds an account. Only one thread may at a time.</summary>
    public void Add(IamAccount account)
    {
        _accounts = _accounts.Add(account.Id, account);
        Changes.Note();
    }

    public IamAccount Account(string id) => _accounts[id];

    public IamAccount? FindAccount(string id) => _accounts.GetValueOrDefault(id);

    public Role? FindRole(string arn) =>
        arn.Split(':', 6) is [_, _, "iam", "", var account, var resource] && FindAccount(account) is { IsClosed: false } found && found.Roles.Find(resource[(resource.LastIndexOf('/') + 1)..]) is { } role && role.Arn == arn
            ? role
            : null;

    public User? FindUser(string accountId, string name) => FindAccount(accountId)?.Users.Find(name);

    public MfaDevice? FindMfaDevice(string serialNumber) =>
        serialNumber.Split(':', 6) is [_, _, "iam", "", var account, _] ? FindAccount(account)?.MfaDevices.Find(serialNumber) : null;

    /// <summary>Gives a caller as it is now, since users can be renamed; <see langword="null"/> when the user or role is gone.</summary>
    public Caller? Current(Caller caller) => FindAccount(caller.AccountId) is not { IsClosed: false } account ? null
        : caller.Kind == CallerKind.Root ? caller
        : caller.Kind == CallerKind.FederatedUser && caller.IssuerId == account.Id ? caller
        : HolderOf(account, caller) switch
        {
            User user when caller.Kind == CallerKind.FederatedUser => caller with { IssuerArn = user.Arn },
            User user => caller with { Arn = user.Arn, IssuerArn = user.Arn, Name = user.Name },
            null => null,
            _ => caller,
        };

    /// <summary>Gives the policies on the caller's side.</summary>
    public AccessPolicies PoliciesOf(Caller caller)
    {
        var account = Account(caller.AccountId);
        var policies = new AccessPolicies
        {
            Session = caller.SessionPolicies is { } passed ? SessionOf(account, passed) : null,
            ServiceControl = organizations.ServiceControlOf(caller.AccountId),
        };
        return HolderOf(account, caller) is { } holder
            ? policies with { Identity = PolicySet.Of(account.PoliciesOf(holder).Select(p => p.Policy.Attached)), Boundary = account.BoundaryOf(holder) }
            : policies with { Identity = caller.Kind == CallerKind.FederatedUser ? PolicySet.Of(OfRoot.Value) : PolicySet.Empty };
    }

    /// <summary>Gives the condition keys that a caller brings to every request. Each door stands for one of AWS's, which all take HTTPS.</summary>
    public RequestContext ContextOf(Caller caller, DateTimeOffset now)
    {
        var context = organizations.WithPrincipal(RequestContext.Empty, caller.AccountId)
            .With("aws:CurrentTime", Time(now))
            .With("aws:EpochTime", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .With("aws:userid", caller.UserId)
            .With("aws:SecureTransport", "true")
            .With("aws:ViaAWSService", "false");
        if (caller.IssuedAt is { } issued)
        {
            // Long-lived keys don't have these keys at all; temporary ones made without MFA say so.
            context = context.With("aws:TokenIssueTime", Time(issued)).With("aws:MultiFactorAuthPresent", caller.MfaAt is null ? "false" : "true");
        }

        if (caller.MfaAt is { } given)
        {
            context = context
                .With("aws:MultiFactorAuthPresent", "true")
                .With("aws:MultiFactorAuthAge", ((long)(now - given).TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }

        if (caller.SourceIdentity is { } source)
        {
            context = context.With("aws:SourceIdentity", source);
        }

        if (caller.FederatedProvider is { } provider)
        {
            context = context.With("aws:FederatedProvider", provider);
        }

        if (caller.IsAssumedRoot)
        {
            context = context.With("aws:AssumedRoot", "true");
        }

        if (caller.StoreUserId is { } userId)
        {
            context = context.With("identitystore:UserId", userId);
        }

        // Session tags override those of the role or user; keys are one whatever their case.
        IEnumerable<KeyValuePair<string, string>> own = HolderOf(Account(caller.AccountId), caller)?.Tags ?? caller.SessionTags.All;
        return own.Concat(caller.SessionTags.All).Aggregate(context, (with, tag) => with.With($"aws:PrincipalTag/{tag.Key}", tag.Value));
    }

    /// <summary>Notes that a role's session called.</summary>
    public void MarkUsed(Caller caller, DateTimeOffset now, string region)
    {
        if (caller.Kind != CallerKind.RoleSession)
        {
            return;
        }

        lock (Gate)
        {
            var roles = Account(caller.AccountId).Roles;
            if (roles.FindById(caller.IssuerId) is { } role && (role.LastUse is not { } last || last.Region != region || (now - last.Time).Duration() >= KeyUse.Grain))
            {
                roles.Put(role with { LastUse = new RoleUse(now, region) });
            }
        }
    }

    private static PolicySet SessionOf(IamAccount account, SessionPolicies passed) => PolicySet.Of(
    [
        .. passed.Inline is { } inline ? new[] { inline } : [],
        .. passed.ManagedArns.Select(account.FindPolicy).OfType<ManagedPolicy>().Select(p => p.Default.Policy.Attached),
    ]);

    private static PolicyHolder? HolderOf(IamAccount account, Caller caller) => caller.Kind switch
    {
        CallerKind.Root => null,
        CallerKind.RoleSession => account.Roles.FindById(caller.IssuerId),
        _ => account.Users.FindById(caller.IssuerId),
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
