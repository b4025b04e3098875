using System.Globalization;
using System.Text;
using Lanyard.Policy.Catalog;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>Writes parts of the catalogue for people.</summary>
/// <param name="colour">Whether to write colours.</param>
internal sealed class CatalogText(bool colour)
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes an action with all that is known of it.</summary>
    public string Of(CatalogueAction action)
    {
        Line($"{action.FullName}  {Painted(action.AccessLevel)}");
        Line($"  {(action.Description.Length > 0 ? action.Description : "(no description)")}");
        if (action.IsWithoutResourceTypes)
        {
            Heading("resource types");
            Line("  none: a policy can allow it for \"*\" alone");
        }
        else
        {
            Heading(action.ResourceTypes.Any(r => r.IsRequired) ? "resource types (* required)" : "resource types");
            Table([.. action.ResourceTypes.SelectMany(r => RowsOf(r.Type, r.IsRequired ? "*" : ""))]);
            foreach (var resource in action.ResourceTypes.Where(r => r.ConditionKeys.Count > 0))
            {
                Heading($"condition keys on {resource.Type.Name} alone");
                Keys(resource.ConditionKeys);
            }
        }

        Section("condition keys", action.ConditionKeys);
        ConditionKey[] own = [.. action.ConditionKeys];
        Section("condition keys of the resource types", [.. action.ResourceTypes.SelectMany(r => r.Type.ConditionKeys).DistinctBy(k => k.Id).ExceptBy(own.Select(k => k.Id), k => k.Id)]);
        if (action.DependentActions.Count > 0)
        {
            Heading("may also need");
            foreach (var dependent in action.DependentActions)
            {
                Line($"  {dependent.FullName}");
            }
        }

        if (action.PassedRoles.Count > 0)
        {
            Heading("passes a role (iam:PassRole, with iam:PassedToService)");
            Table([.. action.PassedRoles.Select(r => new[] { r.Principal, r.IsAlways ? "always" : "if set", r.Parameter })]);
        }

        return _text.ToString();
    }

    /// <summary>Writes a service.</summary>
    public string Of(CatalogueService service)
    {
        Line($"{service.Prefix}  {service.Name}");
        Line($"  resource control policies {(service.SupportsResourceControlPolicies ? "cover it" : "don't cover it")}");
        Heading(string.Create(CultureInfo.InvariantCulture, $"actions ({service.Actions.Count})"));
        Rows(service.Actions, withTypes: true, indent: 2);
        if (service.ResourceTypes.Count > 0)
        {
            Heading(string.Create(CultureInfo.InvariantCulture, $"resource types ({service.ResourceTypes.Count})"));
            Table([.. service.ResourceTypes.SelectMany(t => RowsOf(t, ""))]);
        }

        Section(string.Create(CultureInfo.InvariantCulture, $"condition keys ({service.ConditionKeys.Count})"), service.ConditionKeys);
        return _text.ToString();
    }

    /// <summary>Writes a line for each action.</summary>
    /// <param name="actions">The actions.</param>
    /// <param name="withTypes">Whether to name their resource types, in place of what they do.</param>
    public string Of(IReadOnlyList<CatalogueAction> actions, bool withTypes)
    {
        Rows(actions, withTypes, indent: 0);
        return _text.ToString();
    }

    /// <summary>Writes a condition key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isGlobal">Whether any request may carry it.</param>
    /// <param name="carriers">The actions that list it.</param>
    public string Of(ConditionKey key, bool isGlobal, IReadOnlyList<CatalogueAction> carriers)
    {
        Line($"{key.Name}  {key.Type}");
        if (key.Description.Length > 0)
        {
            Line($"  {key.Description}");
        }

        if (isGlobal)
        {
            Line("  global: the request to any service may carry it, whether or not an action lists it");
        }

        if (key.Type.IsMultivalued)
        {
            Line("  multivalued: it needs ForAllValues or ForAnyValue");
        }

        if (carriers.Count > 0)
        {
            Heading(string.Create(CultureInfo.InvariantCulture, $"actions that list it ({carriers.Count})"));
            Rows(carriers, withTypes: true, indent: 2);
        }

        return _text.ToString();
    }

    /// <summary>Writes what a search found.</summary>
    public string Of(IReadOnlyList<CatalogueAction> actions, IReadOnlyList<ConditionKey> keys)
    {
        Rows(actions, withTypes: false, indent: 0);
        if (keys.Count > 0)
        {
            if (actions.Count > 0)
            {
                Heading("condition keys");
            }

            Keys(keys);
        }

        return _text.ToString();
    }

    private void Rows(IReadOnlyList<CatalogueAction> actions, bool withTypes, int indent)
    {
        var rows = actions.Select(a => (Name: a.FullName, a.AccessLevel, Last: withTypes
            ? a.IsWithoutResourceTypes ? "-" : string.Join(", ", a.ResourceTypes.Select(r => r.Type.Name))
            : a.Description)).ToArray();
        var (name, level) = (rows.Select(r => r.Name.Length).DefaultIfEmpty().Max() + 2, rows.Select(r => Words(r.AccessLevel).Length).DefaultIfEmpty().Max() + 2);
        foreach (var row in rows)
        {
            Line($"{new string(' ', indent)}{row.Name.PadRight(name)}{Painted(row.AccessLevel)}{new string(' ', level - Words(row.AccessLevel).Length)}{row.Last}");
        }
    }

    private static IEnumerable<string[]> RowsOf(ResourceType type, string mark) =>
        type.ArnFormats.Select((arn, i) => new[] { i == 0 ? type.Name + mark : "", arn });

    private void Section(string heading, IReadOnlyList<ConditionKey> keys)
    {
        if (keys.Count > 0)
        {
            Heading(heading);
            Keys(keys);
        }
    }

    private void Keys(IReadOnlyList<ConditionKey> keys) => Table([.. keys.Select(k => new[] { k.Name, k.Type.ToString(), k.Description })]);

    private void Table(IReadOnlyList<string[]> rows)
    {
        var widths = rows.Count == 0 ? [] : Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length) + 2).ToArray();
        foreach (var row in rows)
        {
            Line("  " + string.Concat(row.Select((cell, c) => cell.PadRight(widths[c]))));
        }
    }

    private void Heading(string heading)
    {
        Line("");
        Line(colour ? $"\e[36m{heading}\e[0m" : heading);
    }

    private void Line(string line) => _text.Append(line.TrimEnd()).Append('\n');

    private string Painted(AccessLevel level) => !colour ? Words(level) : level switch
    {
        AccessLevel.PermissionsManagement => $"\e[31m{Words(level)}\e[0m",
        AccessLevel.Write => $"\e[33m{Words(level)}\e[0m",
        _ => Words(level),
    };

    /// <summary>Gives an access level in AWS's words.</summary>
    public static string Words(AccessLevel level) => level == AccessLevel.PermissionsManagement ? "Permissions management" : level.ToString();
}
