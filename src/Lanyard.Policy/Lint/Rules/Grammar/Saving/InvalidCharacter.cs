using System.Buffers;
using System.Text;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>
/// A character that a document for IAM can't have: it takes those up to U+00FF, and of control characters tab and line ends only
/// (pattern of <c>PolicyDocument</c> in the IAM API Reference). One that is escaped in the JSON passes.
/// </summary>
internal sealed class InvalidCharacter() : Rule("IAM_INVALID_CHARACTER", Severity.Error, RuleOrigin.SaveTime)
{
    private const char Last = '\u00FF';

    private static readonly SearchValues<char> Taken = SearchValues.Create(Characters());

    public override string Title => "a character that IAM doesn't take";

    public override string Mending => "Write the character in plain letters and signs.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        var found = new List<Finding>();
        if (policy.IsOfIam())
        {
            Look(policy, policy.Root, found);
        }

        return found;
    }

    private void Look(CheckedPolicy policy, JsonNode node, List<Finding> found)
    {
        Look(policy, node.Text, node.Place, found);
        foreach (var item in node.Items)
        {
            Look(policy, item, found);
        }

        foreach (var member in node.Members)
        {
            Look(policy, member.Name.Value, member.Name.Place, found);
            Look(policy, member.Value, found);
        }
    }

    private void Look(CheckedPolicy policy, string text, Place place, List<Finding> found)
    {
        var at = text.AsSpan().IndexOfAnyExcept(Taken);
        if (at >= 0 && (policy.Text is null || policy.Text.AsSpan(place.Start.Offset, place.End.Offset - place.Start.Offset).IndexOfAnyExcept(Taken) >= 0))
        {
            var rune = Rune.GetRuneAt(text, at);
            found.Add(Found(place, $"IAM doesn't take the character \"{rune}\" (U+{rune.Value:X4})"));
        }
    }

    private static ReadOnlySpan<char> Characters()
    {
        var taken = new StringBuilder("\t\n\r").Append(Placeholder.Mark);
        for (var character = ' '; character <= Last; character++)
        {
            taken.Append(character);
        }

        return taken.ToString();
    }
}
