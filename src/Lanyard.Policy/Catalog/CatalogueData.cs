using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using static Lanyard.Policy.Catalog.CatalogueLayout;

namespace Lanyard.Policy.Catalog;

/// <summary>The bytes of a catalogue, and how to read a number, a text or a list in them. To open it reads nothing.</summary>
internal sealed unsafe class CatalogueData
{
    private const string Resource = "Lanyard.Policy.Catalog.catalogue.bin";

    private readonly byte* _start;
    private readonly int _length;

    private CatalogueData(byte* start, int length, object owner)
    {
        _start = start;
        _length = length;
        Owner = owner;
        Services = Number(ServicesAt);
        Actions = Number(ActionsAt);
        ResourceTypes = Number(ResourceTypesAt);
        Keys = Number(KeysAt);
        ServiceCount = Number(ServiceCountAt);
        ActionCount = Number(ActionCountAt);
    }

    /// <summary>Gets what the bytes belong to, a stream or a pinned array: they last as long as it does.</summary>
    public object Owner { get; }

    /// <summary>Gets where the services are.</summary>
    public int Services { get; }

    /// <summary>Gets where the actions are.</summary>
    public int Actions { get; }

    /// <summary>Gets where the resource types are.</summary>
    public int ResourceTypes { get; }

    /// <summary>Gets where the condition keys are.</summary>
    public int Keys { get; }

    /// <summary>Gets how many services there are.</summary>
    public int ServiceCount { get; }

    /// <summary>Gets how many actions there are.</summary>
    public int ActionCount { get; }

    /// <summary>Gets all of them.</summary>
    public ReadOnlySpan<byte> Bytes => new(_start, _length);

    /// <summary>Opens the catalogue that is part of the program.</summary>
    public static CatalogueData OpenEmbedded()
    {
        var stream = (UnmanagedMemoryStream)(typeof(CatalogueData).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the program was built without {Resource}"));
        return new CatalogueData(stream.PositionPointer, (int)stream.Length, stream);
    }

    /// <summary>Takes a copy of bytes that <see cref="CatalogueCheck"/> has passed.</summary>
    public static CatalogueData Copy(ReadOnlySpan<byte> bytes)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned);
        return new CatalogueData((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0), pinned.Length, pinned);
    }

    /// <summary>Reads a number.</summary>
    /// <param name="at">Where it is, in bytes.</param>
    public int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(Bytes.Slice(at, sizeof(int)));

    /// <summary>Gives a text's bytes.</summary>
    /// <param name="text">Which one.</param>
    public ReadOnlySpan<byte> TextBytes(int text)
    {
        var bytes = Bytes[(Number(TextsAt) + text)..];
        return bytes.Slice(sizeof(ushort), BinaryPrimitives.ReadUInt16LittleEndian(bytes));
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">Which one.</param>
    public string Text(int text) => Encoding.UTF8.GetString(TextBytes(text));

    /// <summary>Gives the numbers of a list.</summary>
    /// <param name="list">Which one.</param>
    public NumberList List(int list)
    {
        var at = Number(ListsAt) + (list * sizeof(int));
        return new NumberList(this, at + sizeof(int), Number(at));
    }

    /// <summary>Finds a name among records that are sorted by theirs, which stand first in each.</summary>
    /// <param name="records">Where the records are.</param>
    /// <param name="size">The size of one.</param>
    /// <param name="first">The first to look at.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="name">The name; upper and lower case carry no meaning.</param>
    /// <returns>Its record; the complement of where it would be if there is none.</returns>
    public int Find(int records, int size, int first, int end, ReadOnlySpan<char> name)
    {
        while (first < end)
        {
            var middle = (first + end) >>> 1;
            var order = Compare(TextBytes(Number(records + (middle * size))), name);
            if (order == 0)
            {
                return middle;
            }

            (first, end) = order < 0 ? (middle + 1, end) : (first, middle);
        }

        return ~first;
    }

    /// <summary>Reads a description: the number of its words, then each word's number, in seven bits a byte.</summary>
    /// <param name="at">Where in the descriptions.</param>
    public string Description(int at)
    {
        var bytes = Bytes[(Number(DescriptionsAt) + at)..];
        var left = ReadVariable(ref bytes);
        var words = Number(WordsAt);
        var text = new StringBuilder();
        for (; left > 0; left--)
        {
            text.Append(Text(Number(words + (ReadVariable(ref bytes) * sizeof(int)))));
            if (left > 1)
            {
                text.Append(' ');
            }
        }

        return text.ToString();
    }

    /// <summary>Reads a number that takes as many bytes as it needs, and goes past it.</summary>
    public static int ReadVariable(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var one = bytes[0];
            bytes = bytes[1..];
            value |= (one & 0x7F) << shift;
            if (one < 0x80)
            {
                return value;
            }
        }

        throw new CatalogueException("a number in a description has no end");
    }

    private static int Compare(ReadOnlySpan<byte> stored, ReadOnlySpan<char> sought)
    {
        var common = Math.Min(stored.Length, sought.Length);
        for (var i = 0; i < common; i++)
        {
            var order = Fold(stored[i]) - Fold(sought[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return stored.Length - sought.Length;
    }
}

/// <summary>A list of numbers in a catalogue.</summary>
/// <param name="data">The catalogue.</param>
/// <param name="at">Where the first is.</param>
/// <param name="count">How many there are.</param>
internal readonly struct NumberList(CatalogueData data, int at, int count)
{
    public int Count => count;

    public int this[int index] => data.Number(at + (index * sizeof(int)));
}
