using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Commands.Policies;
using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.Parity;

/// <summary>The scenario's request, asked of IAM's simulations and of the gate that every call goes through.</summary>
internal sealed partial class ScenarioSandbox
{
    private static readonly string[] OfCaller =
    [
        "aws:PrincipalTag/", "aws:CurrentTime", "aws:EpochTime", "aws:TokenIssueTime", "aws:MultiFactorAuth", "aws:username", "aws:PrincipalArn", "aws:PrincipalAccount",
        "aws:PrincipalIsAWSService", "aws:SecureTransport",
    ];

    /// <summary>
    /// Asks SimulatePrincipalPolicy about the caller as it is in IAM, or SimulateCustomPolicy where SCPs are to count.
    /// </summary>
    /// <returns>The decision; <see langword="null"/> where the scenario has something that these operations don't take.</returns>
    public async Task<string?> SimulateAsync()
    {
        var (policies, request) = (Scenario.Policies, Scenario.Request);

        // Without the policy of a resource they answer for the caller's side alone.
        var needsResource = Account != Owner || (request.Resource.Contains(":key/", StringComparison.Ordinal) || request.Resource.Contains(":role/", StringComparison.Ordinal)) && request.Action is not ['i', 'a', 'm', ..];
        if (request.Principal is not IamUser user || policies.Session is not null || policies.Endpoint is not null || !policies.ResourceControl.IsEmpty || (needsResource && policies.Resource is null))
        {
            return null;
        }

        var isCustom = !policies.ServiceControl.IsEmpty;
        if (isCustom && policies.Identity.Policies.IsEmpty)
        {
            return null;
        }

        List<(string, string)> parameters = [("ActionNames.member.1", request.Action), ("ResourceArns.member.1", request.Resource), ("CallerArn", user.UserArn), ("ResourceOwner", $"arn:aws:iam::{Owner}:root")];
        if (policies.Resource is not null)
        {
            parameters.Add(("ResourcePolicy", DocumentOf(Entry.Scenario.GetProperty("resourcePolicy"))));
        }

        if (isCustom)
        {
            parameters.AddRange(Documents("identityPolicies").Select((d, i) => ($"PolicyInputList.member.{i + 1}", d)));
            parameters.AddRange(Documents("permissionsBoundaries").Select(d => ("PermissionsBoundaryPolicyInputList.member.1", d)));
            foreach (var (level, i) in Entry.Scenario.GetProperty("serviceControlPolicies").EnumerateArray().Select((l, i) => (l, i)))
            {
                parameters.AddRange(level.GetProperty("policies").EnumerateArray().Select(
                    (p, at) => ($"OrderedOrganizationPolicyInputList.member.{i + 1}.ServiceControlPolicyInputList.member.{at + 1}", DocumentOf(p))));
                if (level.GetProperty("policies").GetArrayLength() == 0)
                {
                    return null;
                }
            }
        }
        else
        {
            parameters.Add(("PolicySourceArn", user.UserArn));
        }

        parameters.AddRange(ContextKeys.Where(k => isCustom || !IsTag(k)).SelectMany(ContextEntry));
        var answer = await IamAsync(Account, isCustom ? "SimulateCustomPolicy" : "SimulatePrincipalPolicy", [.. parameters]);
        Assert.True(answer.Status == 200, $"{Entry.Name}: {answer.Text}");
        return QueryProtocol.Descendant(System.Xml.Linq.XElement.Parse(answer.Text), "EvalDecision");

        IEnumerable<(string, string)> ContextEntry(string key, int i)
        {
            var (name, value) = ($"ContextEntries.member.{i + 1}", request.Context.Find(key)!);
            return [($"{name}.ContextKeyName", key), ($"{name}.ContextKeyType", value.IsMultivalued ? "stringList" : "string"), .. value.Values.Select((v, at) => ($"{name}.ContextKeyValues.member.{at + 1}", v))];
        }
    }

    /// <summary>
    /// Asks the gate for the caller as the sandbox knows it now, with its own context. What the sandbox has no service for comes
    /// from the scenario: the policies of the resource and of VPC endpoints, and those of organizations that can't be attached.
    /// </summary>
    /// <returns>The decision, why, and the keys about the caller that had to be given besides.</returns>
    public async Task<(string Decision, string? Reason, IReadOnlyList<string> Given)> DecideAsync()
    {
        var isControlled = await ControlAsync();
        var state = Sandbox.Server.State;
        var caller = state.Iam.Current(state.FindKey(Caller!.AccessKeyId)!.Caller)!;
        var own = state.Iam.PoliciesOf(caller);
        var policies = Scenario.Policies with { Identity = own.Identity, Boundary = own.Boundary, Session = own.Session };
        policies = isControlled ? policies with { ServiceControl = own.ServiceControl, ResourceControl = [] } : policies;
        var brought = RequestOf(caller, state.Iam.ContextOf(caller, state.Now)).Context;
        var missing = ContextKeys.Where(k => !Same(brought.Find(k), Scenario.Request.Context.Find(k)!)).ToList();
        var context = missing.Aggregate(state.Iam.ContextOf(caller, state.Now), (with, key) => with.With(key, Scenario.Request.Context.Find(key)!));
        var call = new CallContext(
            new WireRequest("POST", "/", new WireHeaders(("Host", TestSandbox.Url.Authority)), ReadOnlyMemory<byte>.Empty), ReadOnlyMemory<byte>.Empty,
            new Target(SandboxService.None, "", null), "id", state.Now);
        var verdict = call.Decide(state.Organizations, RequestOf(caller, context), policies);
        return (NameOf(verdict.Outcome), call.Reason, [.. missing.Where(k => OfCaller.Any(o => k.StartsWith(o, StringComparison.OrdinalIgnoreCase)))]);
    }

    public static string NameOf(Outcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    private static bool IsTag(string key) => key.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase);

    private static bool Same(ContextValue? one, ContextValue other) => one is not null && one.IsMultivalued == other.IsMultivalued && one.Values.SequenceEqual(other.Values);

    private AccessRequest RequestOf(Caller caller, RequestContext context)
    {
        var facts = CatalogueFacts.Of(Catalogue.Embedded, Scenario.Request.Action);
        return new AccessRequest(caller.Principal, Scenario.Request.Action, Scenario.Request.Resource, context, Scenario.Request.ResourceAccount)
        {
            TakesNoResource = facts.TakesNoResource,
            IsCoveredByResourceControl = facts.IsCoveredByResourceControl,
        };
    }
}
