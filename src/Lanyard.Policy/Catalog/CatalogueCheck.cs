using System.Buffers.Binary;
using static Lanyard.Policy.Catalog.CatalogueLayout;

namespace Lanyard.Policy.Catalog;

/// <summary>Proves, before anything is read in it, that a catalogue from a file leads nowhere outside itself.</summary>
internal ref struct CatalogueCheck
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _texts;
    private readonly int _textsEnd;
    private readonly int _lists;
    private readonly int _listLength;
    private readonly int _keyCount;
    private readonly int _actionCount;

    private CatalogueCheck(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _texts = Number(TextsAt);
        _textsEnd = Number(DescriptionsAt);
        _lists = Number(ListsAt);
        _listLength = Number(ListLengthAt);
        _keyCount = Number(KeyCountAt);
        _actionCount = Number(ActionCountAt);
    }

    /// <summary>Checks a catalogue.</summary>
    /// <exception cref="CatalogueException">It isn't one, or not a whole one.</exception>
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize || !bytes.StartsWith(Magic))
        {
            throw new CatalogueException("it is not a catalogue");
        }

        var format = BinaryPrimitives.ReadUInt32LittleEndian(bytes[FormatAt..]);
        if (format != Format)
        {
            throw new CatalogueException($"it has format {format}, and this version of Lanyard reads format {Format}");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[LengthAt..]) != bytes.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != Checksum.Of(bytes[LengthAt..]))
        {
            throw new CatalogueException("it is damaged: its checksum doesn't fit");
        }

        new CatalogueCheck(bytes).CheckAll();
    }

    private readonly void CheckAll()
    {
        var (serviceCount, typeCount, wordCount) = (Number(ServiceCountAt), Number(ResourceTypeCountAt), Number(WordCountAt));
        Section(ServicesAt, serviceCount + 1L, ServiceSize);
        Section(ActionsAt, _actionCount, ActionSize);
        Section(ResourceTypesAt, typeCount, ResourceTypeSize);
        Section(KeysAt, _keyCount, KeySize);
        Section(WordsAt, wordCount, sizeof(int));
        Section(ListsAt, _listLength, sizeof(int));
        Require(_texts >= HeaderSize && _textsEnd >= _texts && _textsEnd <= _bytes.Length && serviceCount >= 0);
        Require(Number(DateAt) is >= 0 and var day && day <= DateOnly.MaxValue.DayNumber);
        Text(Number(VersionAt));
        Keys(Number(GlobalKeysAt));
        Names(Number(KeysAt), KeySize, 0, _keyCount);
        Names(Number(ServicesAt), ServiceSize, 0, serviceCount);
        for (var i = 0; i < wordCount; i++)
        {
            Text(Number(Number(WordsAt) + (i * sizeof(int))));
        }

        Services(serviceCount, typeCount);
        Actions(typeCount, wordCount);
        for (var (i, at) = (0, Number(ResourceTypesAt)); i < typeCount; i++, at += ResourceTypeSize)
        {
            foreach (var format in List(Number(at + 4)))
            {
                Text(format);
            }

            Keys(Number(at + 8));
        }

        for (var (i, at) = (0, Number(KeysAt)); i < _keyCount; i++, at += KeySize)
        {
            Description(Number(at + 4), wordCount);
            Require((Number(at + 8) & ~IsMultivalued) is >= 0 and <= (uint)ConditionValueKind.Binary);
        }
    }

    private readonly void Services(int count, int typeCount)
    {
        var (action, type, at) = (0, 0, Number(ServicesAt));
        for (var i = 0; i < count; i++, at += ServiceSize)
        {
            Text(Number(at + 4));
            Keys(Number(at + 16));
            var (nextAction, nextType) = (Number(at + ServiceSize + 8), Number(at + ServiceSize + 12));
            Require(Number(at + 8) == action && Number(at + 12) == type && nextAction >= action && nextAction <= _actionCount && nextType >= type && nextType <= typeCount);
            Names(Number(ActionsAt), ActionSize, action, nextAction);
            Names(Number(ResourceTypesAt), ResourceTypeSize, type, nextType);
            (action, type) = (nextAction, nextType);
        }

        Require(Number(at + 8) == _actionCount && Number(at + 12) == typeCount && action == _actionCount && type == typeCount);
    }

    private readonly void Actions(int typeCount, int wordCount)
    {
        for (var (i, at) = (0, Number(ActionsAt)); i < _actionCount; i++, at += ActionSize)
        {
            var level = (uint)Number(at + 4);
            Require(level >> AccessLevelShift <= (uint)AccessLevel.Tagging);
            Description((int)(level & DescriptionMask), wordCount);
            var resources = List(Number(at + 8));
            Require(resources.Length % 2 == 0);
            for (var j = 0; j < resources.Length; j += 2)
            {
                Require(resources[j] >= 0 && resources[j] >> 1 < typeCount);
                Keys(resources[j + 1]);
            }

            Keys(Number(at + 12));
            Needs(List(Number(at + 16)));
        }
    }

    private readonly void Needs(ReadOnlySpan<int> needs)
    {
        if (needs.IsEmpty)
        {
            return;
        }

        Require(needs[0] >= 0 && needs[0] < needs.Length && (needs.Length - 1 - needs[0]) % 3 == 0);
        foreach (var dependent in needs.Slice(1, needs[0]))
        {
            Require(dependent >= 0 && dependent < _actionCount);
        }

        for (var roles = needs[(1 + needs[0])..]; roles.Length > 0; roles = roles[3..])
        {
            Text(roles[0]);
            Text(roles[1]);
        }
    }

    // Sorted, or what is there wouldn't be found.
    private readonly void Names(int records, int size, int first, int end)
    {
        ReadOnlySpan<byte> before = [];
        for (var i = first; i < end; i++)
        {
            var name = Text(Number(records + (i * size)));
            Require(i == first || Compare(before, name) < 0);
            before = name;
        }
    }

    private readonly void Description(int at, int wordCount)
    {
        Require(at >= 0 && at < _bytes.Length - _textsEnd);
        var bytes = _bytes[(_textsEnd + at)..];
        for (var left = Variable(ref bytes); left > 0; left--)
        {
            Require(Variable(ref bytes) < wordCount);
        }
    }

    private static int Variable(ref ReadOnlySpan<byte> bytes)
    {
        var whole = bytes[..Math.Min(4, bytes.Length)];
        Require(whole.IndexOfAnyInRange((byte)0, (byte)0x7F) >= 0);
        return CatalogueData.ReadVariable(ref bytes);
    }

    private readonly void Keys(int list)
    {
        foreach (var key in List(list))
        {
            Require(key >= 0 && key < _keyCount);
        }
    }

    private readonly ReadOnlySpan<int> List(int list)
    {
        Require(list >= 0 && list < _listLength);
        var count = Number(_lists + (list * sizeof(int)));
        Require(count >= 0 && count < _listLength - list);
        var numbers = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(_bytes.Slice(_lists + ((list + 1) * sizeof(int)), count * sizeof(int)));
        return BitConverter.IsLittleEndian ? numbers : Reversed(numbers);
    }

    private static ReadOnlySpan<int> Reversed(ReadOnlySpan<int> numbers)
    {
        var reversed = new int[numbers.Length];
        BinaryPrimitives.ReverseEndianness(numbers, reversed);
        return reversed;
    }

    private readonly ReadOnlySpan<byte> Text(int text)
    {
        Require(text >= 0 && text <= _textsEnd - _texts - sizeof(ushort));
        var bytes = _bytes[(_texts + text).._textsEnd];
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        Require(length <= bytes.Length - sizeof(ushort));
        return bytes.Slice(sizeof(ushort), length);
    }

    private readonly void Section(int field, long count, int size)
    {
        var at = Number(field);
        Require(at >= HeaderSize && count >= 0 && count <= MaxLength && at + (count * size) <= _bytes.Length);
    }

    private static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (Fold(a[i]) - Fold(b[i]) is not 0 and var order)
            {
                return order;
            }
        }

        return a.Length - b.Length;
    }

    private readonly int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.Slice(at, sizeof(int)));

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new CatalogueException("it is damaged: a part of it leads outside, or isn't in order");
        }
    }
}
