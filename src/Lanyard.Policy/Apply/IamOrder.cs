using System.Collections.Immutable;

namespace Lanyard.Policy.Apply;

/// <summary>
/// Puts changes into an order that IAM takes: what is referred to comes before what refers to it, and goes after it. Something is
/// attached before something else is detached, so that nobody is without rights meanwhile.
/// </summary>
public static class IamOrder
{
    private const int LastRoles = 1000;

    /// <summary>Orders changes.</summary>
    public static ImmutableArray<IamChange> Of(IReadOnlyList<IamChange> changes)
    {
        var roles = Roles(changes);
        return [.. changes.OrderBy(c => Rank(c)).ThenBy(c => c is { Part.Aspect: IamAspect.Itself, After: not null } ? roles.GetValueOrDefault(c.Part.Name) : 0)];
    }

    private static int Rank(IamChange change) => (change.After is null, change.Part.Aspect, change.Part.Kind) switch
    {
        (true, IamAspect.Version, _) => 5,
        (false, IamAspect.Itself, IamKind.Provider) => 0,
        (false, IamAspect.Itself, IamKind.Policy) => 10,
        (false, IamAspect.Document, IamKind.Policy) => 11,
        (false, IamAspect.Version, _) => 12,
        (false, IamAspect.Itself, IamKind.Group) => 20,
        (false, IamAspect.Itself, IamKind.User) => 21,
        (false, IamAspect.Itself, IamKind.Role) => 30,
        (_, IamAspect.Document, _) => 31,
        (_, IamAspect.Description or IamAspect.MaxSession or IamAspect.Thumbprints, _) => 32,
        (false, IamAspect.Boundary or IamAspect.Tag or IamAspect.Audience, _) => 40,
        (false, IamAspect.Inline, _) => 50,
        (false, IamAspect.Attached, _) => 51,
        (false, IamAspect.Member, _) => 52,
        (true, IamAspect.AccessKey, _) => 60,
        (true, IamAspect.Member or IamAspect.Attached or IamAspect.Inline, _) => 70,
        (true, IamAspect.Boundary or IamAspect.Tag or IamAspect.Audience, _) => 80,
        (false, IamAspect.AccessKey, _) => 90,
        (true, IamAspect.Itself, var kind) => 200 - (int)kind,
        _ => 100,
    };

    // IAM refuses a trust policy that names a role which isn't there: the trusted one comes first.
    private static Dictionary<string, int> Roles(IReadOnlyList<IamChange> changes)
    {
        var made = changes.Where(c => c is { Part: { Kind: IamKind.Role, Aspect: IamAspect.Itself }, After: not null }).ToArray();
        var trust = made.ToDictionary(
            c => c.Part.Name, c => changes.FirstOrDefault(t => t.Part == c.Part with { Aspect = IamAspect.Document })?.After ?? "", StringComparer.Ordinal);
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        while (order.Count < made.Length)
        {
            var next = made.FirstOrDefault(c => !order.ContainsKey(c.Part.Name)
                && made.All(o => o == c || order.ContainsKey(o.Part.Name) || !trust[c.Part.Name].Contains($":role{o.After}{o.Part.Name}\"", StringComparison.Ordinal)));
            order.Add((next ?? made.First(c => !order.ContainsKey(c.Part.Name))).Part.Name, next is null ? LastRoles : order.Count);
        }

        return order;
    }
}
