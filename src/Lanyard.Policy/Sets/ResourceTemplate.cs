using System.Collections.Immutable;
using Lanyard.Policy.Matching;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>A resource pattern with policy variables.</summary>
internal sealed class ResourceTemplate
{
    private readonly PolicyString _parsed;

    public ResourceTemplate(string text, PolicyString parsed)
    {
        (Text, _parsed) = (text, parsed);
        Variables = [.. parsed.Pieces.Select(piece => piece.Variable).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        Bound = Build(parsed, piece => ("*", true));
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The condition keys whose values stand in it.</summary>
    public ImmutableArray<string> Variables { get; }

    /// <summary>All that it matches with any values of its variables; <see langword="null"/> when that is nothing.</summary>
    public TextPattern? Bound { get; }

    /// <summary>The pattern for certain values.</summary>
    /// <param name="variables">The values.</param>
    /// <param name="isResolved">Whether every variable has one.</param>
    /// <returns>The pattern; <see langword="null"/> when it matches nothing.</returns>
    public TextPattern? For(RequestContext variables, out bool isResolved)
    {
        isResolved = _parsed.Pieces.All(piece => piece.Variable is null || piece.Text is not null || variables.Find(piece.Variable)?.Single is not null);
        return isResolved ? Expand(_parsed, variables) : null;
    }

    /// <summary>
    /// Whether it matches only what another one matches, whatever the values of the variables: each variable is taken as one character
    /// that a star can stand for and nothing else.
    /// </summary>
    public bool IsWithin(ResourceTemplate other, PatternRelations relations)
    {
        var symbols = Variables.Concat(other.Variables).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return !Text.Contains('?', StringComparison.Ordinal) && !other.Text.Contains('?', StringComparison.Ordinal)
            && _parsed.Pieces.Concat(other._parsed.Pieces).All(piece => piece.Variable is null || piece.Text is null)
            && Symbolic(_parsed, symbols) is { } inner && Symbolic(other._parsed, symbols) is { } outer
            && relations.Contains(outer, inner) == true;
    }

    /// <summary>Values of its first variable with which it matches some of what another pattern matches.</summary>
    public IEnumerable<string> ValuesToMeet(TextPattern other)
    {
        var place = _parsed.Pieces.Index().First(entry => entry.Item.Variable is not null).Index;
        var before = string.Concat(_parsed.Pieces.Take(place).Select(piece => piece.Text));
        var after = place + 1 < _parsed.Pieces.Count ? _parsed.Pieces[place + 1].Text ?? "" : "";
        after = after[..Math.Max(0, after.AsSpan().IndexOfAny('*', '?') is var wild && wild < 0 ? after.Length : wild)];
        if (Bound is null || before.AsSpan().ContainsAny('*', '?') || PatternRelations.Meeting(Bound, other) is not { } text || !text.StartsWith(before, StringComparison.Ordinal))
        {
            return [];
        }

        var rest = text[before.Length..];
        var end = after.Length == 0 ? rest.Length : rest.IndexOf(after, StringComparison.Ordinal);
        return end > 0 ? [rest[..end]] : [];
    }

    /// <summary>The pattern that a text of pieces is for certain values; all of its variables must have one.</summary>
    public static TextPattern? Expand(PolicyString parsed, RequestContext variables) =>
        Build(parsed, piece => (variables.Find(piece.Variable!)?.Single ?? piece.Text ?? "", false));

    private static TextPattern? Symbolic(PolicyString parsed, List<string> symbols) => Build(parsed, piece =>
        (((char)('\ue000' + symbols.FindIndex(symbol => symbol.Equals(piece.Variable, StringComparison.OrdinalIgnoreCase)))).ToString(), false));

    private static TextPattern? Build(PolicyString parsed, Func<PolicyString.Piece, (string Text, bool IsWild)> valueOf)
    {
        var (characters, wild) = (new List<char>(), new List<bool>());
        foreach (var piece in parsed.Pieces)
        {
            var (text, isWild) = piece.Variable is null ? (piece.Text ?? "", piece.IsPattern) : valueOf(piece);
            characters.AddRange(text);
            wild.AddRange(text.Select(symbol => isWild && symbol is '*' or '?'));
        }

        return PatternReader.Arn([.. characters], [.. wild]);
    }
}
