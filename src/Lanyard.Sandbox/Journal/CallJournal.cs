using System.Text.Json;

namespace Lanyard.Sandbox.Journal;

/// <summary>
/// The calls that made a sandbox's state what it is, one a line, in a file that only grows. It holds keys, tokens and passwords. For one
/// thread at a time.
/// </summary>
public sealed class CallJournal
{
    private readonly Stream _stream;
    private readonly Action<string> _warn;
    private readonly WholeLines _lines;
    private int _line = 1;
    private long _end;

    private CallJournal(Stream stream, string name, Action<string> warn)
    {
        (_stream, Name, _warn, _lines) = (stream, name, warn, new WholeLines(stream));
        Header = JournalHeader.Read(_lines.Next() ?? ReadOnlyMemory<byte>.Empty, name);
    }

    /// <summary>Gets the file's name, for messages.</summary>
    public string Name { get; }

    /// <summary>Gets what the sandbox began with.</summary>
    public JournalHeader Header { get; }

    /// <summary>Opens a journal.</summary>
    /// <param name="stream">The file from its first byte; it stays the caller's.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="warn">Is told what was dropped.</param>
    /// <exception cref="JournalException">It is no journal.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static CallJournal Open(Stream stream, string name, Action<string> warn) => new(stream, name, warn);

    /// <summary>Gives the entries with their lines. A last line that was cut off while it was written is dropped: nobody was answered.</summary>
    /// <exception cref="JournalException">A line is broken.</exception>
    internal IEnumerable<(int Line, JournalEntry Entry)> Entries()
    {
        while (_lines.Next() is { } line)
        {
            yield return (++_line, Read(line));
        }

        _end = _lines.End;
        if (!_lines.Rest.IsEmpty)
        {
            _warn($"{Name}:{_line + 1}: the last call was cut off while it was written, and is dropped. Nobody was answered.");
            Cut();
        }
    }

    /// <summary>Adds an entry, and returns once it is on disk.</summary>
    /// <exception cref="JournalException">It can't be written; what was is taken back.</exception>
    internal void Append(JournalEntry entry)
    {
        var line = entry.ToLine();
        try
        {
            _stream.Write(line);
            Flush();
            _end += line.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            try
            {
                Cut();
            }
            catch (Exception second) when (second is IOException or UnauthorizedAccessException)
            {
                // The next start finds a torn line, and drops it.
            }

            throw new JournalException(
                JournalProblem.NotWritten, $"the sandbox's state can't be written to {Name}: {e.Message}",
                "make room on the disk and start the sandbox again; the call that wasn't written is forgotten", e);
        }
    }

    private JournalEntry Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JournalEntry.Read(line);
        }
        catch (JsonException e)
        {
            throw new JournalException(
                JournalProblem.Invalid, $"{Name}:{_line}: this line is broken",
                $"keep the calls before it, and lose it and all that follow: head -n {_line - 1} FILE > NEW, then name the new file with --state", e);
        }
    }

    private void Cut()
    {
        _stream.SetLength(_end);
        _stream.Position = _end;
        Flush();
    }

    private void Flush()
    {
        if (_stream is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }
        else
        {
            _stream.Flush();
        }
    }
}
