using System.Runtime.InteropServices;

namespace Lanyard.Credentials.Vault.Native.Linux;

/// <summary>What an item of Secret Service is found by: names with a text each, in the form that libsecret takes.</summary>
internal sealed unsafe class SecretAttributes : IDisposable
{
    private const int Texts = 0;
    private const int MostAttributes = 32;

    /// <summary>What libsecret is told of our items; it keeps the address, so it is made once and never freed.</summary>
    private static readonly Lazy<nint> Description = new(MakeSchema);

    private readonly List<nint> _texts = [];

    /// <summary>Takes the attributes of one item.</summary>
    /// <param name="home">Whose it is of this user's Lanyard homes.</param>
    /// <param name="name">The secret's name.</param>
    public SecretAttributes(string home, string name)
    {
        // The table frees nothing itself.
        Table = Libsecret.NewTable(Libsecret.GlibFunction("g_str_hash"), Libsecret.GlibFunction("g_str_equal"));
        Add("application", "lanyard");
        Add("home", home);
        Add("name", name);
    }

    /// <summary>Gets the schema.</summary>
    public static nint Schema => Description.Value;

    /// <summary>Gets the attributes.</summary>
    public nint Table { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Libsecret.FreeTable(Table);
        _texts.ForEach(Marshal.FreeCoTaskMem);
    }

    private void Add(string name, string value)
    {
        _texts.Add(Marshal.StringToCoTaskMemUTF8(name));
        _texts.Add(Marshal.StringToCoTaskMemUTF8(value));
        _ = Libsecret.Insert(Table, _texts[^2], _texts[^1]);
    }

    /// <summary>The C structure: a name, flags, up to 32 pairs of name and type that end with an empty one, and eight reserved words.</summary>
    private static nint MakeSchema()
    {
        int size = (2 * sizeof(nint)) + (MostAttributes * 2 * sizeof(nint)) + (8 * sizeof(nint));
        var words = (nint*)NativeMemory.AllocZeroed((nuint)size);
        words[0] = Marshal.StringToCoTaskMemUTF8("lanyard.Secret");
        words[1] = 0; // no flags
        string[] names = ["application", "home", "name"];
        for (int i = 0; i < names.Length; i++)
        {
            words[2 + (2 * i)] = Marshal.StringToCoTaskMemUTF8(names[i]);
            words[3 + (2 * i)] = Texts;
        }

        return (nint)words;
    }
}
