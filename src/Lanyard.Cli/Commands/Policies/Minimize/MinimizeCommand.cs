using System.Collections.Immutable;
using Lanyard.Cli.Commands.Catalog;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Sets.Minimize;

namespace Lanyard.Cli.Commands.Policies.Minimize;

/// <summary>Says a policy in fewer characters, or in several documents, and prints nothing that isn't proved to be the same.</summary>
internal static class MinimizeCommand
{
    // With white space a document may be longer than what AWS takes; that it is too long is what brings people here.
    private const int MaxLength = 8 * PolicyDocument.MaxLength;

    public static int Run(MinimizeInput input, Surroundings surroundings)
    {
        Check(input);
        var (document, text) = Read(input.File, surroundings);
        var earlier = input.Against.Select(file => Read(file, surroundings).Document).ToImmutableArray();
        var place = MinimizePlace.Of(input.For, document);
        var chosen = ChosenCatalogue.Of(surroundings);
        var proof = new EqualityProof(place.Kind, chosen.Catalogue);
        var minimized = new PolicyMinimizer(chosen.Catalogue, proof).Minimize(document, new MinimizeOptions(input.Wildcards, input.DropSids));
        var result = Divided(input, place, (document, text), minimized, earlier, proof);
        var files = input.Out is { } folder ? MinimizeFiles.Write(folder, result.Documents, input.Force, surroundings) : [];
        surroundings.Error.Write(MinimizeText.Talk(result, chosen.Catalogue, warningsOnly: input.Options.Json));
        if (input.Options.Json)
        {
            surroundings.Write(MinimizeJson.Write(result, chosen, files).Span);
        }
        else
        {
            surroundings.Write(input.Out is null ? MinimizeText.Documents(result.Documents) : string.Concat(files.Select(file => file + "\n")));
        }

        return ExitCodes.Done;
    }

    private static void Check(MinimizeInput input)
    {
        if (input.Against.Count > 0 && !input.Split)
        {
            throw new UsageException("--against is about the documents of the last split; it needs --split", "lanyard policy minimize FILE --split --against OLD…");
        }

        if (input.Force && input.Out is null)
        {
            throw new UsageException("--force is about files, and without --out none is written", "lanyard policy minimize FILE --out FOLDER --force");
        }

        if (input.MaxSize < 1)
        {
            throw new UsageException("--max-size must be a number of characters, 1 or more", "lanyard policy minimize FILE --max-size 6144");
        }
    }

    private static (PolicyDocument Document, string Text) Read(string file, Surroundings surroundings)
    {
        var name = file == "-" ? "stdin" : file;
        var text = InputText.Read(surroundings, file, 4 * MaxLength);
        return (string.IsNullOrWhiteSpace(text) ? PolicyDocumentReader.Read(text, name) : PolicyDocumentReader.Read(JsonTextReader.Read(text, name, MaxLength), name), text);
    }

    private static MinimizeResult Divided(
        MinimizeInput input, MinimizePlace place, (PolicyDocument Document, string Text) given, MinimizedPolicy minimized, ImmutableArray<PolicyDocument> earlier, EqualityProof proof)
    {
        var isLimited = input.Split || input.MaxSize is not null || input.For is not null;
        var limit = isLimited ? input.MaxSize ?? place.Quota?.Limit : null;
        var compact = input.Compact || place.CountsWhiteSpace;
        var names = new MinimizeNames(input.File, input.Against);
        var whole = new MinimizedDocument(names.Whole, minimized.Document, MinimizeText.Of(minimized.Document, compact));
        var (size, unit) = (whole.SizeIn(place.Unit), place.Unit);
        MinimizeResult ResultOf(IReadOnlyList<MinimizedDocument> documents, IReadOnlyList<string> dropped) => new(
            place, limit, DocumentSize.Of(given.Text, unit), given.Document.Statements.Length, minimized, documents, dropped);

        if (!input.Split)
        {
            return size <= (limit ?? int.MaxValue) ? ResultOf([whole], []) : throw TooLarge(place, size, limit!.Value, input.Wildcards);
        }

        if (limit is not { } most)
        {
            throw new UsageException($"how large {place.Noun} may be depends on the resource; say it with --max-size", "lanyard policy minimize FILE --split --max-size 20480");
        }

        if (!place.CanSplit && size > most)
        {
            throw TooLarge(place, size, most, input.Wildcards);
        }

        var parts = Split(minimized.Document, most, earlier, proof);
        return ResultOf(
            [.. parts.Select(part => new MinimizedDocument(names.Next(part.Earlier), part.Document, MinimizeText.Of(part.Document, compact)))],
            [.. input.Against.Where((_, i) => parts.All(part => part.Earlier != i))]);
    }

    private static ImmutableArray<SplitDocument> Split(PolicyDocument document, int limit, ImmutableArray<PolicyDocument> earlier, EqualityProof proof)
    {
        try
        {
            var parts = new PolicySplitter(limit).Split(document, earlier);
            return proof.WhyNotEqual([document], [.. parts.Select(part => part.Document)]) is { } why
                ? throw new CredentialsException(
                    CliErrorCodes.PolicyNotProved, $"that the {parts.Length} documents together say what {document.Path} says can't be proved: {why}", "leave --split out, or divide the document by hand and compare with `lanyard policy diff`")
                : parts;
        }
        catch (PolicyTooLargeException e)
        {
            throw new CredentialsException(CliErrorCodes.PolicyTooLarge, $"{document.Path} can't be divided into documents of {limit} characters: {e.Message}", "raise --max-size", inner: e);
        }
    }

    private static CredentialsException TooLarge(MinimizePlace place, int size, int limit, bool wildcards)
    {
        var why = place.Place switch
        {
            _ when place.CanSplit => "",
            PolicyPlace.Boundary => "; a user or role has one permissions boundary, so that it can't be split",
            PolicyPlace.InlineUser or PolicyPlace.InlineGroup or PolicyPlace.InlineRole => "; all inline policies together may have that many, so that nothing is gained by a split",
            PolicyPlace.Session => "; all policies of a session together may have that many, so that nothing is gained by a split",
            _ => "; there is one such policy, so that it can't be split",
        };
        var fix = place.CanSplit ? "add --split to have several documents"
            : wildcards ? "put what it allows into fewer statements, or use managed policies (--for managed --split)"
            : "add --wildcards to have wildcards in the place of actions, and read its warning";
        return new CredentialsException(
            CliErrorCodes.PolicyTooLarge, $"minimised it has {size} characters, {size - limit} more than the {limit} that {place.Noun} may have{why}", fix);
    }
}
