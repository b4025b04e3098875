using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Lanyard.Projects.Yaml;

/// <summary>Builds nodes from the parser's events. The only class that sees events, so the only one to change with the library.</summary>
/// <param name="parser">Gives the events.</param>
/// <param name="path">Names the text in errors.</param>
/// <param name="foreign">Whether what our own files may not have is passed over instead of refused.</param>
/// <param name="isWhole">Whether what would be lost of a file of another program is refused all the same.</param>
internal sealed class YamlTreeReader(IParser parser, string path, bool foreign, bool isWhole)
{
    private const string MergeTag = "tag:yaml.org,2002:merge";

    private readonly Dictionary<string, YamlNode> _anchored = new(StringComparer.Ordinal);
    private long _merged;

    private int MaxDepth => foreign ? YamlText.MaxForeignDepth : YamlText.MaxDepth;

    public YamlNode ReadDocument()
    {
        Next();
        if (Next() is StreamEnd)
        {
            return new YamlScalar("", isPlain: true, line: 1, column: 1);
        }

        var root = Read(Next(), depth: 0);
        if (foreign && !isWhole)
        {
            return root;
        }

        Next();
        var end = Next();
        return end is StreamEnd ? root : throw Refused(end, "the file holds more than one document", "keep one document, without a second ---");
    }

    // Past the end the parser has no event; only a parser that breaks its own grammar would get us there.
    private ParsingEvent Next() =>
        parser.MoveNext()
            ? parser.Current!
            : throw new ProjectFileException(path, 1, 1, ProjectFileCodes.Yaml, "the file ends inside a value", "complete it");

    private YamlNode Read(ParsingEvent e, int depth)
    {
        if (!foreign)
        {
            RefuseDecoration(e);
            return ReadPlain(e, depth);
        }

        if (e is AnchorAlias alias)
        {
            // One that names what it stands in would be a circle, and is empty.
            return _anchored.GetValueOrDefault(alias.Value.Value) is not { } named ? new YamlScalar("", isPlain: true, Line(e), Column(e))
                : depth + named.Height > MaxDepth ? throw TooDeep(e) : named;
        }

        var node = ReadPlain(e, depth);
        if (e is NodeEvent { Anchor: { IsEmpty: false } anchor })
        {
            _anchored[anchor.Value] = node;
        }

        return node;
    }

    private YamlNode ReadPlain(ParsingEvent e, int depth)
    {
        if (depth > MaxDepth)
        {
            throw TooDeep(e);
        }

        return e switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, Line(e), Column(e)) { Start = Start(e), End = (int)e.End.Index, Tag = TagOf(scalar) },
            SequenceStart => ReadSequence(e, depth),
            MappingStart => ReadMapping(e, depth),
            _ => throw Refused(e, "a value was expected here", "write a value"),
        };
    }

    private YamlSequence ReadSequence(ParsingEvent start, int depth)
    {
        var items = new List<YamlNode>();
        ParsingEvent e;
        for (e = Next(); e is not SequenceEnd; e = Next())
        {
            items.Add(Read(e, depth + 1));
        }

        var (size, height) = Measured(items, start);
        return new YamlSequence(items, Line(start), Column(start)) { Start = Start(start), End = (int)e.End.Index, Tag = TagOf(start), Size = size, Height = height };
    }

    private YamlMapping ReadMapping(ParsingEvent start, int depth)
    {
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        List<YamlNode>? merged = null;
        ParsingEvent e;
        for (e = Next(); e is not MappingEnd; e = Next())
        {
            if (Read(e, depth + 1) is not YamlScalar key)
            {
                if (foreign && !isWhole)
                {
                    _ = Read(Next(), depth + 1);
                    continue;
                }

                throw Refused(e, "a key is a list or a mapping", "use text as the key");
            }

            if (foreign && key is { IsPlain: true, Value: "<<", Tag: null or MergeTag })
            {
                (merged ??= []).Add(Read(Next(), depth + 1));
                continue;
            }

            if (!seen.TryAdd(key.Value, key.Line))
            {
                if (foreign && !isWhole)
                {
                    _ = Read(Next(), depth + 1);
                    continue;
                }

                throw Refused(e, $"the key {Shown.Quote(key.Value)} is there twice, first on line {seen[key.Value]}", "remove one of them");
            }

            entries.Add(new YamlEntry(key, Read(Next(), depth + 1)));
        }

        foreach (var source in merged ?? [])
        {
            Merge(source, entries, seen, start);
        }

        var (size, height) = Measured(entries.Select(entry => entry.Value), start);
        return new YamlMapping(entries, Line(start), Column(start)) { Start = Start(start), End = (int)e.End.Index, Tag = TagOf(start), Size = size, Height = height };
    }

    // "Merge Key Language-Independent Type for YAML": keys that are there already stay, and of several sources an earlier one goes before a later one.
    private void Merge(YamlNode source, List<YamlEntry> entries, Dictionary<string, int> seen, ParsingEvent start)
    {
        switch (source)
        {
            case YamlMapping mapping:
                // One without keys counts too: it takes its time.
                _merged += 1 + mapping.Entries.Count;
                RefuseSize(_merged, start);
                entries.AddRange(mapping.Entries.Where(entry => seen.TryAdd(entry.Key.Value, entry.Key.Line)));
                break;
            case YamlSequence list when list.Items.Count == 0 || list.Items[0] is YamlMapping:
                foreach (var item in list.Items)
                {
                    Merge(item is YamlMapping ? item : throw NoMapping(item), entries, seen, start);
                }

                break;
            case YamlScalar { IsNull: true }:
                break;
            default:
                throw NoMapping(source);
        }
    }

    private ProjectFileException NoMapping(YamlNode node) =>
        new(path, node.Line, node.Column, ProjectFileCodes.Yaml, "<< merges the keys of mappings, and this is none", "name a mapping, or a list of mappings: <<: *name");

    private (long Size, int Height) Measured(IEnumerable<YamlNode> inner, ParsingEvent start)
    {
        if (!foreign)
        {
            return (1, 0);
        }

        var (size, height) = (1L, 0);
        foreach (var node in inner)
        {
            (size, height) = (size + node.Size, Math.Max(height, node.Height + 1));
        }

        RefuseSize(size, start);
        return (size, height);
    }

    private void RefuseSize(long size, ParsingEvent at)
    {
        if (size > YamlText.MaxNodes)
        {
            throw Refused(at, "its aliases make it too large", "write out what is meant");
        }
    }

    private ProjectFileException TooDeep(ParsingEvent e) => Refused(e, $"the file nests deeper than {MaxDepth} levels", "flatten it");

    private void RefuseDecoration(ParsingEvent e)
    {
        if (e is AnchorAlias)
        {
            throw Refused(e, "an alias (*name) is not allowed here", "write the value out, or quote text that begins with *: \"*-dev\"");
        }

        if (e is NodeEvent { Anchor.IsEmpty: false })
        {
            throw Refused(e, "an anchor (&name) is not allowed here", "write the value where it is used, or quote text that begins with &");
        }

        if (e is NodeEvent { Tag.IsEmpty: false })
        {
            throw Refused(e, "a tag (!name) is not allowed here", "remove the tag, or quote text that begins with !");
        }
    }

    private ProjectFileException Refused(ParsingEvent e, string message, string fix) =>
        new(path, Line(e), Column(e), ProjectFileCodes.Yaml, message, fix);

    private static string? TagOf(ParsingEvent e) => e is NodeEvent { Tag: { IsEmpty: false } tag } ? tag.Value : null;

    private static int Start(ParsingEvent e) => (int)e.Start.Index;

    private static int Line(ParsingEvent e) => (int)e.Start.Line;

    private static int Column(ParsingEvent e) => (int)e.Start.Column;
}
