using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lanyard.Sandbox.State;

/// <summary>Random bytes that follow from a secret and a label: the same ones for the same two. HMAC-SHA-256 of a counter. For one thread at a time.</summary>
/// <param name="secret">The secret.</param>
/// <param name="label">What the bytes are for.</param>
internal sealed class SeededRandom(byte[] secret, string label) : RandomNumberGenerator
{
    private readonly byte[] _block = new byte[HMACSHA256.HashSizeInBytes];
    private byte[] _key = KeyOf(secret, label);
    private long _blocks;
    private int _left;

    /// <summary>Gets how many bytes were drawn under this label.</summary>
    public long Drawn { get; private set; }

    /// <summary>Goes on with another label.</summary>
    public void Restart(string label)
    {
        _key = KeyOf(secret, label);
        (_blocks, _left, Drawn) = (0, 0, 0);
    }

    /// <inheritdoc/>
    public override void GetBytes(byte[] data)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        for (var at = 0; at < data.Length; at++)
        {
            if (_left == 0)
            {
                BinaryPrimitives.WriteInt64BigEndian(number, _blocks++);
                HMACSHA256.HashData(_key, number, _block);
                _left = _block.Length;
            }

            data[at] = _block[^_left--];
        }

        Drawn += data.Length;
    }

    private static byte[] KeyOf(byte[] secret, string label) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(label));
}
