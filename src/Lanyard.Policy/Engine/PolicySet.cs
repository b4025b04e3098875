using System.Collections.Immutable;

namespace Lanyard.Policy.Engine;

/// <summary>Policies of one type that are taken together: what one of them allows is allowed, what one of them denies is denied.</summary>
/// <param name="Policies">The policies.</param>
/// <param name="Target">The root, organizational unit or account that SCPs and RCPs are attached to.</param>
public sealed record PolicySet(ImmutableArray<AttachedPolicy> Policies, string? Target = null)
{
    /// <summary>No policies.</summary>
    public static PolicySet Empty { get; } = new([]);

    /// <summary>A set.</summary>
    /// <param name="policies">The policies.</param>
    public static PolicySet Of(params IEnumerable<AttachedPolicy> policies) => new([.. policies]);

    /// <summary>Matches all policies; nothing is combined with other types.</summary>
    internal SetAnswer Match(AccessRequest request, bool isBounded)
    {
        var answer = SetAnswer.Nothing;
        for (var i = 0; i < Policies.Length; i++)
        {
            var found = Policies[i].Compiled.Match(request, isBounded);
            if (found.Reach > answer.Reach)
            {
                answer = answer with { Reach = found.Reach, Allow = new StatementRef(i, found.Allow) };
            }

            if (found.Deny >= 0 && answer.Deny is null)
            {
                answer = answer with { Deny = new StatementRef(i, found.Deny) };
            }
        }

        return answer;
    }
}

/// <summary>A statement of a set of policies.</summary>
/// <param name="Policy">The number of the policy, counted from 0.</param>
/// <param name="Statement">The number of its statement, counted from 0.</param>
public readonly record struct StatementRef(int Policy, int Statement);

/// <summary>What a set of policies says of a request.</summary>
/// <param name="Reach">The closest that an allowing statement comes to the caller; <c>None</c> when nothing allows.</param>
/// <param name="Allow">That statement.</param>
/// <param name="Deny">The first statement that denies.</param>
internal readonly record struct SetAnswer(PrincipalReach Reach, StatementRef? Allow, StatementRef? Deny)
{
    public static SetAnswer Nothing => default;
}
