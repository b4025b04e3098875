using System.Text;
using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets;

namespace Lanyard.Cli.Commands.Policies.Diff;

/// <summary>Writes a comparison for people.</summary>
internal static class DiffText
{
    private const int MostActions = 12;
    private const int MostGroups = 30;
    private const int MostServices = 8;

    /// <summary>Writes it.</summary>
    /// <param name="report">The comparison.</param>
    /// <param name="everything">Whether nothing is left out, however long it gets.</param>
    public static string Write(DiffReport report, bool everything)
    {
        var text = new StringBuilder();
        var comparison = report.Comparison;
        if (comparison.IsEqual)
        {
            text.Append("equal: both allow the same requests\n");
        }
        else
        {
            Differences(text, "new: allowed by NEW and not by OLD", comparison.Added, everything);
            Differences(text, "gone: allowed by OLD and not by NEW", comparison.Removed, everything);
            Unknown(text, comparison, everything);
            if (comparison.AddsNothing || comparison.RemovesNothing)
            {
                text.Append(comparison.AddsNothing ? "nothing is new\n" : "nothing is gone\n");
            }
        }

        foreach (var check in report.Access)
        {
            Differences(text, $"granted of {Readable.Line(check.File)}", check.Granted.Added, everything);
            Unknown(text, check.Granted, everything);
            text.Append(check.IsRefused ? $"nothing of {Readable.Line(check.File)} is granted\n" : "");
        }

        return text.ToString();
    }

    private static void Differences(StringBuilder text, string title, IReadOnlyCollection<AccessDifference> differences, bool everything)
    {
        if (differences.Count == 0)
        {
            return;
        }

        text.Append(title).Append('\n');
        var shown = 0;
        foreach (var group in differences.GroupBy(difference => (difference.Resource, Conditions: string.Join("; ", difference.Conditions))))
        {
            var services = group.Select(difference => difference.Service).Distinct(StringComparer.OrdinalIgnoreCase).Count();
            if (!everything && services > MostServices)
            {
                Many(text, [.. group], services);
                continue;
            }

            foreach (var difference in group)
            {
                if (everything || ++shown <= MostGroups)
                {
                    One(text, difference, everything);
                }
            }
        }

        text.Append(!everything && shown > MostGroups ? $"  and {shown - MostGroups} more; --verbose or --json shows all\n" : "");
    }

    private static void One(StringBuilder text, AccessDifference difference, bool everything)
    {
        text.Append("  ").Append(Readable.Line(difference.Service)).Append(' ').Append(Words(difference.Level)).Append(" on ").Append(Readable.Line(difference.Resource))
            .Append(": ").Append(Readable.Line(Actions(difference, everything))).Append('\n');
        Details(text, difference);
    }

    // With a whole world allowed nobody reads a list of it; what changes permissions is the best example.
    private static void Many(StringBuilder text, IReadOnlyList<AccessDifference> group, int services)
    {
        var actions = group.Sum(difference => difference.Level is null ? 0 : difference.Actions.Length);
        var example = group.FirstOrDefault(difference => difference is { Service: "iam", Level: AccessLevel.PermissionsManagement })
            ?? group.FirstOrDefault(difference => difference.Level == AccessLevel.PermissionsManagement)
            ?? group[0];
        text.Append($"  {actions} actions of {services} services on {Readable.Line(example.Resource)}; --verbose or --json shows all\n");
        Details(text, example);
    }

    private static void Details(StringBuilder text, AccessDifference difference)
    {
        foreach (var condition in difference.Conditions)
        {
            text.Append("    if ").Append(Readable.Line(condition)).Append('\n');
        }

        var witness = difference.Witness;
        text.Append("    such as ").Append(Readable.Line(witness.Action)).Append(" on ").Append(Readable.Line(witness.Resource));
        if (witness.ResourceAccount is { } owner)
        {
            text.Append(" of account ").Append(owner);
        }

        text.Append(" by ").Append(Readable.Line(Who(witness.Principal))).Append('\n');
        foreach (var (key, value) in witness.Context)
        {
            text.Append("      with ").Append(Readable.Line(key)).Append(" = ").Append(Readable.Line(Value(value))).Append('\n');
        }
    }

    private static void Unknown(StringBuilder text, AccessComparison comparison, bool everything)
    {
        foreach (var unknown in everything ? comparison.Unknown : comparison.Unknown.Take(MostGroups))
        {
            text.Append("unknown: ").Append(unknown.MayAdd ? "more" : "less").Append(" may be allowed")
                .Append(unknown.Actions.IsEmpty ? "" : $" of {Readable.Line(string.Join(", ", unknown.Actions))}").Append(": ").Append(Readable.Line(unknown.Reason)).Append('\n');
        }
    }

    private static string Actions(AccessDifference difference, bool everything)
    {
        var names = difference.Actions.Select(action => action[(action.IndexOf(':', StringComparison.Ordinal) + 1)..]).ToList();
        return everything || names.Count <= MostActions + 1
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MostActions))} and {names.Count - MostActions} more";
    }

    private static string Words(AccessLevel? level) => level switch
    {
        null => "actions that the catalogue doesn't have,",
        AccessLevel.PermissionsManagement => "Permissions management",
        _ => level.ToString()!,
    };

    private static string Value(ContextValue value) => value.Single ?? $"[{string.Join(", ", value.Values.Select(one => $"\"{one}\""))}]";

    private static string Who(RequestPrincipal principal) => principal switch
    {
        AwsService service => $"the AWS service {service.Name}",
        FederatedIdentity identity => $"somebody whom {identity.Provider} vouches for",
        AnonymousCaller => "somebody without credentials",
        RoleSession role => $"a session of {role.RoleArn}",
        _ => principal.Arn!,
    };
}
