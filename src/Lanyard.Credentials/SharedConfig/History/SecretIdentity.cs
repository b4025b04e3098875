using System.Text;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Credentials.SharedConfig.History;

/// <summary>
/// By what a secret is known again in another version of its file. A secret key belongs to its access key, whatever its profile is
/// called by now; any other secret to its setting, or its line, in its section.
/// </summary>
/// <param name="Owner">The access key, or the section.</param>
/// <param name="Place">The setting, or the line without the secret.</param>
/// <param name="Number">Which of those that are alike.</param>
internal readonly record struct SecretIdentity(string Owner, string Place, int Number)
{
    private static readonly string[] OfAccessKey = ["aws_secret_access_key", "aws_session_token", "aws_security_token"];

    /// <summary>Whether it belongs to an access key, so that one of its kind is as good as another.</summary>
    public bool IsOfAccessKey => Owner.StartsWith("key ", StringComparison.Ordinal);

    /// <summary>The identities of secrets, in their order.</summary>
    /// <param name="text">A text whose secrets are cut out.</param>
    /// <param name="hidden">Where they were: line and offset.</param>
    public static List<SecretIdentity> Of(SharedConfigText text, IReadOnlyList<(int Line, int At)> hidden)
    {
        var (sections, keys) = Owners(text);
        var seen = new Dictionary<(string, string), int>();
        var found = new List<SecretIdentity>();
        foreach (var (line, at) in hidden)
        {
            var content = text.Content(text.Lines[line]);
            bool isProperty = LineGrammar.KindOf(content) == LineKind.Property;
            string name = SectionBlock.NameOf(content);
            string owner = isProperty && OfAccessKey.Contains(name) && keys[line] is { } key ? "key " + key : "section " + sections[line];
            string place = isProperty && SecretLines.IsSecretName(name) ? name : $"{Encoding.Latin1.GetString(content)}@{at}";
            int number = seen.GetValueOrDefault((owner, place));
            seen[(owner, place)] = number + 1;
            found.Add(new(owner, place, number));
        }

        return found;
    }

    /// <summary>For each line the header of its block, and the access key that the block names.</summary>
    private static (string[] Sections, string?[] Keys) Owners(SharedConfigText text)
    {
        int count = text.Lines.Count;
        var sections = new string[count];
        var keys = new string?[count];
        int start = 0;
        string header = "";
        for (int i = 0; i <= count; i++)
        {
            bool isHeader = i < count && LineGrammar.KindOf(text.Content(text.Lines[i])) == LineKind.Header;
            if (!isHeader && i < count)
            {
                continue;
            }

            string? key = null;
            for (int j = start; j < i; j++)
            {
                var content = text.Content(text.Lines[j]);
                if (LineGrammar.KindOf(content) == LineKind.Property && SectionBlock.NameOf(content) == "aws_access_key_id")
                {
                    key = Encoding.Latin1.GetString(LineGrammar.Trim(LineGrammar.CutComment(content, needsBlank: true)[(content.IndexOf((byte)'=') + 1)..]));
                }
            }

            Array.Fill(sections, header, start, i - start);
            Array.Fill(keys, key, start, i - start);
            header = i < count ? Encoding.Latin1.GetString(text.Content(text.Lines[i])) : "";
            start = i;
        }

        return (sections, keys);
    }
}
