using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>
/// The operations that tell when services were last called: "Refine permissions using last accessed information", IAM User Guide. The calls are those that the
/// sandbox remembers, refused ones too; a job is done before its id is known.
/// </summary>
internal static class LastAccessOperations
{
    private const int MostReports = 100;

    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("GenerateServiceLastAccessedDetails", Generate), new("GetServiceLastAccessedDetails", Get), new("GetServiceLastAccessedDetailsWithEntities", GetEntities),
    ];

    private static void Generate(IamCall call)
    {
        var arn = call.Parameters.Arn("Arn");
        var granularity = call.Parameters.Word("Granularity", "SERVICE_LEVEL", "ACTION_LEVEL");
        var (holder, policy) = (call.Account.PolicyHolders.FirstOrDefault(h => h.Arn == arn), call.Account.FindPolicy(arn));
        call.Authorize(arn, null, holder is null ? null : new Keys().WithResource(holder));
        if (granularity == "ACTION_LEVEL")
        {
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't tell when single actions were last called yet");
        }

        var (documents, holders) = (holder, policy) switch
        {
            (Group group, _) => (Documents(call, group), call.Account.Users.All.Where(u => group.MemberIds.Contains(u.Id)).Cast<PolicyHolder>()),
            ({ } one, _) => (Documents(call, one), [one]),
            (_, { } attached) => ([attached.Default.Policy.Attached.Document], call.Account.PolicyHolders.Where(h => h is not Group && call.Account.PoliciesOf(h).Any(p => p.Managed?.Arn == arn))),
            _ => throw IamFaults.NoSuchEntity($"The entity {arn} cannot be found."),
        };
        var calls = call.State.Calls.After(0).Where(c => c.Origin is not null).ToLookup(c => (Namespace(c.Record.Service), c.Origin!.Caller.IssuerId));
        PolicyHolder[] let = [.. holders];
        var report = new AccessReport(call.State.Ids.Uuid(), call.Now, [.. Allowed([.. documents]).Select(s => Access(s, let, calls))]);
        var kept = call.Account.AccessReports.Add(report);
        call.Account.AccessReports = kept.Length > MostReports ? kept.RemoveAt(0) : kept;
        call.Result.Text("JobId", report.JobId);
    }

    private static void Get(IamCall call)
    {
        var report = Find(call);
        var services = call.Cut(report.Services, s => s.Namespace);
        call.Result.Text("JobType", "SERVICE_LEVEL").List("ServicesLastAccessed", services, s =>
        {
            var (called, last) = (s.Holders.Where(h => h.Last is not null).ToList(), s.Holders.FirstOrDefault(h => h.Last is not null));
            call.Result
                .Text("ServiceName", s.Name)
                .Date("LastAuthenticated", last?.Last)
                .Text("ServiceNamespace", s.Namespace)
                .Text("LastAuthenticatedEntity", last?.Holder.Arn)
                .Text("LastAuthenticatedRegion", last?.Region)
                .Number("TotalAuthenticatedEntities", called.Count);
        });
    }

    private static void GetEntities(IamCall call)
    {
        var asked = call.Parameters.Required("ServiceNamespace", 1, 64);
        var report = Find(call);
        var service = report.Services.FirstOrDefault(s => s.Namespace == asked) ?? throw IamFaults.NoSuchEntity($"The service namespace {asked} is not in the report.");
        var entities = call.Cut(service.Holders.Index(), h => h.Index.ToString("D5", System.Globalization.CultureInfo.InvariantCulture));
        call.Result.List("EntityDetailsList", entities.Select(e => e.Item), e => call.Result
            .Group("EntityInfo", () => call.Result
                .Text("Arn", e.Holder.Arn)
                .Text("Name", e.Holder.Name)
                .Text("Type", e.Holder is User ? "USER" : "ROLE")
                .Text("Id", e.Holder.Id)
                .Text("Path", e.Holder.Key.Path))
            .Date("LastAuthenticated", e.Last));
    }

    private static AccessReport Find(IamCall call)
    {
        var id = call.Parameters.Required("JobId", 36, 36);
        call.Authorize("*");
        var report = call.Account.AccessReports.FirstOrDefault(r => r.JobId == id) ?? throw IamFaults.NoSuchEntity($"The job {id} cannot be found.");
        call.Result.Text("JobStatus", "COMPLETED").Date("JobCreationDate", report.Created).Date("JobCompletionDate", report.Created);
        return report;
    }

    private static IEnumerable<PolicyDocument> Documents(IamCall call, PolicyHolder holder) => call.Account.PoliciesOf(holder).Select(p => p.Policy.Attached.Document);

    // "The report includes all services that the policies could allow": what a Deny takes away, and what bounds it, doesn't count.
    private static IEnumerable<CatalogueService> Allowed(PolicyDocument[] documents)
    {
        var catalogue = Catalogue.Embedded;
        var isAllowed = new bool[catalogue.ActionCount];
        foreach (var action in documents.SelectMany(d => d.Statements).Where(s => s.Effect == Effect.Allow).Select(s => s.Action))
        {
            var isNamed = new bool[isAllowed.Length];
            foreach (var range in action.Values.SelectMany(v => catalogue.Match(v.Value)))
            {
                isNamed.AsSpan(range.First, range.Count).Fill(true);
            }

            for (var id = 0; id < isAllowed.Length; id++)
            {
                isAllowed[id] |= isNamed[id] != action.Negated;
            }
        }

        return catalogue.Services.Where(s => isAllowed.AsSpan(s.Range.First, s.Range.Count).Contains(true));
    }

    private static ServiceAccess Access(CatalogueService service, PolicyHolder[] holders, ILookup<(string Namespace, string IssuerId), NumberedCall> calls) => new(
        service.Prefix, service.Name, [.. holders
            .Select(h => (Holder: h, Last: calls[(service.Prefix, h.Id)].LastOrDefault()))
            .Select(h => new HolderAccess(h.Holder, h.Last?.Record.Time, h.Last?.Origin!.Region))
            .OrderByDescending(h => h.Last).ThenBy(h => h.Holder.Arn, StringComparer.Ordinal)]);

    private static string Namespace(string service) => service == "sso-admin" ? "sso" : service;
}
