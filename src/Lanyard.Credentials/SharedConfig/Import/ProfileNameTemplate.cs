using System.Text;

namespace Lanyard.Credentials.SharedConfig.Import;

/// <summary>Makes profile names from <c>{account}</c>, <c>{accountId}</c>, <c>{role}</c> and text between them.</summary>
public sealed class ProfileNameTemplate
{
    /// <summary>The template that is used when none is given.</summary>
    public const string Default = "{account}-{role}";

    private readonly IReadOnlyList<(bool IsText, string Value)> _parts;

    private ProfileNameTemplate(IReadOnlyList<(bool IsText, string Value)> parts) => _parts = parts;

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <exception cref="FormatException">A placeholder isn't one of the three, or other text is no part of a legal name.</exception>
    public static ProfileNameTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<(bool IsText, string Value)>();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            var plain = open < 0 ? text[at..] : text[at..open];
            if (plain.Any(c => !IsLegal(c)))
            {
                throw new FormatException("the text in it may have the characters A-Z a-z 0-9 _ - / . % @ : + alone");
            }

            if (plain.Length > 0)
            {
                parts.Add((true, plain));
            }

            if (open < 0)
            {
                break;
            }

            var close = text.IndexOf('}', open);
            var name = close < 0 ? "" : text[(open + 1)..close];
            parts.Add(name is "account" or "accountId" or "role" ? (false, name) : throw new FormatException("it takes {account}, {accountId} and {role} alone"));
            at = close + 1;
        }

        return parts.Any(p => !p.IsText) ? new ProfileNameTemplate(parts) : throw new FormatException("without {account}, {accountId} or {role} every profile would have the same name");
    }

    /// <summary>
    /// Gives each target a legal name of its own. Where several would have the same, all of them get what tells them apart behind
    /// it (the account's id, the permission set, or both), whatever order they come in.
    /// </summary>
    /// <param name="targets">The targets.</param>
    /// <param name="isTaken">Tells whether a name belongs to another target already.</param>
    /// <returns>A name for each target, and the name it would have had by itself.</returns>
    public IReadOnlyDictionary<ImportTarget, (string Name, string Wished)> NamesOf(IEnumerable<ImportTarget> targets, Func<string, bool> isTaken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(isTaken);
        var names = new Dictionary<ImportTarget, (string Name, string Wished)>();
        foreach (var group in targets.GroupBy(Expand, StringComparer.Ordinal))
        {
            var (members, wished) = (group.ToArray(), group.Key);

            // A profile named `default` is what every tool takes when none is named, so no import makes one.
            var alone = members.Length == 1 && !isTaken(wished) && !wished.Equals("default", StringComparison.OrdinalIgnoreCase);
            var oneAccount = members.Length > 1 && members.All(m => m.AccountId == members[0].AccountId);
            var oneEach = members.DistinctBy(m => m.AccountId).Count() == members.Length;
            foreach (var member in members)
            {
                var name = alone ? wished
                    : oneAccount ? $"{wished}-{Legal(member.Role)}"
                    : oneEach ? $"{wished}-{member.AccountId}"
                    : $"{wished}-{member.AccountId}-{Legal(member.Role)}";
                names.Add(member, (name, wished));
            }
        }

        // Rare: names that only differ in characters that no name may have, or the name of a group that is another's own.
        foreach (var clash in names.GroupBy(n => n.Value.Name, StringComparer.Ordinal).Where(g => g.Count() > 1 || (g.First().Value is var (name, wished) && name != wished && isTaken(name))).ToArray())
        {
            foreach (var (target, (name, wished)) in clash)
            {
                names[target] = ($"{name}-{Digest(target)}", wished);
            }
        }

        return names;
    }

    private string Expand(ImportTarget target)
    {
        var name = new StringBuilder();
        foreach (var (isText, value) in _parts)
        {
            name.Append(isText ? value : value switch
            {
                "accountId" => target.AccountId,
                "role" => Legal(target.Role) is { Length: > 0 } role ? role : "role",
                _ => Legal(target.AccountName) is { Length: > 0 } account ? account : target.AccountId,
            });
        }

        return name.ToString();
    }

    // Runs of what no name may have become one hyphen; at the ends they go.
    private static string Legal(string text)
    {
        var legal = new StringBuilder();
        foreach (var c in text)
        {
            if (IsLegal(c))
            {
                legal.Append(c);
            }
            else if (legal.Length > 0 && legal[^1] != '-')
            {
                legal.Append('-');
            }
        }

        return legal.ToString().Trim('-');
    }

    private static bool IsLegal(char c) => c < 128 && LineGrammar.IsNameByte((byte)c);

    private static string Digest(ImportTarget target)
    {
        var hash = 2166136261u;
        foreach (var c in $"{target.AccountId}/{target.Role}")
        {
            hash = (hash ^ c) * 16777619u;
        }

        return hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }
}
