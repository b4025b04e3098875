using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>A statement as a set: every one of its actions on every one of its resources, under a heading.</summary>
/// <param name="Heading">All but the lists.</param>
/// <param name="Sid">What people call it.</param>
/// <param name="Actions">Its actions, sorted.</param>
/// <param name="Resources">Its resources, sorted; empty where a policy has none.</param>
internal sealed record Tile(Heading Heading, string? Sid, ImmutableArray<string> Actions, ImmutableArray<string> Resources)
{
    /// <summary>The characters of <c>{"Statement":[]}</c>.</summary>
    public const int AroundStatement = 16;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/*?-_.${}, +=@()[]~;!#%&'<>|^`");

    /// <summary>Whether it is made of statements with different names, so that none of them is right for it.</summary>
    public bool HasLostNames { get; init; }

    /// <summary>How many characters the statement has when it is written without white space.</summary>
    public int Length => Heading.Length + LengthOf(Actions) + (Heading.HasResources ? LengthOf(Resources) : 0) + (Sid is null ? 0 : LengthOf(Sid) + 7);

    /// <summary>Equal for tiles with the same heading, actions and resources.</summary>
    public string Key => $"{Heading.Key}\u0002{ActionsKey}\u0002{ResourcesKey}";

    /// <summary>Equal for the same actions.</summary>
    public string ActionsKey => SortedTexts.Actions.KeyOf(Actions);

    /// <summary>Equal for the same resources.</summary>
    public string ResourcesKey => SortedTexts.Resources.KeyOf(Resources);

    /// <summary>Reads the statements of a document, in the one order that tiles have.</summary>
    /// <param name="document">The document.</param>
    /// <param name="dropSids">Whether statements lose their names.</param>
    public static ImmutableArray<Tile> Of(PolicyDocument document, bool dropSids = false) => InOrder(
    [
        .. document.Statements.Select(statement => new Tile(
            Heading.Of(statement, document.HasVariables),
            dropSids ? null : statement.Sid?.Value,
            SortedTexts.Actions.Of(statement.Action.Values.Select(value => value.Value)),
            SortedTexts.Resources.Of(statement.Resource?.Values.Select(value => value.Value) ?? []))),
    ]);

    /// <summary>Puts tiles in the order in which they are written: what allows first, then by actions, resources and the rest.</summary>
    public static ImmutableArray<Tile> InOrder(IEnumerable<Tile> tiles) =>
    [
        .. tiles.OrderBy(tile => tile.Heading.Effect)
            .ThenBy(tile => tile.Heading.ActionsNegated)
            .ThenBy(tile => tile.ActionsKey, StringComparer.Ordinal)
            .ThenBy(tile => tile.ResourcesKey, StringComparer.Ordinal)
            .ThenBy(tile => tile.Heading.Key, StringComparer.Ordinal)
            .ThenBy(tile => tile.Sid, StringComparer.Ordinal),
    ];

    /// <summary>How many characters the values of a list have, brackets included where it needs them.</summary>
    public static int LengthOf(ImmutableArray<string> values)
    {
        var length = values.Length switch { 0 => 2, 1 => 0, _ => values.Length + 1 };
        foreach (var value in values)
        {
            length += LengthOf(value);
        }

        return length;
    }

    /// <summary>How many characters a string has, quotes included.</summary>
    public static int LengthOf(string value) =>
        2 + (value.AsSpan().IndexOfAnyExcept(Plain) < 0 ? value.Length : JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value).Length);

    /// <summary>How many characters the empty lists of a statement have.</summary>
    public static int EmptyLists(Heading heading) => heading.HasResources ? 4 : 2;

    /// <summary>The document with other statements.</summary>
    public static PolicyDocument Document(PolicyDocument document, IEnumerable<Tile> tiles) =>
        document with { Statements = [.. tiles.Select((tile, index) => tile.ToStatement(index))] };

    /// <summary>Makes the statement.</summary>
    /// <param name="index">Its number.</param>
    public Statement ToStatement(int index) => new(
        index,
        Place.None,
        Sid is null ? null : Text(Sid),
        Heading.Effect,
        Place.None,
        Heading.Principal,
        new TextListElement(Text(Heading.ActionsNegated ? "NotAction" : "Action"), Texts(Actions)),
        Heading.HasResources ? new TextListElement(Text(Heading.ResourcesNegated ? "NotResource" : "Resource"), Texts(Resources)) : null,
        Heading.Conditions);

    /// <summary>Names a tile that is made of two: by the name of the one, unless the other has another.</summary>
    public Tile NamedAfter(Tile a, Tile b)
    {
        var differ = a.HasLostNames || b.HasLostNames || (a.Sid is not null && b.Sid is not null && a.Sid != b.Sid);
        return this with { Sid = differ ? null : a.Sid ?? b.Sid, HasLostNames = differ };
    }

    private static ImmutableArray<PolicyText> Texts(ImmutableArray<string> values) => [.. values.Select(Text)];

    private static PolicyText Text(string value) => new(value, Place.None);
}
