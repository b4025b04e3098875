using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Matching;
using Lanyard.Policy.Scenarios;
using Lanyard.Sandbox.Seeds;
using Lanyard.Sandbox.State;
using Lanyard.Tests.Policy.Scenarios;

namespace Lanyard.Tests.Sandbox.Parity;

/// <summary>
/// A sandbox brought, by calls of IAM and STS alone, to the state that a scenario of the corpus tells of: its caller with policies,
/// groups, boundary and tags, signed in as the scenario has it, at the scenario's hour.
/// </summary>
internal sealed partial class ScenarioSandbox : IDisposable
{
    private const string Open = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private readonly int _number;

    private ScenarioSandbox(CorpusEntry entry, int number)
    {
        _number = number;
        Entry = entry;
        Scenario = ScenarioReader.Read(entry.Text).Scenarios[0];
        Request = entry.Scenario.GetProperty("request");
        string[] accounts = [.. Digits().Matches(entry.Text).Select(m => m.Value).Append("111122223333").Append(Boss).Distinct()];
        var issuer = Scenario.Request.Principal is FederatedIdentity { Provider: var provider } && provider.Contains(":oidc-provider/", StringComparison.Ordinal)
            ? new Uri("https://" + provider.Split(":oidc-provider/")[1])
            : SandboxSeed.Default.WebIdentity.Issuer;
        Sandbox = new TestSandbox(new SandboxSeed
        {
            Accounts = [.. accounts.Select(id => new SeedAccount(id, id, $"root@{id}.example") { RootKey = new SeedAccessKey(null, null) })],
            IdentityCenter = new SeedIdentityCenter(SandboxSeed.Default.IdentityCenter.StartUrl, "eu-west-1"),
            Organization = OrganizationOf(accounts),
            WebIdentity = new SeedWebIdentity(issuer, [Text($"{issuer.Authority}:aud") ?? "sts.amazonaws.com"]),
        });
    }

    public CorpusEntry Entry { get; }

    public Scenario Scenario { get; }

    public JsonElement Request { get; }

    public TestSandbox Sandbox { get; }

    /// <summary>Gets what the caller signs with; <see langword="null"/> where nobody of the sandbox calls.</summary>
    public AwsCredentials? Caller { get; private set; }

    /// <summary>Makes the sandbox of a scenario.</summary>
    /// <param name="entry">The scenario.</param>
    /// <param name="number">Its number, which decides the ways in which the caller has the policies.</param>
    /// <exception cref="NotInSandboxException">There is no such state.</exception>
    public static async Task<ScenarioSandbox> CreateAsync(CorpusEntry entry, int number)
    {
        var made = new ScenarioSandbox(entry, number);
        try
        {
            await made.MakeAsync();
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    public string Account => Scenario.Request.Principal.Account!;

    public string Owner => ScenarioSimulator.RequestOf(Scenario).ResourceAccount ?? Account;

    /// <summary>Gets a key of the context that has one value.</summary>
    public string? Text(string key) => Scenario.Request.Context.Find(key)?.Single;

    /// <summary>Gets the names of the context's keys.</summary>
    public IEnumerable<string> ContextKeys => Request.TryGetProperty("context", out var context) ? context.EnumerateObject().Select(p => p.Name) : [];

    /// <summary>Gets the documents of a list of policies.</summary>
    public string[] Documents(string list) => Entry.Scenario.TryGetProperty(list, out var found)
        ? [.. (found.ValueKind == JsonValueKind.Array ? found.EnumerateArray().ToArray() : [found]).Select(DocumentOf)]
        : [];

    public static string DocumentOf(JsonElement item) => (item.TryGetProperty("policy", out var policy) ? policy : item).GetRawText();

    /// <summary>Calls IAM as an account's root user.</summary>
    public async Task<WireResponse> IamAsync(string account, string action, params (string Name, string Value)[] parameters) =>
        await SendAsync("iam", "2010-05-08", Sandbox.Server.RootKeyOf(account)!, action, parameters);

    public Task<WireResponse> SendAsync(string service, string version, AwsCredentials who, string action, params (string Name, string Value)[] parameters) =>
        Sandbox.SendAsync(Sandbox.Signed(
            QueryString.Format([new("Action", action), new("Version", version), .. parameters.Select(p => new KeyValuePair<string, string>(p.Name, p.Value))]),
            who, region: "us-east-1", service: service));

    /// <summary>Calls IAM, which must not refuse.</summary>
    /// <exception cref="NotInSandboxException">It refuses.</exception>
    public async Task<WireResponse> MustAsync(string account, string action, params (string Name, string Value)[] parameters)
    {
        var answer = await IamAsync(account, action, parameters);
        return answer.Status == 200 ? answer : throw new NotInSandboxException($"{action} refuses: {TestSandbox.Xml(answer, "Message")}");
    }

    public void Dispose() => Sandbox.Dispose();

    private async Task MakeAsync()
    {
        switch (Scenario.Request.Principal)
        {
            case IamUser user:
                await MakeUserAsync(user);
                break;
            case RoleSession session:
                await MakeSessionAsync(session);
                break;
            case FederatedUser federated:
                await MakeFederatedAsync(federated);
                break;
            case RootUser when Scenario.Policies is { Session: null, Boundary: null } && Scenario.Policies.Identity.Policies.IsEmpty:
                At(Text("aws:CurrentTime"));
                Caller = Sandbox.Server.RootKeyOf(Account);
                break;
            case RootUser:
                throw new NotInSandboxException("the root user has policies");
        }
    }

    private async Task MakeUserAsync(IamUser user)
    {
        if (Scenario.Policies.Session is not null)
        {
            throw new NotInSandboxException("a user has a session policy");
        }

        await MustAsync(Account, "CreateUser", [("UserName", user.Name), .. PathOf(user.UserArn)]);
        await GiveAsync("User", user.Name);
        var key = await MustAsync(Account, "CreateAccessKey", ("UserName", user.Name));
        Caller = Credentials(key);
        var needsMfa = Text("aws:MultiFactorAuthPresent") == "true" || Text("aws:MultiFactorAuthAge") is not null;
        if (Text("aws:TokenIssueTime") is not null || Text("aws:MultiFactorAuthPresent") is not null || needsMfa)
        {
            var serial = needsMfa ? await MakeMfaDeviceAsync(user.Name) : null;
            At(Text("aws:TokenIssueTime"));
            Caller = Credentials(await SendAsync("sts", "2011-06-15", Caller, "GetSessionToken", serial is null ? [] : [("SerialNumber", serial), ("TokenCode", CodeOf(serial, 0))]));
            Sandbox.Clock.Advance(TimeSpan.FromSeconds(int.TryParse(Text("aws:MultiFactorAuthAge"), CultureInfo.InvariantCulture, out var age) ? age : 0));
        }

        At(Text("aws:CurrentTime"));
    }

    private async Task MakeSessionAsync(RoleSession session)
    {
        // The session's ARN doesn't tell the path of its role; some other place of the scenario does.
        var name = session.RoleArn[(session.RoleArn.LastIndexOf('/') + 1)..];
        var arn = Regex.Match(Entry.Text, $@"arn:aws:iam::{Account}:role/(\w+/)+{name}(?!\w)") is { Success: true } found ? found.Value : session.RoleArn;
        if (ServiceOf(name) is { } service)
        {
            // No call gives its session: the service alone assumes it.
            await MustAsync(Account, "CreateServiceLinkedRole", ("AWSServiceName", service));
            var (state, roles) = (Sandbox.Server.State, Sandbox.Server.State.Iam.Account(Account).Roles);
            roles.Put(roles.Find(name)! with { Inline = Documents("identityPolicies").ToImmutableSortedDictionary(d => "own", d => StoredPolicy.Inline("own", d)) });
            Caller = state.IssueSession(roles.Find(name)!.Session("aws", session.SessionName ?? "any", state.Now), TimeSpan.FromHours(1)).Credentials;
            return;
        }

        await MustAsync(Account, "CreateUser", ("UserName", "starter"));
        await MustAsync(Account, "PutUserPolicy", ("UserName", "starter"), ("PolicyName", "all"), ("PolicyDocument", Open));
        var starter = Credentials(await MustAsync(Account, "CreateAccessKey", ("UserName", "starter")));
        await MustAsync(Account, "CreateRole", [("RoleName", name), ("AssumeRolePolicyDocument", Iam.IamSandbox.TrustOf($"arn:aws:iam::{Account}:user/starter")), .. PathOf(arn)]);
        await GiveAsync("Role", name);
        var given = Documents("sessionPolicies");
        if (given.Length > 1)
        {
            throw new NotInSandboxException("a session has two policies");
        }

        At(Text("aws:TokenIssueTime"));
        var answer = await SendAsync(
            "sts", "2011-06-15", starter, "AssumeRole", [("RoleArn", arn), ("RoleSessionName", session.SessionName ?? "any"), .. given.Select(p => ("Policy", p))]);
        Caller = answer.Status == 200 ? Credentials(answer) : throw new NotInSandboxException($"AssumeRole refuses: {TestSandbox.Xml(answer, "Message")}");
        At(Text("aws:CurrentTime"));
    }

    // Who vouches for the session needs a policy for that, which goes when the session is there.
    private async Task MakeFederatedAsync(FederatedUser federated)
    {
        const string Voucher = "voucher";
        await MustAsync(Account, "CreateUser", ("UserName", Voucher));
        await MustAsync(Account, "PutUserPolicy", ("UserName", Voucher), ("PolicyName", "all"), ("PolicyDocument", Open));
        var voucher = Credentials(await MustAsync(Account, "CreateAccessKey", ("UserName", Voucher)));
        At(Text("aws:TokenIssueTime"));
        var answer = await SendAsync(
            "sts", "2011-06-15", voucher, "GetFederationToken", [("Name", federated.Arn[(federated.Arn.LastIndexOf('/') + 1)..]), .. Documents("sessionPolicies").Select(p => ("Policy", p))]);
        Caller = answer.Status == 200 ? Credentials(answer) : throw new NotInSandboxException($"GetFederationToken refuses: {TestSandbox.Xml(answer, "Message")}");
        await MustAsync(Account, "DeleteUserPolicy", ("UserName", Voucher), ("PolicyName", "all"));
        await GiveAsync("User", Voucher);
        At(Text("aws:CurrentTime"));
    }

    // Policies, boundary and tags.
    private async Task GiveAsync(string noun, string name)
    {
        var holder = ($"{noun}Name", name);
        foreach (var (document, i) in Documents("identityPolicies").Select((d, i) => (d, i)))
        {
            await GivePolicyAsync(noun, name, document, i);
        }

        if (Documents("permissionsBoundaries") is [var boundary])
        {
            var arn = TestSandbox.Xml(await MustAsync(Account, "CreatePolicy", ("PolicyName", "boundary"), ("PolicyDocument", boundary)), "Arn")!;
            await MustAsync(Account, $"Put{noun}PermissionsBoundary", holder, ("PermissionsBoundary", arn));
        }

        foreach (var key in ContextKeys.Where(k => k.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase)))
        {
            // A tag that IAM doesn't take comes with the request.
            await IamAsync(Account, $"Tag{noun}", holder, ("Tags.member.1.Key", key["aws:PrincipalTag/".Length..]), ("Tags.member.1.Value", Text(key) ?? ""));
        }
    }

    // An own inline policy, an own managed one, or one of a group: from scenario to scenario another way comes first.
    private async Task GivePolicyAsync(string noun, string name, string document, int at)
    {
        var (way, policy) = ((_number + at) % 4, $"p{at}");
        var hasGroup = noun == "User" && way >= 2;
        if (hasGroup)
        {
            await MustAsync(Account, "CreateGroup", ("GroupName", policy));
            await MustAsync(Account, "AddUserToGroup", ("GroupName", policy), ("UserName", name));
        }

        var holder = hasGroup ? ("GroupName", policy) : ($"{noun}Name", name);
        if (way % 2 == 1 && await IamAsync(Account, "CreatePolicy", ("PolicyName", policy), ("PolicyDocument", document)) is { Status: 200 } made)
        {
            await MustAsync(Account, $"Attach{(hasGroup ? "Group" : noun)}Policy", holder, ("PolicyArn", TestSandbox.Xml(made, "Arn")!));
        }
        else
        {
            await MustAsync(Account, $"Put{(hasGroup ? "Group" : noun)}Policy", holder, ("PolicyName", policy), ("PolicyDocument", document));
        }
    }

    private static string? ServiceOf(string roleName) => roleName switch
    {
        "AWSServiceRoleForAutoScaling" => "autoscaling.amazonaws.com",
        "AWSServiceRoleForBackup" => "backup.amazonaws.com",
        "AWSServiceRoleForECS" => "ecs.amazonaws.com",
        _ => null,
    };

    [GeneratedRegex(@"(?<!\d)\d{12}(?!\d)")]
    private static partial Regex Digits();

    private static (string, string)[] PathOf(string arn)
    {
        Assert.True(Arn.TryParse(arn, out var parsed));
        var (from, to) = (parsed.Resource.IndexOf('/', StringComparison.Ordinal), parsed.Resource.LastIndexOf('/'));
        return [("Path", parsed.Resource[from..(to + 1)])];
    }
}
