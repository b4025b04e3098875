using Lanyard.Policy.Engine;
using Lanyard.Policy.Engine.Compiled;

namespace Lanyard.Policy.Sets;

/// <summary>Puts policies that name their callers around requests of every kind of caller that they tell apart.</summary>
/// <remarks>
/// What such a policy comes to depends on what the caller's own policies say. A side allows more when it does so with any of them: when they
/// allow everything and the caller is of another account, or of the same one; when there are none; and when a boundary allows nothing.
/// </remarks>
internal static class ResourceQuestions
{
    private static readonly string[] Owners = ["999999999999", "888888888888"];

    /// <summary>The questions to answer; those that come to the same statements are asked once.</summary>
    public static IReadOnlyList<Question> Of(PolicySide before, PolicySide after, Vocabulary vocabulary)
    {
        var earlier = Read(before, vocabulary, isLater: false);
        var later = Read(after, vocabulary, isLater: true);
        var matchers = earlier.Concat(later).ToDictionary(
            clause => clause.Number, clause => clause.Statement.Principal is { } element ? new PrincipalMatcher(element, clause.Statement.Effect) : null);
        var entries = earlier.Concat(later).SelectMany(clause => clause.Statement.Principal is { } element ? element.Entries : []);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var questions = new List<Question>();
        foreach (var caller in Callers.Of(entries))
        {
            foreach (var setting in SettingsFor(before.Kind, caller))
            {
                var (one, other) = (ViewOf(before, earlier, caller, setting, matchers), ViewOf(after, later, caller, setting, matchers));
                var name = $"{caller.Account is null} {setting.OnlyDenies} {string.Join(',', one.Clauses.Concat(other.Clauses).Select(clause => clause.Number))}";
                if (asked.Add(name))
                {
                    questions.Add(new Question(one, other, caller)
                    {
                        ResourceAccount = setting.Owner,
                        Resource = before.Kind == PolicyKind.Trust ? $"arn:aws:iam::{setting.Owner}:role/example" : null,
                        OnlyDenies = setting.OnlyDenies,
                    });
                }
            }
        }

        return questions;
    }

    private static Clause[] Read(PolicySide side, Vocabulary vocabulary, bool isLater) =>
    [
        .. vocabulary.Read(side.Policies, 0, isLater),
        .. side.Within is { } within ? vocabulary.Read(within, Questions.Within, isLater) : [],
    ];

    private static IEnumerable<Setting> SettingsFor(PolicyKind kind, RequestPrincipal caller)
    {
        if (caller.Account is not { } account)
        {
            return [new Setting(StandIns.Account, PrincipalReach.Account, PolicySet.Empty, null)];
        }

        var elsewhere = new Setting(Owners.First(owner => owner != account), PrincipalReach.Account, StandIns.AllowsAll, null);
        if (kind == PolicyKind.Endpoint)
        {
            return [elsewhere];
        }

        var alone = new Setting(account, PrincipalReach.Issuer, PolicySet.Empty, null);
        var bounded = new Setting(account, PrincipalReach.Direct, PolicySet.Empty, PolicySet.Empty);
        var denied = new Setting(account, PrincipalReach.None, StandIns.AllowsAll, null, OnlyDenies: true);
        return caller is RootUser ? kind == PolicyKind.Trust ? [] : [elsewhere, denied]
            : kind == PolicyKind.Trust ? [elsewhere, alone, bounded]
            : [elsewhere, alone, bounded, denied];
    }

    private static SideView ViewOf(
        PolicySide side, Clause[] clauses, RequestPrincipal caller, Setting setting, Dictionary<int, PrincipalMatcher?> matchers)
    {
        var isBounded = setting.Boundary is not null;
        var reached = clauses.Where(clause =>
        {
            var reach = matchers[clause.Number]?.Reach(caller, isBounded) ?? PrincipalReach.Direct;
            return clause.Layer == Questions.Within || clause.Denies ? reach != PrincipalReach.None : !setting.OnlyDenies && reach >= setting.Least;
        });
        var policies = new AccessPolicies
        {
            Identity = setting.Identity,
            Boundary = setting.Boundary,

            // A session of GetFederationToken may nothing without a policy of its own.
            Session = caller is FederatedUser ? setting.Identity : null,
        };
        policies = side.Kind == PolicyKind.Endpoint
            ? policies with { Endpoint = side.Policies, Resource = caller.Account is { } account ? StandIns.LeavesTo(account) : StandIns.AllowsAnybody }
            : policies with { Resource = side.Policies, Endpoint = side.Within };
        Layer main = new(0, setting.OnlyDenies);
        return new SideView(side.Within is null ? [main] : [main, new Layer(Questions.Within, AllowsByDefault: false)], [.. reached], _ => policies);
    }

    /// <summary>What stands around a request beside the policy that is compared.</summary>
    /// <param name="Owner">The account that owns the resource.</param>
    /// <param name="Least">How closely a statement must name the caller to allow.</param>
    /// <param name="Identity">The caller's own policies.</param>
    /// <param name="Boundary">The caller's boundary, if it has one.</param>
    /// <param name="OnlyDenies">Whether the caller's own policies are enough where nothing denies.</param>
    private sealed record Setting(string Owner, PrincipalReach Least, PolicySet Identity, PolicySet? Boundary, bool OnlyDenies = false);
}
