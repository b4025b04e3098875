using System.Globalization;
using System.Text;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>Writes what was made for people.</summary>
internal static class GenerateText
{
    // So many of the needs that one statement refuses are named.
    private const int NamedNeeds = 5;

    private static readonly List<NeedEvidence> Evidences = [NeedEvidence.Published, NeedEvidence.Documented, NeedEvidence.Recorded, NeedEvidence.Inferred];

    /// <summary>What is said beside the policies.</summary>
    public static string Talk(IReadOnlyList<GeneratedPolicy> policies, GenerateInput input, AroundPolicies around)
    {
        var text = new StringBuilder();
        foreach (var note in around.Notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"note: {note}\n");
        }

        foreach (var policy in policies.Where(policy => policy.Access.Needs.Length > 0 || policy.For == GeneratedPolicy.Roles))
        {
            Warnings(policy, text);
            if (!input.Options.Json)
            {
                Summary(policy, policies, around, text);
            }
        }

        if (!input.Options.Json)
        {
            string[] findings = [.. FindingText.Lines(policies)];
            text.Append(findings.Length == 0 ? "policy check finds nothing in it.\n" : "policy check finds:\n").AppendJoin("", findings.Select(line => $"  {line}\n"));
        }

        return text.ToString();
    }

    private static void Warnings(GeneratedPolicy policy, StringBuilder text)
    {
        var access = policy.Access;
        if (access.Unknown.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"warning: nothing is known of {string.Join(", ", access.Unknown)}: what these need isn't in the policy\n");
        }

        if (access.Inferred.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"warning: what {string.Join(", ", access.Inferred)} need{(access.Inferred.Length == 1 ? "s" : "")} is concluded from the names of actions\n");
        }

        foreach (var note in access.Notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"note: {note}\n");
        }

        foreach (var need in policy.Check.Denied)
        {
            text.Append(CultureInfo.InvariantCulture, $"warning: {need.Action} on {need.Resource} is needed ({need.Reason}) and not allowed\n");
        }

        if (policy.Check.Allowed.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"warning: allowed and not needed: {string.Join(", ", policy.Check.Allowed)}\n");
        }

        foreach (var group in policy.Check.Blocked.GroupBy(b => new BlockedBy(b.Layer, b.Reason, string.Join(" and ", b.DependsOn))))
        {
            var needs = group.Select(b => $"{b.Need.Action} on {b.Need.Resource}").Distinct(StringComparer.Ordinal).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"warning: {group.Key.Layer} {(group.Key.Keys.Length == 0 ? "blocks" : $"may block, as {group.Key.Keys} decides,")} {string.Join(", ", needs.Take(NamedNeeds))}");
            text.Append(needs.Length > NamedNeeds ? string.Create(CultureInfo.InvariantCulture, $" and {needs.Length - NamedNeeds} more") : "");
            text.Append(CultureInfo.InvariantCulture, $": {group.Key.Reason}; no policy of the {policy.For}'s own can mend that\n");
        }
    }

    private static void Summary(GeneratedPolicy policy, IReadOnlyList<GeneratedPolicy> policies, AroundPolicies around, StringBuilder text)
    {
        if (policy.For == GeneratedPolicy.Roles)
        {
            text.Append(CultureInfo.InvariantCulture, $"{policy.Name}: {Sizes([policy])} characters, to be made as {policy.Arn}. It allows what the roles' own policies in the template allow, and nothing else.\n");
            return;
        }


        var needs = policy.Access.Needs;
        var counts = Evidences.Select(kind => $"{needs.Count(n => n.Evidence == kind)} {Name(kind)}").Where(count => !count.StartsWith("0 ", StringComparison.Ordinal));
        text.Append(CultureInfo.InvariantCulture, $"{policy.For}: {needs.Length} needs ({string.Join(", ", counts)}), {Sizes(policies.Where(p => p.For == policy.For))} characters. ");
        text.Append(policy.Check.IsConsistent
            ? string.Create(CultureInfo.InvariantCulture, $"Consistent: it allows each need, and none of {policy.Check.Tried} other actions of the same services.\n")
            : "It is not consistent with its needs.\n");
        if (around.IsThere && policy.Check.Blocked.IsEmpty)
        {
            text.Append("Nothing that is needed is refused by the SCPs and the boundary that were given.\n");
        }
    }

    // What is longer than a managed policy may be is said with its mending.
    private static string Sizes(IEnumerable<GeneratedPolicy> parts)
    {
        var sizes = parts.Select(p => DocumentSize.Of(PolicyDocumentWriter.Write(p.Document, indented: false), SizeUnit.CharactersWithoutWhiteSpace)).ToArray();
        var limit = PolicyQuotas.Find(PolicyPlace.Managed)!.Limit;
        return string.Join(" and ", sizes) + (sizes.Any(size => size > limit) ? string.Create(CultureInfo.InvariantCulture, $" (a managed policy takes {limit}: add --split)") : "");
    }

    /// <summary>Every need with its reason.</summary>
    public static string Explanation(GeneratedPolicy policy)
    {
        var text = new StringBuilder();
        foreach (var group in policy.Access.Needs.GroupBy(n => n.Reason, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{group.Key}\n");
            foreach (var need in group)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {need.Action} on {need.Resource}\n    {Phases(need.Phases)}; {Name(need.Evidence)}{(need.Source is null ? "" : $": {need.Source}")}\n");
                foreach (var condition in need.Conditions)
                {
                    text.Append(CultureInfo.InvariantCulture, $"    if {condition.Key} {condition.Operator} {string.Join(" or ", condition.Values)}\n");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>The phases' names.</summary>
    public static string Phases(NeedPhases phases) => string.Join(", ", Names(phases));

    /// <summary>The phases' names, in their order.</summary>
    public static IEnumerable<string> Names(NeedPhases phases) =>
        Enum.GetValues<NeedPhases>().Where(p => p != NeedPhases.None && phases.HasFlag(p)).Select(p => p.ToString().ToLowerInvariant());

    /// <summary>The name of a kind of evidence.</summary>
    public static string Name(NeedEvidence evidence) => evidence.ToString().ToLowerInvariant();

    private sealed record BlockedBy(string Layer, string Reason, string Keys);
}
