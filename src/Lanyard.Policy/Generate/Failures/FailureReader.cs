using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>Finds refusals in whatever tells them: messages of clients and deploy tools, events of a stack or of CloudTrail, decoded messages.</summary>
public static partial class FailureReader
{
    /// <summary>The most characters that are read.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>Finds them.</summary>
    /// <param name="text">The text: JSON, lines of JSON, or a log.</param>
    /// <returns>The failures in their order; none twice.</returns>
    public static ImmutableArray<AccessFailure> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var all = Parse(text) is { } root ? FailureJson.Read(root).ToArray() : [.. Lines(Plain(text))];

        // That tags failed is told beside the action that was refused: the action is the smaller addition.
        AccessFailure[] told = [.. all.Where(f => !f.IsTagging || !all.Any(other => !other.IsTagging && other.Action?.Contains("Tag", StringComparison.OrdinalIgnoreCase) == true && other.LogicalId == f.LogicalId && other.Type == f.Type))];

        // A client may print the code and the message apart: what says less than the others isn't another one, unless it is of another resource of the stack.
        var telling = told.Where(Tells).ToArray();
        return [.. (telling.Length > 0 ? told.Where(f => Tells(f) || IsOfAnother(f, telling)) : told).DistinctBy(f => f.Identity, StringComparer.Ordinal)];
    }

    private static bool Tells(AccessFailure failure) => failure.Action is not null || failure.EncodedMessage is not null || failure.IsTagging || failure.Setting is not null;

    private static bool IsOfAnother(AccessFailure failure, IEnumerable<AccessFailure> telling) =>
        failure is { LogicalId: { } logicalId, Type: not null } && telling.All(other => other.LogicalId is { } id && id != logicalId);

    /// <summary>Reads a text that may be JSON.</summary>
    /// <returns>The node; <see langword="null"/> where it is none.</returns>
    internal static JsonNode? Parse(string text)
    {
        var start = text.AsSpan().TrimStart('\uFEFF').TrimStart();
        if (start is not ['{' or '[', ..])
        {
            return null;
        }

        try
        {
            return JsonTextReader.Read(text, null, MaxLength);
        }
        catch (PolicyDocumentException)
        {
            return null;
        }
    }

    private static IEnumerable<AccessFailure> Lines(string text)
    {
        var rest = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            // A whole object in a line, as log services write them.
            if (line.StartsWith('{') && Parse(line) is { } node)
            {
                foreach (var failure in FailureText.Read(EventTable.Unwrap(rest.ToString()), FailureContext.None).Concat(FailureJson.Read(node)))
                {
                    yield return failure;
                }

                rest.Clear();
                continue;
            }

            rest.Append(line).Append('\n');
        }

        foreach (var failure in FailureText.Read(EventTable.Unwrap(rest.ToString()), FailureContext.None))
        {
            yield return failure;
        }
    }

    // Without colours, and without the frames that terminals draw around an error.
    private static string Plain(string text) => Frames().Replace(Colours().Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal), ""), "");

    [GeneratedRegex(@"\x1B\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Colours();

    [GeneratedRegex(@"^[ \t]*[│╷╵┃|]+(?=[ \t]|$)[ \t]?", RegexOptions.Multiline)]
    private static partial Regex Frames();
}
