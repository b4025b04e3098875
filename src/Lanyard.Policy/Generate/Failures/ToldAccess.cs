using Lanyard.Policy.Catalog;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>What a failure tells of, read from its text again: what is added is held against it.</summary>
internal static class ToldAccess
{
    private const int AccountAt = 4;

    /// <summary>Whether a failure tells of an action on a resource.</summary>
    /// <param name="need">The failure, with what it needs.</param>
    /// <param name="action">The action.</param>
    /// <param name="resource">The resource's ARN, or <c>*</c>.</param>
    public static bool Covers(FailureNeed need, string action, string resource)
    {
        // Tags are refused without the action and the name: the type's table tells both.
        if (need.Failure.IsTagging)
        {
            return need.Needs.Any(n => Same(n.Action, action) && Fits(n.Resource, resource));
        }

        return need.Obstacle is null && need.Failure.Action is { } told && Same(told, action)
            && (Catalogue.Embedded.FindAction(action) is { IsWithoutResourceTypes: true } || IsTold(need.Failure, need.Facts, resource));
    }

    private static bool IsTold(AccessFailure failure, FailureFacts facts, string resource)
    {
        if (failure.Resource is not { } text)
        {
            return facts.Resource is { } asked && Fits(asked, resource);
        }

        if (text == resource)
        {
            return true;
        }

        // IAM's kinds and names, and endings that somebody wants left open, are patterns.
        if (facts.AnySuffix || !Arn.TryParse(text, out _))
        {
            return FailureResource.Of(failure, facts) is { } pattern && Fits(pattern, resource);
        }

        return !ToldName.IsObject(text) && IsMeant(text, resource);
    }

    // Whole pieces that are stars are open; of the account a message may hide digits.
    private static bool IsMeant(string text, string resource)
    {
        var (pieces, others) = (Pieces(text), Pieces(resource));
        for (var at = 0; at < pieces.Length; at++)
        {
            var isOpen = pieces[at] == "*" && at >= AccountAt;
            if (isOpen && at == pieces.Length - 1)
            {
                return others.Length >= pieces.Length;
            }

            if (at >= others.Length || !(isOpen || pieces[at] == others[at] || (at == AccountAt && IsHidden(pieces[at]))))
            {
                return false;
            }
        }

        return others.Length == pieces.Length;
    }

    private static string[] Pieces(string arn) => arn.Split(':', '/');

    private static bool IsHidden(string account) => account.Length > 0 && account != "aws" && !(account.Length == 12 && account.All(char.IsAsciiDigit));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool Fits(string pattern, string resource) => new ResourcePattern(pattern, hasVariables: true).Match(new RequestResource(resource), RequestContext.Empty) == ResourceMatch.Yes;
}
