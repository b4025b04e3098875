using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Sets;

/// <summary>Puts the sides of a comparison where they belong, with all that a request needs beside them agreeing to everything.</summary>
internal static class Questions
{
    private const int Main = 0;
    private const int Boundary = 1;
    private const int Session = 2;
    private const int ServiceControl = 3;

    /// <summary>The number of the set that says which requests to look at.</summary>
    public const int Within = -1;

    /// <summary>The questions to answer; the sides are equal when they are so under each.</summary>
    public static IReadOnlyList<Question> Of(PolicySide before, PolicySide after, Vocabulary vocabulary)
    {
        if (before.Kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.Endpoint)
        {
            return ResourceQuestions.Of(before, after, vocabulary);
        }

        // AWS's own RCP allows what no other one denies; RCPs reach only some services.
        var isResourceControl = before.Kind == PolicyKind.ResourceControl;
        return
        [
            new Question(ViewOf(before, vocabulary, isLater: false), ViewOf(after, vocabulary, isLater: true), StandIns.Caller)
            {
                MayChangeCaller = true,
                IsOutOfReach = action => isResourceControl && !Covers(vocabulary, action),
            },
        ];
    }

    private static SideView ViewOf(PolicySide side, Vocabulary vocabulary, bool isLater)
    {
        var sets = new List<(int Number, PolicySet Set)> { (Main, side.Policies) };
        if (side.Boundary is { } boundary)
        {
            sets.Add((Boundary, boundary));
        }

        if (side.Session is { } session)
        {
            sets.Add((Session, session));
        }

        sets.AddRange(side.ServiceControl.Select((set, i) => (ServiceControl + i, set)));
        if (side.Within is { } within)
        {
            sets.Add((Within, within));
        }

        return new SideView(
            [.. sets.Select(set => new Layer(set.Number, AllowsByDefault: set.Number == Main && side.Kind == PolicyKind.ResourceControl))],
            [.. sets.SelectMany(set => vocabulary.Read(set.Set, set.Number, isLater))],
            account => PoliciesOf(side, account));
    }

    private static AccessPolicies PoliciesOf(PolicySide side, string? account)
    {
        var policies = new AccessPolicies
        {
            Identity = side.Kind == PolicyKind.Identity ? side.Policies : StandIns.AllowsAll,
            Boundary = side.Boundary,
            Session = side.Session,
            ServiceControl = side.ServiceControl,
            Resource = StandIns.LeavesTo(account ?? StandIns.Account),
            Endpoint = side.Within,
        };
        return side.Kind switch
        {
            PolicyKind.Boundary => policies with { Boundary = side.Policies },
            PolicyKind.Session => policies with { Session = side.Policies },
            PolicyKind.ServiceControl => policies with { ServiceControl = [side.Policies] },
            PolicyKind.ResourceControl => policies with { ResourceControl = [side.Policies] },
            _ => policies,
        };
    }

    private static bool Covers(Vocabulary vocabulary, string action) =>
        vocabulary.Catalogue.FindService(action.AsSpan(0, Math.Max(0, action.IndexOf(':', StringComparison.Ordinal))))
            is null or { SupportsResourceControlPolicies: true };
}
