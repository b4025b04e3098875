using System.Text;

namespace Lanyard.Policy.Documents;

/// <summary>Counts the size of a document as AWS does for its quotas.</summary>
public static class DocumentSize
{
    /// <summary>Counts it.</summary>
    /// <param name="json">The document's text, as it would be sent.</param>
    /// <param name="unit">What is counted. White space within a string always is: no page says that it isn't.</param>
    public static int Of(ReadOnlySpan<char> json, SizeUnit unit) => unit switch
    {
        SizeUnit.Bytes => Encoding.UTF8.GetByteCount(json),
        SizeUnit.Characters => json.Length,
        _ => WithoutWhiteSpace(json),
    };

    private static int WithoutWhiteSpace(ReadOnlySpan<char> json)
    {
        var (count, inString) = (0, false);
        for (var i = 0; i < json.Length; i++)
        {
            if (!inString && json[i] is ' ' or '\t' or '\r' or '\n')
            {
                continue;
            }

            count++;
            if (inString && json[i] == '\\' && i + 1 < json.Length)
            {
                count++;
                i++;
            }
            else if (json[i] == '"')
            {
                inString = !inString;
            }
        }

        return count;
    }
}
