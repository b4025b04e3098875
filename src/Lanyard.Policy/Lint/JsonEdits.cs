using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint;

/// <summary>
/// Edits of JSON text for fixes: each takes with it the comma and the white space that belong to what it removes, and adds what is new in
/// the layout of what stands beside it. Nodes must be of the text, read without its byte order mark.
/// </summary>
public static class JsonEdits
{
    /// <summary>Writes a string as JSON, in quotes.</summary>
    /// <param name="value">The string.</param>
    public static string Quote(string value) => $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>Puts other JSON in the place of a value.</summary>
    /// <param name="place">The value's place.</param>
    /// <param name="json">The JSON.</param>
    public static TextEdit Replace(Place place, string json) => new(place.Start.Offset, place.End.Offset, json);

    /// <summary>Puts another string in the place of a string, which may be a member's name.</summary>
    /// <param name="text">The string as read.</param>
    /// <param name="value">The new one.</param>
    public static TextEdit ReplaceText(PolicyText text, string value) => Replace(text.Place, Quote(value));

    /// <summary>Removes an item of an array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="index">The item, counted from 0.</param>
    public static TextEdit RemoveItem(JsonNode array, int index) => Remove([.. array.Items.Select(item => item.Place)], index, index);

    /// <summary>Removes items of an array. Edits of one call don't overlap, whichever items they are.</summary>
    /// <param name="array">The array.</param>
    /// <param name="indexes">The items, counted from 0, in any order.</param>
    public static ImmutableArray<TextEdit> RemoveItems(JsonNode array, IEnumerable<int> indexes)
    {
        var places = array.Items.Select(item => item.Place).ToArray();
        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        int[] sorted = [.. indexes.Distinct().Order()];

        // What goes to the end of the array takes the comma before it, so a run has to end in one piece.
        for (var i = 0; i < sorted.Length; i++)
        {
            var first = i;
            while (i + 1 < sorted.Length && sorted[i + 1] == sorted[i] + 1)
            {
                i++;
            }

            edits.Add(Remove(places, sorted[first], sorted[i]));
        }

        return edits.ToImmutable();
    }

    /// <summary>Removes a member of an object, its name too.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="member">The member.</param>
    public static TextEdit RemoveMember(JsonNode owner, JsonMember member)
    {
        var index = owner.Members.IndexOf(member);
        return Remove([.. owner.Members.Select(WholeOf)], index, index);
    }

    /// <summary>Puts a value into brackets.</summary>
    /// <param name="value">The value.</param>
    public static ImmutableArray<TextEdit> Wrap(JsonNode value) =>
    [
        new TextEdit(value.Place.Start.Offset, value.Place.Start.Offset, "["),
        new TextEdit(value.Place.End.Offset, value.Place.End.Offset, "]"),
    ];

    /// <summary>Takes the brackets off an array of one item.</summary>
    /// <param name="array">The array.</param>
    public static ImmutableArray<TextEdit> Unwrap(JsonNode array) =>
    [
        new TextEdit(array.Place.Start.Offset, array.Items[0].Place.Start.Offset, ""),
        new TextEdit(array.Items[0].Place.End.Offset, array.Place.End.Offset, ""),
    ];

    /// <summary>Adds a member to an object.</summary>
    /// <param name="text">The text.</param>
    /// <param name="owner">The object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="json">The JSON of its value.</param>
    /// <param name="first">Whether it comes first; else it comes last.</param>
    public static TextEdit InsertMember(string text, JsonNode owner, string name, string json, bool first = false)
    {
        var colon = owner.Members is [var some, ..] ? Between(text, some.Name.Place, some.Value.Place) : ": ";
        return Insert(text, owner, [.. owner.Members.Select(WholeOf)], Quote(name) + colon + json, first, colon.Length > 1);
    }

    /// <summary>Adds an item at the end of an array.</summary>
    /// <param name="text">The text.</param>
    /// <param name="array">The array.</param>
    /// <param name="json">The JSON of the item.</param>
    public static TextEdit InsertItem(string text, JsonNode array, string json) =>
        Insert(text, array, [.. array.Items.Select(item => item.Place)], json, first: false, spaced: true);

    /// <summary>Makes edits in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="edits">The edits, in any order; they must not overlap.</param>
    public static string Apply(string text, IEnumerable<TextEdit> edits) =>
        edits.OrderByDescending(edit => edit.Start).ThenByDescending(edit => edit.End)
            .Aggregate(text, (before, edit) => string.Concat(before.AsSpan(0, edit.Start), edit.Text, before.AsSpan(edit.End)));

    private static Place WholeOf(JsonMember member) => new(member.Name.Place.Start, member.Value.Place.End, member.Value.Place.Path);

    // With the comma behind it, and up to where the next one starts; the last with the comma before it. What ends a line of several
    // goes with the comma before it too, so that the next line stays one.
    private static TextEdit Remove(Place[] places, int first, int last)
    {
        var isLast = last == places.Length - 1;
        if (first == 0 && isLast)
        {
            return new TextEdit(places[0].Start.Offset, places[^1].End.Offset, "");
        }

        var endsLine = first > 0 && !isLast
            && places[first - 1].End.Line == places[first].Start.Line && places[last].End.Line < places[last + 1].Start.Line;
        return isLast || endsLine
            ? new TextEdit(places[first - 1].End.Offset, places[last].End.Offset, "")
            : new TextEdit(places[first].Start.Offset, places[last + 1].Start.Offset, "");
    }

    private static TextEdit Insert(string text, JsonNode owner, Place[] places, string json, bool first, bool spaced)
    {
        if (places.Length == 0)
        {
            return new TextEdit(owner.Place.Start.Offset + 1, owner.Place.End.Offset - 1, json);
        }

        var lead = text[(owner.Place.Start.Offset + 1)..places[0].Start.Offset];
        var separator = places.Length > 1 ? Between(text, places[0], places[1]) : "," + (lead.Contains('\n', StringComparison.Ordinal) ? lead : spaced ? " " : "");
        return first
            ? new TextEdit(places[0].Start.Offset, places[0].Start.Offset, json + separator)
            : new TextEdit(places[^1].End.Offset, places[^1].End.Offset, separator + json);
    }

    private static string Between(string text, Place before, Place after) => text[before.End.Offset..after.Start.Offset];
}
