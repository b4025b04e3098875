using Lanyard.Policy.Catalog;

namespace Lanyard.CatalogBuilder;

/// <summary>Puts a catalogue's content together from the packages and our tables.</summary>
/// <param name="folder">The folder of the tables.</param>
internal sealed class ContentBuilder(string folder)
{
    private const string PassRole = "iam:PassRole";

    /// <summary>Builds it.</summary>
    /// <param name="archives">Where the packages' archives are kept.</param>
    public CatalogueContent Build(string archives)
    {
        var packages = TextTable.Read(Path.Combine(folder, "packages.txt"), 4).Select(l => new PinnedPackage(l.Cells[0], l.Cells[1], l.Cells[2], l.Cells[3])).ToDictionary(p => p.Use);
        var reference = packages["reference"];
        var data = new IamData(reference.Open(archives));
        var services = data.Services().ToArray();
        var known = services.SelectMany(s => s.Actions.Select(a => $"{s.Prefix}:{a.Name}")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var needs = new IamData(packages["dependencies"].Open(archives)).Dependencies().Where(d => known.Contains(d.Action)).ToLookup(d => d.Action, d => d.Needs, StringComparer.OrdinalIgnoreCase);
        var roles = Roles(known);
        RequireRows(needs, roles);
        return new CatalogueContent
        {
            Version = $"{reference.Name} {reference.Version}",
            Date = data.Date,
            Services = [.. services.Select(s => s with { Actions = [.. s.Actions.Select(a => Complete(a, $"{s.Prefix}:{a.Name}", needs, roles))] })],
            GlobalKeys = [.. TextTable.Read(Path.Combine(folder, "global-keys.txt"), 3).Select(l =>
                new ConditionKeyContent(l.Cells[0], ConditionKeyType.Parse(l.Cells[1]) ?? throw l.Wrong($"{l.Cells[1]} is no type"), l.Cells[2]))],
        };
    }

    private static ActionContent Complete(ActionContent action, string name, ILookup<string, string> needs, ILookup<string, PassedRole> roles)
    {
        PassedRole[] passed = [.. roles[name]];
        return action with { DependentActions = passed.Length > 0 ? [.. needs[name], PassRole] : [.. needs[name]], PassedRoles = passed };
    }

    private ILookup<string, PassedRole> Roles(HashSet<string> known)
    {
        var seen = new HashSet<(string, string, string)>();
        return TextTable.Read(Path.Combine(folder, "pass-role.txt"), 5).Select(line =>
        {
            var (action, principal, parameter, when) = (line.Cells[0], line.Cells[1], line.Cells[2], line.Cells[3]);
            return !known.Contains(action) ? throw line.Wrong($"there is no action {action}")
                : !principal.Contains('.', StringComparison.Ordinal) ? throw line.Wrong($"{principal} is no service principal")
                : when is not ("always" or "if set") ? throw line.Wrong("the fourth cell is neither `always` nor `if set`")
                : line.Cells[4].Length == 0 ? throw line.Wrong("it has no evidence")
                : !seen.Add((action, principal, parameter)) ? throw line.Wrong("it is there twice")
                : (action, Role: new PassedRole(principal, parameter, when == "always"));
        }).ToLookup(r => r.action, r => r.Role, StringComparer.OrdinalIgnoreCase);
    }

    // The reference knew who needs iam:PassRole; to whom the role goes is known to our table alone.
    private static void RequireRows(ILookup<string, string> needs, ILookup<string, PassedRole> roles)
    {
        var missing = needs.Where(n => n.Contains(PassRole) && !roles.Contains(n.Key)).Select(n => n.Key).ToArray();
        if (missing.Length > 0)
        {
            throw new BuildException($"pass-role.txt has no line for: {string.Join(", ", missing)}");
        }
    }
}
