using System.Globalization;
using System.Text;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Minimize;

/// <summary>Writes what came out, for people.</summary>
internal static class MinimizeText
{
    private const int MaxWildcards = 10;

    /// <summary>Writes a document.</summary>
    public static string Of(PolicyDocument document, bool compact) => PolicyDocumentWriter.Write(document, indented: !compact) + "\n";

    /// <summary>Writes documents: one as it is, several as an array.</summary>
    public static string Documents(IReadOnlyList<MinimizedDocument> documents) =>
        documents is [var only] ? only.Text : $"[\n{string.Join(",\n", documents.Select(document => document.Text.TrimEnd('\n')))}\n]\n";

    /// <summary>Says what was done, and what to know about it.</summary>
    /// <param name="result">What came out.</param>
    /// <param name="catalogue">The catalogue of the proof.</param>
    /// <param name="warningsOnly">Whether to leave out what is no warning.</param>
    public static string Talk(MinimizeResult result, Catalogue catalogue, bool warningsOnly)
    {
        var text = new StringBuilder();
        if (!warningsOnly)
        {
            Summarize(text, result, catalogue);
        }

        var (minimized, wildcards) = (result.Minimized, result.Minimized.Wildcards);
        if (minimized.Unproved is { } why)
        {
            text.Append($"warning: {(minimized.Steps is null ? "the document is as it was" : "less was done than might be")}: that more says the same can't be proved, since {why}\n");
        }

        if (!wildcards.IsEmpty)
        {
            var actions = wildcards.SelectMany(wildcard => wildcard.Actions).Distinct().Count();
            text.Append(CultureInfo.InvariantCulture, $"warning: {Counted(wildcards.Length, "wildcard")} {(wildcards.Length == 1 ? "matches" : "match")} the {Counted(actions, "action")} that the document allows and no other of today; what AWS adds tomorrow and they match is allowed too\n");
            foreach (var wildcard in wildcards.Take(MaxWildcards))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {wildcard.Pattern}  for {Counted(wildcard.Actions.Length, "action")}\n");
            }

            if (wildcards.Length > MaxWildcards)
            {
                text.Append(CultureInfo.InvariantCulture, $"  and {wildcards.Length - MaxWildcards} more; --json has all\n");
            }
        }

        if (result.Place.Quota is { Attached: > 1 } quota && result.Documents.Count > quota.Attached)
        {
            text.Append(CultureInfo.InvariantCulture, $"warning: {result.Documents.Count} documents are more than the {quota.Attached} that can be attached together unless AWS raises your quota\n");
        }

        if (!warningsOnly)
        {
            AddNotes(text, result);
        }

        return text.ToString();
    }

    private static void AddNotes(StringBuilder text, MinimizeResult result)
    {
        if (!result.Minimized.LostSids.IsEmpty)
        {
            text.Append($"note: statements were put together or left out, and with them these names (Sid): {string.Join(", ", result.Minimized.LostSids)}\n");
        }

        foreach (var file in result.Dropped)
        {
            text.Append($"note: {file} is no longer needed; detach it once the others are attached\n");
        }
    }

    private static void Summarize(StringBuilder text, MinimizeResult result, Catalogue catalogue)
    {
        var sizes = result.Documents.Select(document => document.SizeIn(result.Unit)).ToList();
        text.Append(CultureInfo.InvariantCulture, $"{result.SizeBefore} characters become {string.Join(" + ", sizes)}");
        text.Append(result.Limit is { } limit ? $" of {limit}" : "");
        text.Append(CultureInfo.InvariantCulture, $"; {Counted(result.StatementsBefore, "statement")} before, {string.Join(" + ", result.Documents.Select(document => document.Document.Statements.Length))} after\n");
        if (result.Minimized.Steps is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"proved to be the same, with the {catalogue.ActionCount} actions of {catalogue.Date:yyyy-MM-dd}\n");
        }
    }

    private static string Counted(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
