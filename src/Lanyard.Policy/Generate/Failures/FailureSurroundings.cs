using System.Text.RegularExpressions;
using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>What stands before a sentence, and tells of which call and which resource of the stack it is.</summary>
/// <param name="before">The text before it, up to the failure before.</param>
/// <param name="text">The sentence.</param>
/// <param name="context">The event that the text is of.</param>
internal sealed partial class FailureSurroundings(string before, string text, FailureContext context)
{
    /// <summary>Gets a failure with what the surroundings tell.</summary>
    public AccessFailure Failure
    {
        get
        {
            var (type, logicalId) = StackResource();
            return new AccessFailure
            {
                Principal = context.Principal,
                Resource = context.Resource,
                Operation = OperationIn(before) ?? context.Operation,
                Type = context.Type ?? type,
                LogicalId = context.LogicalId ?? logicalId,
            };
        }
    }

    /// <summary>Gives the bucket or object that a client of S3 names before its bare message.</summary>
    public string? ResourceFor(string? action)
    {
        if (context.Resource is { } known)
        {
            return known;
        }

        if (action?.StartsWith("s3:", StringComparison.Ordinal) != true || S3Places().Matches(before) is not { Count: > 0 } places)
        {
            return null;
        }

        var place = places[^1];
        var isOfObject = Catalogue.Embedded.FindAction(action)?.ResourceTypes.Any(type => type.Type.ArnFormats.Any(format => format.EndsWith("/${ObjectName}", StringComparison.Ordinal))) == true;
        return $"arn:aws:s3:::{place.Groups["bucket"].Value}{(isOfObject ? $"/{place.Groups["key"].Value.TrimEnd(':', '\'', '"')}" : "")}";
    }

    private (string? Type, string? LogicalId) StackResource()
    {
        if (Types().Matches(before) is not { Count: > 0 } types)
        {
            return (null, FailedLogicalId().Match(before) is { Success: true } alone ? alone.Groups["id"].Value : null);
        }

        var type = types[^1];
        var after = before[(type.Index + type.Length)..];

        // Before the type where Serverless and Amplify Gen 1 print it, behind it in SAM's tables and CDK's progress.
        var ahead = LogicalIdAhead().Match(before[..type.Index]);
        var behind = LogicalIdBehind().Match(after);
        return (type.Value, ahead.Success ? ahead.Groups["id"].Value : behind.Success ? behind.Groups["id"].Value : null);
    }

    private string? OperationIn(string piece)
    {
        var last = Calls().Matches(piece + text).LastOrDefault(match => match.Index < piece.Length);
        return last is null ? null
            : last.Groups["action"] is { Success: true } action ? action.Value
            : last.Groups["service"] is { Success: true } service ? $"{service.Value}:{last.Groups["operation"].Value}"
            : Guess(last.Groups["operation"].Value);
    }

    // Python's clients don't name the service. S3 alone says no more than "Access Denied"; EC2 has its own words; a sentence has its action's service.
    private string Guess(string operation) =>
        text.StartsWith("Access", StringComparison.Ordinal) || text.StartsWith("Forbidden", StringComparison.Ordinal) ? $"s3:{operation}"
        : text.StartsWith("You", StringComparison.Ordinal) ? $"ec2:{operation}"
        : $"?:{operation}";

    [GeneratedRegex(@"\b(AWS|Alexa|Custom)::[A-Za-z0-9_@-]+(::[A-Za-z0-9]+)*", RegexOptions.ExplicitCapture)]
    private static partial Regex Types();

    [GeneratedRegex(@"^\s*(\|\s*)?([^\s|(]+/[^\s|(]*\s*\((?<id>[A-Za-z0-9]+)\)|(?<id>[A-Za-z0-9]+)(\s*\(\w+\))?\s*(\||\s))", RegexOptions.ExplicitCapture)]
    private static partial Regex LogicalIdBehind();

    [GeneratedRegex(@"\b(?<id>[A-Za-z0-9]+)[ \t]*\($|_(FAILED|COMPLETE|PROGRESS)[ \t]+(?<id>[A-Za-z0-9]+)[ \t]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex LogicalIdAhead();

    [GeneratedRegex(@"An error occurred:\s*(?<id>[A-Za-z0-9]+)\s+-", RegexOptions.ExplicitCapture)]
    private static partial Regex FailedLogicalId();

    [GeneratedRegex(@"when\s+calling\s+the\s+(?<operation>\w+)\s+operation|operation\s+error\s+(?<service>[\w ]{1,40}):\s*(?<operation>\w+)|\bAPI:\s*(?<action>[a-z][a-z0-9-]*:[A-Za-z]\w*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Calls();

    [GeneratedRegex(@"s3://(?<bucket>[a-z0-9.-]{3,63})(/(?<key>\S*))?|[Ff]ailed to upload \S+ to (?<bucket>[a-z0-9.-]{3,63})/(?<key>\S+):", RegexOptions.ExplicitCapture)]
    private static partial Regex S3Places();
}
