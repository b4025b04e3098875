using System.Text;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Splits a <c>credential_process</c> line into words as a POSIX shell would, without the shell: no variable, <c>~</c> or pipe means anything.</summary>
public static class CommandLine
{
    /// <summary>Splits a line.</summary>
    /// <returns>The words; <see langword="null"/> when a quote is never closed or nothing follows a backslash.</returns>
    public static string[]? Split(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                if (inWord)
                {
                    words.Add(word.ToString());
                    word.Clear();
                    inWord = false;
                }

                continue;
            }

            inWord = true;
            if (c == '\\')
            {
                if (++at == line.Length)
                {
                    return null;
                }

                word.Append(line[at]);
            }
            else if (c is '\'' or '"')
            {
                at = Quoted(line, at, word);
                if (at < 0)
                {
                    return null;
                }
            }
            else
            {
                word.Append(c);
            }
        }

        if (inWord)
        {
            words.Add(word.ToString());
        }

        return [.. words];
    }

    private static int Quoted(string line, int open, StringBuilder word)
    {
        var quote = line[open];
        for (var at = open + 1; at < line.Length; at++)
        {
            if (line[at] == quote)
            {
                return at;
            }

            if (quote == '"' && line[at] == '\\' && at + 1 < line.Length && line[at + 1] is ('"' or '\\'))
            {
                at++;
            }

            word.Append(line[at]);
        }

        return -1;
    }
}
