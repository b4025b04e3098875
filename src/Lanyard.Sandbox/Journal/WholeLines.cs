namespace Lanyard.Sandbox.Journal;

/// <summary>Reads a stream by its lines, and knows where the last whole one ended.</summary>
internal sealed class WholeLines(Stream stream)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _from;
    private int _to;

    /// <summary>Gets where the lines that were given end.</summary>
    public long End { get; private set; }

    /// <summary>Gets what stands behind the last whole line.</summary>
    public ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_from.._to);

    /// <summary>Gives the next line without its end, good until the next call; <see langword="null"/> behind the last whole one.</summary>
    public ReadOnlyMemory<byte>? Next()
    {
        var seen = 0;
        while (true)
        {
            if (_buffer.AsSpan((_from + seen).._to).IndexOf((byte)'\n') is >= 0 and var found)
            {
                var line = _buffer.AsMemory(_from, seen + found);
                _from += line.Length + 1;
                End += line.Length + 1;
                return line;
            }

            seen = _to - _from;
            MakeRoom();
            var read = stream.Read(_buffer.AsSpan(_to));
            if (read == 0)
            {
                return null;
            }

            _to += read;
        }
    }

    private void MakeRoom()
    {
        if (_to < _buffer.Length)
        {
            return;
        }

        var into = _from > 0 ? _buffer : new byte[_buffer.Length * 2];
        _buffer.AsSpan(_from.._to).CopyTo(into);
        (_buffer, _from, _to) = (into, 0, _to - _from);
    }
}
