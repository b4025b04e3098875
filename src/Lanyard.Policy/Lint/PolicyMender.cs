using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint;

/// <summary>A text after its fixes.</summary>
/// <param name="Text">The text.</param>
/// <param name="Mended">The findings that were mended, in the order of the text, with their places in the text as it was.</param>
public sealed record MendedText(string Text, ImmutableArray<Finding> Mended);

/// <summary>Makes the fixes of findings.</summary>
public static class PolicyMender
{
    private const int MostRounds = 2000;

    /// <summary>
    /// Makes them one at a time, and checks again after each: what two of them do together may be more than either may do, as when each
    /// takes away the one of two equal statements that the other leaves. It goes from the end to the start, so that places stay true.
    /// </summary>
    /// <param name="text">The text, without a byte order mark.</param>
    /// <param name="check">Gives a text's findings; throws where it can't be read any more.</param>
    /// <param name="isWanted">Whether a finding is to be mended.</param>
    public static MendedText Mend(string text, Func<string, IEnumerable<Finding>> check, Func<Finding, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(isWanted);
        var mended = new List<Finding>();
        var refused = new HashSet<(string Id, int Start)>();
        var findings = check(text).ToList();
        for (var round = 0; round < MostRounds; round++)
        {
            var next = findings.Where(finding => finding.Fix is { Edits.IsEmpty: false } && isWanted(finding) && !refused.Contains((finding.Rule.Id, finding.Place.Start.Offset)))
                .MaxBy(finding => finding.Place.Start.Offset);
            if (next is null)
            {
                break;
            }

            if (Try(text, next, findings, check) is { } better)
            {
                mended.Add(next);
                (text, findings) = better;
            }
            else
            {
                refused.Add((next.Rule.Id, next.Place.Start.Offset));
            }
        }

        return new MendedText(text, [.. mended.OrderBy(finding => finding.Place.Start.Offset)]);
    }

    // A fix that leaves its finding, or brings an error, isn't made.
    private static (string Text, List<Finding> Findings)? Try(string text, Finding finding, List<Finding> before, Func<string, IEnumerable<Finding>> check)
    {
        try
        {
            var mended = JsonEdits.Apply(text, finding.Fix!.Edits);
            var after = check(mended).ToList();
            return Count(after, finding.Rule) < Count(before, finding.Rule) && Errors(after) <= Errors(before) ? (mended, after) : null;
        }
        catch (PolicyDocumentException)
        {
            return null;
        }
    }

    private static int Count(List<Finding> findings, Rule rule) => findings.Count(finding => finding.Rule == rule);

    private static int Errors(List<Finding> findings) => findings.Count(finding => finding.Rule.Severity == Severity.Error);
}
