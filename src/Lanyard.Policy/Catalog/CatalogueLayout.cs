namespace Lanyard.Policy.Catalog;

/// <summary>
/// How a catalogue lies in its bytes. All numbers are 32 bits, the lowest byte first. A header names the sections:
/// records of fixed size for services, actions, resource types and condition keys; lists of numbers, each with its length before it;
/// texts in UTF-8, each with its length in 16 bits before it; and descriptions, which are numbers of words.
/// Services are sorted by their prefix, the actions and resource types of each by name, condition keys by name: ASCII, in lower case. So
/// a number of an action is its place, those of a service are a range, and names are found by halving.
/// </summary>
internal static class CatalogueLayout
{
    /// <summary>The first bytes.</summary>
    public static ReadOnlySpan<byte> Magic => "LYCATLOG"u8;

    /// <summary>What this code reads. Another number means another layout.</summary>
    public const uint Format = 1;

    public const int FormatAt = 8;
    public const int ChecksumAt = 12;

    /// <summary>The checksum is of everything from here.</summary>
    public const int LengthAt = 16;
    public const int VersionAt = 20;
    public const int DateAt = 24;
    public const int ServiceCountAt = 28;
    public const int ActionCountAt = 32;
    public const int ResourceTypeCountAt = 36;
    public const int KeyCountAt = 40;
    public const int WordCountAt = 44;
    public const int ListLengthAt = 48;
    public const int GlobalKeysAt = 52;
    public const int ServicesAt = 56;
    public const int ActionsAt = 60;
    public const int ResourceTypesAt = 64;
    public const int KeysAt = 68;
    public const int WordsAt = 72;
    public const int ListsAt = 76;
    public const int TextsAt = 80;
    public const int DescriptionsAt = 84;
    public const int HeaderSize = 88;

    /// <summary>Prefix, name, first action, first resource type, list of condition keys, flags. One more record ends the last service's ranges.</summary>
    public const int ServiceSize = 24;

    /// <summary>Name, description with the access level in the highest byte, list of resource types, list of condition keys, list of needs.</summary>
    public const int ActionSize = 20;

    /// <summary>Name, list of ARN formats, list of condition keys.</summary>
    public const int ResourceTypeSize = 12;

    /// <summary>Name, description, type.</summary>
    public const int KeySize = 12;

    public const uint SupportsResourceControlPolicies = 1;
    public const uint IsRequired = 1;
    public const uint IsAlways = 1;
    public const uint IsMultivalued = 0x80;
    public const int AccessLevelShift = 24;
    public const uint DescriptionMask = 0x00FF_FFFF;

    /// <summary>The largest catalogue that is read; a real one has 2 MB.</summary>
    public const int MaxLength = 1 << 26;

    /// <summary>The letter in lower case, if it is one of ASCII.</summary>
    public static int Fold(int character) => character is >= 'A' and <= 'Z' ? character | 0x20 : character;
}
