namespace Lanyard.Policy.Generate;

/// <summary>Whether two needs are the same: a comparer of our own, since for that of a tuple the program would compile some ten methods at every start.</summary>
/// <param name="withReason">Whether they must have the same reason as well; else it is enough that the requests are the same.</param>
internal sealed class NeedEquality(bool withReason) : IEqualityComparer<Need>
{
    /// <summary>Gets the one for which the same action on the same resource under the same conditions is the same.</summary>
    public static NeedEquality OfRequests { get; } = new(withReason: false);

    /// <summary>Gets the one that tells needs of several reasons apart.</summary>
    public static NeedEquality WithReasons { get; } = new(withReason: true);

    /// <inheritdoc/>
    public bool Equals(Need? x, Need? y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        if (x is null || y is null || x.Action != y.Action || x.Resource != y.Resource || x.Conditions.Length != y.Conditions.Length || (withReason && x.Reason != y.Reason))
        {
            return false;
        }

        for (var at = 0; at < x.Conditions.Length; at++)
        {
            if (!x.Conditions[at].Equals(y.Conditions[at]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public int GetHashCode(Need need)
    {
        var hash = (need.Action.GetHashCode(StringComparison.Ordinal) * 31) + need.Resource.GetHashCode(StringComparison.Ordinal);
        return withReason ? (hash * 31) + need.Reason.GetHashCode(StringComparison.Ordinal) : hash;
    }
}
