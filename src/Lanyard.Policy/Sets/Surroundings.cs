using System.Collections.Immutable;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Sets;

/// <summary>Puts the sides of a comparison where they belong, with all that a request needs beside them agreeing to everything.</summary>
internal static class Surroundings
{
    private const int Identity = 0;
    private const int Boundary = 1;
    private const int Session = 2;
    private const int ServiceControl = 3;

    /// <summary>The questions to answer; the sides are equal when they are so under each.</summary>
    public static IReadOnlyList<Question> Of(PolicySide before, PolicySide after, Vocabulary vocabulary) =>
        [new Question(ViewOf(before, vocabulary), ViewOf(after, vocabulary), StandIns.Caller, null, MayChangeCaller: true)];

    private static SideView ViewOf(PolicySide side, Vocabulary vocabulary)
    {
        var sets = new List<(int Number, PolicySet Set)> { (Identity, side.Policies) };
        if (side.Boundary is { } boundary)
        {
            sets.Add((Boundary, boundary));
        }

        if (side.Session is { } session)
        {
            sets.Add((Session, session));
        }

        sets.AddRange(side.ServiceControl.Select((set, i) => (ServiceControl + i, set)));
        var policies = new AccessPolicies
        {
            Identity = side.Policies,
            Boundary = side.Boundary,
            Session = side.Session,
            ServiceControl = side.ServiceControl,
            Resource = StandIns.LeavesTo(StandIns.Account),
        };
        return new SideView(
            [.. sets.Select(set => new Layer(set.Number, AllowsByDefault: false))],
            [.. sets.SelectMany(set => vocabulary.Read(set.Set, set.Number))],
            policies);
    }
}
