using System.Globalization;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Mfa;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Matching;

namespace Lanyard.Tests.Sandbox.Parity;

/// <summary>The scenario's request as a real call, where the sandbox has the operation.</summary>
internal sealed partial class ScenarioSandbox
{
    // What an operation calls upon, and the parameter that brings a condition key.
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sts:ExternalId"] = "ExternalId",
        ["sts:SourceIdentity"] = "SourceIdentity",
        ["iam:PermissionsBoundary"] = "PermissionsBoundary",
    };

    /// <summary>Makes the call.</summary>
    /// <returns>The decision in the call log; <see langword="null"/> where there is no such operation, or it doesn't bring a key of the scenario.</returns>
    public async Task<string?> CallAsync()
    {
        var (action, resource) = (Scenario.Request.Action, Scenario.Request.Resource);
        var isPlain = Documents("vpcEndpointPolicies") is [];
        var isRole = Arn.TryParse(resource, out var arn) && arn.Resource.StartsWith("role/", StringComparison.Ordinal);
        return (isPlain, action) switch
        {
            (true, "sts:GetCallerIdentity") when Caller is not null => await AskAsync("sts", "GetCallerIdentity"),
            (true, "sts:AssumeRole") when Caller is not null && isRole => await AssumeAsync(arn!, "AssumeRole"),
            (true, "sts:AssumeRoleWithWebIdentity") when Scenario.Request.Principal is FederatedIdentity { Provider: var p } && p.Contains(":oidc-provider/", StringComparison.Ordinal) && isRole =>
                await AssumeAsync(arn!, "AssumeRoleWithWebIdentity"),
            (true, "iam:GetUser" or "iam:CreateAccessKey" or "IAM:listaccesskeys" or "iam:CreateUser") when Caller is not null && arn is not null && Documents("resourcePolicy") is [] => await OnUserAsync(arn),
            _ => null,
        };
    }

    private async Task<string?> OnUserAsync(Arn arn)
    {
        var name = arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..];
        var operation = Scenario.Request.Action.Split(':')[1] is "listaccesskeys" ? "ListAccessKeys" : Scenario.Request.Action.Split(':')[1];
        var path = PathOf(arn.ToString());
        if (operation != "CreateUser")
        {
            if (arn.ToString() != (Scenario.Request.Principal as IamUser)?.UserArn && name == (Scenario.Request.Principal as IamUser)?.Name)
            {
                return null;
            }

            await IamAsync(Owner, "CreateUser", [("UserName", name), .. path]);
        }

        if (Text("iam:PermissionsBoundary") is { } boundary)
        {
            await MustAsync(Owner, "CreatePolicy", ("PolicyName", boundary[(boundary.LastIndexOf('/') + 1)..]), ("PolicyDocument", Open));
        }

        return await AskAsync("iam", operation, [("UserName", name), .. operation == "CreateUser" ? path : []]);
    }

    private async Task<string?> AssumeAsync(Arn role, string operation)
    {
        var trust = Documents("resourcePolicy") is [var document] ? document : throw new NotInSandboxException("a role has no trust policy");
        await MakePrincipalsAsync();
        var name = role.Resource[(role.Resource.LastIndexOf('/') + 1)..];
        if ((await IamAsync(Owner, "GetRole", ("RoleName", name))).Status == 200)
        {
            await MustAsync(Owner, "UpdateAssumeRolePolicy", ("RoleName", name), ("PolicyDocument", trust));
        }
        else
        {
            await MustAsync(Owner, "CreateRole", [("RoleName", name), ("AssumeRolePolicyDocument", trust), .. PathOf(role.ToString())]);
        }

        (string, string)[] common = [("RoleArn", role.ToString()), ("RoleSessionName", "session")];
        if (operation == "AssumeRole")
        {
            return await AskAsync("sts", operation, common);
        }

        var issuer = Sandbox.Server.Seed.WebIdentity.ProviderName;
        if (HasControls && !await ControlAsync())
        {
            return null;
        }

        var token = Sandbox.Server.IssueWebIdentityToken(Text($"{issuer}:sub") ?? "", Text($"{issuer}:aud") ?? "");
        await Sandbox.SendAsync("POST", "/", TestSandbox.Form(operation, [.. common, ("WebIdentityToken", token.Reveal())]));
        return Decision(operation);
    }

    // Whom a trust policy names must be there.
    private async Task MakePrincipalsAsync()
    {
        foreach (var entry in Scenario.Policies.Resource!.Policies.SelectMany(p => p.Document.Statements).SelectMany(s => s.Principal?.Entries ?? []))
        {
            if (RequestPrincipal.TryParse(entry.Value.Value, out var principal))
            {
                await (principal switch
                {
                    IamUser user => IamAsync(user.Account!, "CreateUser", [("UserName", user.Name), .. PathOf(user.UserArn)]),
                    RoleSession session => IamAsync(
                        session.Account!, "CreateRole",
                        [("RoleName", session.RoleArn[(session.RoleArn.LastIndexOf('/') + 1)..]), ("AssumeRolePolicyDocument", Iam.IamSandbox.Ec2Trust), .. PathOf(session.RoleArn)]),
                    _ => Task.CompletedTask,
                });
            }
        }
    }

    private async Task<string?> AskAsync(string service, string operation, params (string, string)[] parameters)
    {
        string[] brought = ["aws:PrincipalTag/", "aws:username", "aws:CurrentTime", "aws:TokenIssueTime", "aws:MultiFactorAuth", "aws:PrincipalArn", "aws:RequestedRegion"];
        if (!ContextKeys.All(k => Parameters.ContainsKey(k) || brought.Any(b => k.StartsWith(b, StringComparison.OrdinalIgnoreCase))))
        {
            return null;
        }

        if (HasControls && !await ControlAsync())
        {
            return null;
        }

        var (version, more) = (service == "iam" ? "2010-05-08" : "2011-06-15", ContextKeys.Where(Parameters.ContainsKey).Select(k => (Parameters[k], Text(k)!)));
        var answer = await SendAsync(service, version, Caller!, operation, [.. parameters, .. more]);
        return operation == "GetCallerIdentity" && answer.Status == 200 ? "allowed" : Decision(operation);
    }

    private string? Decision(string operation) => Sandbox.Log.Last(c => c.Operation == operation).Decision;

    private async Task<string> MakeMfaDeviceAsync(string user)
    {
        var serial = TestSandbox.Xml(await MustAsync(Account, "CreateVirtualMFADevice", ("VirtualMFADeviceName", user)), "SerialNumber")!;
        await MustAsync(Account, "EnableMFADevice", ("UserName", user), ("SerialNumber", serial), ("AuthenticationCode1", CodeOf(serial, 0)), ("AuthenticationCode2", CodeOf(serial, 1)));
        Sandbox.Clock.Advance(TimeSpan.FromMinutes(5));
        return serial;
    }

    private string CodeOf(string serial, int steps) =>
        Totp.CodeOf(TotpSeed.Parse(Sandbox.Server.MfaSeedOf(serial)!), Totp.StepOf(Sandbox.Clock.Now) + steps).Reveal();

    private void At(string? time)
    {
        time ??= long.TryParse(Text("aws:EpochTime"), CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("O", CultureInfo.InvariantCulture) : null;
        if (DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            Sandbox.Clock.Advance(moment - Sandbox.Clock.Now);
        }
    }

    private static AwsCredentials Credentials(WireResponse answer) => new(
        TestSandbox.Xml(answer, "AccessKeyId")!, new Secret(TestSandbox.Xml(answer, "SecretAccessKey")!),
        TestSandbox.Xml(answer, "SessionToken") is { } token ? new Secret(token) : null);
}
