using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Matching;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>SimulateCustomPolicy and SimulatePrincipalPolicy.</summary>
internal static class SimulationOperations
{
    private const string IamPolicy = "IAM Policy";

    public static IReadOnlyList<IamOperation> All { get; } = [new("SimulateCustomPolicy", Custom), new("SimulatePrincipalPolicy", OfPrincipal)];

    private static void Custom(IamCall call)
    {
        var (policies, levels) = (Given(call), Levels(call));
        if (policies.IsEmpty)
        {
            throw IamParameters.Missing("policyInputList");
        }

        call.Authorize("*");

        // Nobody in particular calls where no caller is given: a role that nothing is known of.
        var caller = CallerOf(call) ?? new RoleSession(call.ArnOf("role", "simulated"), null);
        Run(call, new Simulation(caller, policies, null, Boundary(call), levels, call.Account.Id, RequestContext.Empty));
    }

    private static void OfPrincipal(IamCall call)
    {
        var arn = call.Parameters.Arn("PolicySourceArn");
        if (call.Parameters.HasAny("PolicyExclusionList."))
        {
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't speak PolicyExclusionList yet");
        }

        var more = Given(call);
        var holder = SimulatedPrincipal.Find(call, arn);
        var own = call.Account.PoliciesOf(holder).Select(p => new SimulatedPolicy(IdOf(p), IamPolicy, p.Policy.Attached));
        RequestPrincipal caller = CallerOf(call) ?? holder switch
        {
            User => new IamUser(arn),
            _ => new RoleSession(holder is Role ? arn : call.ArnOf("role", "simulated"), null),
        };
        var context = holder.Tags.Aggregate(RequestContext.Empty, (with, tag) => with.With($"aws:PrincipalTag/{tag.Key}", tag.Value));
        Run(call, new Simulation(caller, [.. own, .. more], null, Boundary(call) ?? call.Account.BoundaryOf(holder), call.State.Organizations.ServiceControlOf(call.Account.Id), call.Account.Id, context));
    }

    private static void Run(IamCall call, Simulation simulation)
    {
        var p = call.Parameters;
        if (p.Has("ResourceHandlingOption"))
        {
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't speak ResourceHandlingOption yet");
        }

        var (actions, resources) = (p.RequiredTexts("ActionNames", 3, 128), p.Texts("ResourceArns", 1, 2048));
        if (actions.FirstOrDefault(a => a.Split(':') is not [{ Length: > 0 }, { Length: > 0 }] || a.Contains('*', StringComparison.Ordinal)) is { } wrong)
        {
            throw IamFaults.InvalidInput($"Invalid Action Name: {wrong}");
        }

        if (p.Optional("ResourcePolicy", 1, 131072) is { } policy)
        {
            // "SimulateCustomPolicy", IAM API Reference: the policy of a resource needs a caller whom its Principal can name.
            simulation = !p.Has("CallerArn") && simulation.Principal is RoleSession { RoleArn: var role } && role == call.ArnOf("role", "simulated")
                ? throw IamFaults.InvalidInput("CallerArn is required when a ResourcePolicy is given.")
                : simulation with { Resource = SimulatedPrincipal.Read(policy, "ResourcePolicy", PolicyKind.Resource) };
        }

        simulation = simulation with
        {
            Owner = p.Optional("ResourceOwner", 1, 2048) is { } owner ? owner.Split(':', 6) is [_, _, _, _, { Length: 12 } id, _] ? id : owner : simulation.Owner,
            Context = Entries(call, simulation.Context),
        };
        var page = call.Cut(actions.Index(), a => a.Index.ToString("D6", CultureInfo.InvariantCulture));
        call.Result.List("EvaluationResults", page, a => Write(call.Result, a.Item, resources.IsEmpty, [.. (resources.IsEmpty ? ["*"] : resources).Select(r => simulation.Run(a.Item, r))]));
    }

    private static void Write(ResultXml xml, string action, bool isForAll, ImmutableArray<SimulatedResource> results)
    {
        // "EvaluationResult", IAM API Reference: what stands above is about the type of resource; each resource has its own part below.
        xml.Text("EvalActionName", action).Text("EvalResourceName", isForAll || results is [{ Resource: "*" }] ? "*" : Template(action, results[0].Resource));
        xml.Text("EvalDecision", Name(results.Min(r => Restriction(r.Outcome))));
        Statements(xml, results.SelectMany(r => r.Matched).Distinct());
        xml.Texts("MissingContextValues", results.SelectMany(r => r.Missing).Distinct(StringComparer.OrdinalIgnoreCase));
        Details(xml, results.Min(r => r.AllowedByOrganizations), results.Min(r => r.AllowedByBoundary));
        if (!isForAll)
        {
            xml.List("ResourceSpecificResults", results, r =>
            {
                xml.Text("EvalResourceName", r.Resource).Text("EvalResourceDecision", Name(Restriction(r.Outcome)));
                Statements(xml, r.Matched);
                xml.Texts("MissingContextValues", r.Missing);
                Details(xml, null, r.AllowedByBoundary);
            });
        }
    }

    private static void Statements(ResultXml xml, IEnumerable<FoundStatement> statements) => xml.List("MatchedStatements", statements, s => xml
        .Text("SourcePolicyId", s.PolicyId)
        .Text("SourcePolicyType", s.PolicyType)
        .Group("StartPosition", () => xml.Number("Line", s.Place.Start.Line).Number("Column", s.Place.Start.Column))
        .Group("EndPosition", () => xml.Number("Line", s.Place.End.Line).Number("Column", s.Place.End.Column)));

    private static void Details(ResultXml xml, bool? organizations, bool? boundary)
    {
        if (organizations is { } allowed)
        {
            xml.Group("OrganizationsDecisionDetail", () => xml.Flag("AllowedByOrganizations", allowed));
        }

        if (boundary is { } within)
        {
            xml.Group("PermissionsBoundaryDecisionDetail", () => xml.Flag("AllowedByPermissionsBoundary", within));
        }
    }

    // Of an action's resource types the one that the resource can be of.
    private static string Template(string action, string resource)
    {
        var formats = Catalogue.Embedded.FindAction(action)?.ResourceTypes.SelectMany(t => t.Type.ArnFormats).ToList() ?? [];
        return formats.Find(f => new WildcardPattern(string.Concat(f.Split("${").Select((part, i) => i == 0 ? part : "*" + part[(part.IndexOf('}', StringComparison.Ordinal) + 1)..]))).IsMatch(resource))
            ?? formats.FirstOrDefault() ?? "*";
    }

    // The most restrictive comes first.
    private static int Restriction(Outcome outcome) => outcome switch { Outcome.ExplicitDeny => 0, Outcome.ImplicitDeny => 1, _ => 2 };

    private static string Name(int restriction) => restriction switch { 0 => "explicitDeny", 1 => "implicitDeny", _ => "allowed" };

    private static string IdOf(HeldPolicy policy) => policy.Managed is not null ? policy.Name : $"{policy.Holder.Key.Type}_{policy.Holder.Name}_{policy.Name}";

    private static ImmutableArray<SimulatedPolicy> Given(IamCall call) =>
        [.. call.Parameters.Documents("PolicyInputList").Select((json, i) => (Json: json, Id: $"PolicyInputList.{i + 1}")).Select(p => new SimulatedPolicy(p.Id, IamPolicy, SimulatedPrincipal.Read(p.Json, p.Id, PolicyKind.Identity)))];

    private static PolicySet? Boundary(IamCall call) => call.Parameters.Documents("PermissionsBoundaryPolicyInputList") switch
    {
        [] => null,
        [var one] => PolicySet.Of(SimulatedPrincipal.Read(one, "PermissionsBoundaryPolicyInputList.1", PolicyKind.Boundary)),
        _ => throw IamFaults.InvalidInput("Only one permissions boundary policy can be given."),
    };

    private static ImmutableArray<PolicySet> Levels(IamCall call)
    {
        const string List = "OrderedOrganizationPolicyInputList";
        var levels = ImmutableArray.CreateBuilder<PolicySet>();
        for (var i = 1; call.Parameters.HasAny($"{List}.member.{i}."); i++)
        {
            var documents = call.Parameters.Documents($"{List}.member.{i}.ServiceControlPolicyInputList");
            levels.Add(new PolicySet([.. documents.Select(json => SimulatedPrincipal.Read(json, $"{List}.{i}", PolicyKind.ServiceControl))], $"level {i}"));
        }

        return levels.ToImmutable();
    }

    private static RequestPrincipal? CallerOf(IamCall call) => call.Parameters.OptionalArn("CallerArn") is not { } arn ? null
        : RequestPrincipal.TryParse(arn, out var principal) ? principal
        : throw IamFaults.InvalidInput($"Invalid Caller Arn: {arn}");

    private static RequestContext Entries(IamCall call, RequestContext context)
    {
        for (var i = 1; call.Parameters.Optional($"ContextEntries.member.{i}.ContextKeyName", 5, 256) is { } name; i++)
        {
            var values = call.Parameters.Texts($"ContextEntries.member.{i}.ContextKeyValues", 0);
            var type = call.Parameters.Word(
                $"ContextEntries.member.{i}.ContextKeyType",
                "string", "stringList", "numeric", "numericList", "boolean", "booleanList", "ip", "ipList", "binary", "binaryList", "date", "dateList");
            context = type?.EndsWith("List", StringComparison.Ordinal) == true ? context.With(name, values)
                : values is [var one] ? context.With(name, one)
                : throw IamFaults.InvalidInput($"The context key {name} takes one value.");
        }

        return context;
    }
}
