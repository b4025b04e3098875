using System.Text.RegularExpressions;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>
/// Reads AWS's sentences out of a text, whatever a client wrote around them. The sentences are those of "Troubleshoot access denied error messages",
/// IAM User Guide; S3's "Access Denied" and EC2's encoded one say less.
/// </summary>
internal static partial class FailureText
{
    private const int Before = 600;
    private const int Near = 300;

    /// <summary>Reads them, in their order.</summary>
    public static IEnumerable<AccessFailure> Read(string text, FailureContext context)
    {
        var found = Matches(text).OrderBy(f => f.Match.Index).ToArray();
        var since = 0;
        for (var at = 0; at < found.Length; at++)
        {
            var (read, match) = found[at];
            if (match.Index < since)
            {
                continue;
            }

            var around = new FailureSurroundings(text[Math.Max(since, match.Index - Before)..match.Index], match.Value, context);
            var failure = read(match, around);
            since = match.Index + match.Length;

            // The encoded message stands behind the sentence that it is of.
            if (failure.EncodedMessage is null && at + 1 < found.Length && found[at + 1].Match is var next && next.Groups["encoded"].Success && next.Index - since < Near)
            {
                failure = failure with { EncodedMessage = Encoded(next) };
                since = next.Index + next.Length;
            }

            yield return failure with { Text = Shown(match.Value) };
        }
    }

    private static IEnumerable<(Func<Match, FailureSurroundings, AccessFailure> Read, Match Match)> Matches(string text)
    {
        IEnumerable<(Func<Match, FailureSurroundings, AccessFailure>, Match)> All(Regex regex, Func<Match, FailureSurroundings, AccessFailure> read) => regex.Matches(text).Select(m => (read, m));
        return All(Sentence(), OfSentence).Concat(All(Bare(), OfBare)).Concat(All(EncodedAlone(), OfBare)).Concat(All(Tagging(), OfTagging)).Concat(All(FunctionsRole(), OfFunctionsRole));
    }

    private static AccessFailure OfSentence(Match match, FailureSurroundings around)
    {
        var kind = match.Groups["kind"].Value;
        var setting = match.Groups["setting"];
        return around.Failure with
        {
            Principal = match.Groups["who"] is { Success: true } who ? who.Value : around.Failure.Principal,

            // Some actions are checked under the name of another: the end of the sentence has the one that is missing.
            Action = match.Groups["missing"] is { Success: true } missing ? missing.Value : match.Groups["action"].Value,
            Resource = match.Groups["resource"] is { Success: true } resource ? resource.Value.TrimEnd('.', ',', ';', ')', '\'', '\\') : around.Failure.Resource,
            Layer = match.Groups["nowhere"].Success ? FailureLayer.Resource : LayerOf(kind),
            IsExplicit = match.Groups["deny"].Success,
            PolicyArn = match.Groups["policy"] is { Success: true } policy ? policy.Value.TrimEnd('.', ',', ')', '"', '\\') : null,
            Setting = setting.Success ? $"the setting {setting.Value} blocks public access" : null,
        };
    }

    private static AccessFailure OfBare(Match match, FailureSurroundings around)
    {
        var failure = around.Failure;
        var action = failure.Operation is { } operation ? FailureActions.Of(operation) : null;
        return failure with { Action = action, Resource = around.ResourceFor(action), EncodedMessage = match.Groups["encoded"].Success ? Encoded(match) : null };
    }

    private static AccessFailure OfTagging(Match match, FailureSurroundings around) => around.Failure with
    {
        Type = match.Groups["type"] is { Success: true } type ? type.Value : around.Failure.Type,
        IsTagging = true,
    };

    private static AccessFailure OfFunctionsRole(Match match, FailureSurroundings around) => around.Failure with
    {
        Principal = null,
        Action = FailureActions.Of($"{match.Groups["service"].Value}:{match.Groups["operation"].Value}"),
        Layer = FailureLayer.Identity,
        IsOfFunction = true,
    };

    private static FailureLayer LayerOf(string kind) => Spaces().Replace(kind, " ").ToLowerInvariant() switch
    {
        "identity-based policy" => FailureLayer.Identity,
        "session policy" => FailureLayer.Session,
        "permissions boundary" => FailureLayer.Boundary,
        "service control policy" => FailureLayer.ServiceControl,
        "resource control policy" => FailureLayer.ResourceControl,
        "resource-based policy" => FailureLayer.Resource,
        "role trust policy" => FailureLayer.Trust,
        "vpc endpoint policy" => FailureLayer.Endpoint,
        _ => FailureLayer.Unsaid,
    };

    private static string Encoded(Match match) => Spaces().Replace(match.Groups["encoded"].Value, "");

    private static string Shown(string text)
    {
        const int Most = 200;
        var line = Spaces().Replace(text, " ").Trim();
        return line.Length <= Most ? line : line[..Most] + "…";
    }

    // Texts that were broken into lines may have lost a space.
    [GeneratedRegex(
        """
        (?:User:?\s*(?<who>[^\s"<>]\S{0,299}?)\s*is\s*|\bis\s+|\b)not\s*authorized\s*to\s*perform:?\s*(?<action>[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9]*)
        (?:\s*on\s*(?:the\s+)?resource:?\s*(?!because\b|with\s+an\b)
          (?:\\?"(?<resource>[^"\\]+)\\?"|(?<resource>(?:(?:role|user|group|policy\s+path|policy|path|instance\s+profile|mfa\s+device)\s+)?[^\s"<]+)))?
        (?:\s*,?\s*because\s*
          (?:no\s*(?<kind>(?:identity-based|session|service\s+control|resource\s+control|resource-based|role\s+trust|VPC\s+endpoint)\s*policy|permissions\s*boundary)\s*allows\s*the\s*(?<missing>[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9]*)\s*action
          |(?<nowhere>the\s+resource\s+does\s+not\s+exist\s+in\s+this\s+Region,\s+no\s+resource-based\s+policies\s+allow\s+access)
          |public[^.]{0,80}?\bblocked\s+by\s+the\s+(?<setting>\w+)\s+block\s+public\s+access)
        |\s*,?\s*(?<deny>with\s*an\s*explicit\s*deny)(?:\s+in\s+(?:an?|the)\s+(?<kind>[A-Za-z -]{3,30}?(?:policy|boundary))\b(?::\s*\\?"?(?<policy>arn:[^\s"<]+))?)?)?
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Sentence();

    [GeneratedRegex(
        """
        (?:(?<=operation[^:\n]{0,40}:\s*)Forbidden|\bAccess\s+Denied\b(?!\W{0,4}User:)|\bYou\s+are\s+not\s+authorized\s+to\s+perform\s+this\s+operation\b(?!\.?\s*User:))
        (?:\.?\s*Encoded\s+authorization\s+failure\s+message:\s*(?<encoded>[A-Za-z0-9_+/=-]{16,}))?
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Bare();

    [GeneratedRegex(@"Encoded\s+authorization\s+failure\s+message:\s*(?<encoded>[A-Za-z0-9_+/=-]{16,})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex EncodedAlone();

    [GeneratedRegex(
        @"permissions\s+error\s+performing\s+a\s+tagging\s+operation|Did\s+not\s+have\s+IAM\s+permissions\s+to\s+process\s+tags\s+on\s+(?<type>[\w:]+)\s+resource|Unauthorized\s+tagging\s+operation",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Tagging();

    [GeneratedRegex(@"provided\s+execution\s+role\s+does\s+not\s+have\s+permissions\s+to\s+call\s+(?<operation>\w+)\s+on\s+(?<service>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FunctionsRole();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
