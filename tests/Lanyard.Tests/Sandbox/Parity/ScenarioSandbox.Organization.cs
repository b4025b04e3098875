using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Parity;

/// <summary>The scenario's SCPs and RCPs, attached in an organization: the SCPs over the caller's account, the RCPs over the account of the resource.</summary>
internal sealed partial class ScenarioSandbox
{
    private const string Boss = "999988887777";

    private bool? _isControlled;

    /// <summary>Gets why the organization can't have the scenario's policies, which are then given to the engine; <see langword="null"/> where it has them, or there are none.</summary>
    public string? WhyNotControlled { get; private set; }

    /// <summary>Gets whether the scenario has SCPs or RCPs.</summary>
    public bool HasControls => Levels("serviceControlPolicies").Length + Levels("resourceControlPolicies").Length > 0;

    /// <summary>Attaches the policies, once all that they could forbid is made.</summary>
    /// <returns>Whether the organization has all of them.</returns>
    public async Task<bool> ControlAsync() => _isControlled ??= HasControls && await TryControlAsync();

    private async Task<bool> TryControlAsync()
    {
        try
        {
            foreach (var (type, account) in new[] { ("service", Account), ("resource", Owner) })
            {
                await ControlAsync($"{type}ControlPolicies", $"{type.ToUpperInvariant()}_CONTROL_POLICY", account);
            }

            return true;
        }
        catch (NotInSandboxException e)
        {
            WhyNotControlled = e.Message.Split(':')[0];
            return false;
        }
    }

    private async Task ControlAsync(string list, string type, string account)
    {
        var path = Levels(list) is { Length: > 0 } ? Sandbox.Server.State.Organizations.Of(account)!.PathTo(account) : [];
        foreach (var (level, target) in Levels(list).Zip(path))
        {
            var policies = level.GetProperty("policies").EnumerateArray().Select(DocumentOf).Select((d, i) => (Document: d, Number: i)).ToList();
            foreach (var (document, number) in policies.Where(p => !AllowsAll(p.Document)))
            {
                var made = await OrganizationsAsync(
                    "CreatePolicy", new() { ["Name"] = $"{target} {number}", ["Description"] = "", ["Type"] = type, ["Content"] = document });
                await OrganizationsAsync("AttachPolicy", new() { ["PolicyId"] = (string)made["Policy"]!["PolicySummary"]!["Id"]!, ["TargetId"] = target });
            }

            // AWS's own RCP can't be detached.
            if (type[0] == 'S' && !policies.Exists(p => AllowsAll(p.Document)))
            {
                await OrganizationsAsync("DetachPolicy", new() { ["PolicyId"] = "p-FullAWSAccess", ["TargetId"] = target });
            }
        }
    }

    /// <summary>Makes the organization of the accounts that the scenario's policies are over: a unit below the other for each level between root and account.</summary>
    private SeedOrganization? OrganizationOf(IEnumerable<string> accounts)
    {
        if (!HasControls || Scenario.Request.Principal.Account is null)
        {
            return null;
        }

        var policies = string.Concat(Levels("serviceControlPolicies").Concat(Levels("resourceControlPolicies")).Select(l => l.GetRawText()));
        var id = Regex.Match(policies, "o-[a-z0-9]{10}") is { Success: true } found ? found.Value : null;
        var (callers, owners) = (Levels("serviceControlPolicies").Length, Levels("resourceControlPolicies").Length);
        List<string> members = [Boss];
        members.AddRange(callers > 0 || (id is not null && Text("aws:PrincipalOrgID") == id) ? [Account] : []);
        members.AddRange(owners > 0 ? [Owner] : []);
        var units = Account == Owner ? Chain(Math.Max(callers, owners), Account, "both") : [.. Chain(callers, Account, "callers"), .. Chain(owners, Owner, "owners")];
        return new SeedOrganization(Boss) { Id = id, Units = units, Outside = [.. accounts.Where(a => !members.Contains(a))] };
    }

    private static SeedUnit[] Chain(int levels, string account, string name)
    {
        SeedUnit[] below = [];
        for (var level = levels - 2; level > 0; level--)
        {
            below = [new SeedUnit($"{name}{level}", below.Length == 0 ? [account] : [], below)];
        }

        return below;
    }

    private JsonElement[] Levels(string list) => Entry.Scenario.TryGetProperty(list, out var found) ? [.. found.EnumerateArray()] : [];

    private static bool AllowsAll(string document) => Regex.Replace(document, @"\s", "") is
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"""
        or """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    private async Task<JsonNode> OrganizationsAsync(string operation, JsonObject input)
    {
        var body = Encoding.UTF8.GetBytes(input.ToJsonString());
        var headers = new WireHeaders(
            ("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", $"AWSOrganizationsV20161128.{operation}"));
        var answer = await Sandbox.SendAsync(SigV4Signer.Sign(
            new WireRequest("POST", "/", headers, body), body, Sandbox.Server.RootKeyOf(Boss)!, "us-east-1", "organizations", Sandbox.Clock.Now));
        return answer.Status == 200 ? JsonNode.Parse(answer.Text)! : throw new NotInSandboxException($"{operation} refuses: {answer.Text}");
    }
}
