using System.Runtime.InteropServices;
using System.Text;

namespace Lanyard.Cli.Edge;

/// <summary>Texts as C wants them: an array of pointers that ends with a null.</summary>
internal sealed unsafe class StringVector : IDisposable
{
    private readonly int _count;

    public StringVector(IEnumerable<string> texts)
    {
        var all = texts.Select(t => Encoding.UTF8.GetBytes(t + '\0')).ToArray();
        _count = all.Length;
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < _count; i++)
        {
            Pointers[i] = (byte*)NativeMemory.Alloc((nuint)all[i].Length);
            all[i].CopyTo(new Span<byte>(Pointers[i], all[i].Length));
        }
    }

    public byte** Pointers { get; }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
        {
            NativeMemory.Free(Pointers[i]);
        }

        NativeMemory.Free(Pointers);
    }
}
