using System.Text;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Scenarios;

namespace Lanyard.Cli.Commands.Policies;

/// <summary>Writes the results of scenarios for people.</summary>
internal static class SimulateText
{
    private const int NearMisses = 12;

    /// <summary>Writes them.</summary>
    /// <param name="list">The scenarios.</param>
    /// <param name="results">Their results.</param>
    /// <param name="explain">Whether to show the requests, and the reasons that didn't decide.</param>
    public static string Write(ScenarioList list, IReadOnlyList<ScenarioResult> results, bool explain)
    {
        var text = new StringBuilder();
        var held = 0;
        for (var i = 0; i < results.Count; i++)
        {
            var (request, result) = (list.Scenarios[i].Request, results[i]);
            text.Append(result.Name ?? $"{request.Action} on {request.Resource}").Append(": ").Append(Words(result.Decision)).Append('\n');
            if (explain)
            {
                Line(text, "who", Who(request.Principal));
                Line(text, "action", request.Action);
                Line(text, "resource", request.Resource + (request.ResourceAccount is { } account ? $" of account {account}" : ""));
            }

            var near = 0;
            foreach (var reason in result.Reasons)
            {
                near += reason.Kind == ReasonKind.NearMiss ? 1 : 0;
                if (!explain && !Decides(reason))
                {
                    held++;
                }
                else if (near <= NearMisses)
                {
                    Line(text, Label(reason), reason.Message);
                }
            }

            if (explain && near > NearMisses)
            {
                Line(text, "came near", $"and {near - NearMisses} more; --json has all");
            }
        }

        if (results.Count > 1)
        {
            var allowed = results.Count(result => result.Decision == Outcome.Allowed);
            text.Append($"{results.Count} scenarios: {allowed} allowed, {results.Count - allowed} denied\n");
        }

        return text.Append(held > 0 ? "add --explain to see the other statements that counted, or came near\n" : "").ToString();
    }

    // Of an allowed request it is what grants: the other layers only let pass what another one gives.
    private static bool Decides(RenderedReason reason) => reason.Kind switch
    {
        ReasonKind.NearMiss or ReasonKind.Delegates => false,
        ReasonKind.Allows => reason.Layer is "identity" or "resource",
        _ => true,
    };

    private static string Label(RenderedReason reason) => reason.Kind == ReasonKind.NearMiss ? "came near" : reason.Layer ?? "rule";

    private static void Line(StringBuilder text, string label, string value) => text.Append("  ").Append(label.PadRight(12)).Append("  ").Append(value).Append('\n');

    private static string Words(Outcome decision) => decision switch
    {
        Outcome.Allowed => "allowed",
        Outcome.ExplicitDeny => "denied, a statement denies it",
        _ => "denied, nothing allows it",
    };

    private static string Who(RequestPrincipal principal) => principal switch
    {
        AwsService service => $"the AWS service {service.Name}",
        FederatedIdentity identity => $"somebody whom {identity.Provider} vouches for",
        AnonymousCaller => "somebody without credentials",
        _ => principal.Arn ?? $"a session of {principal.IssuerArn}",
    };
}
