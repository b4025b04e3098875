using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A condition key twice under one operator, written differently: the names of keys have no upper and lower case.</summary>
internal sealed class DuplicateKeysWithDifferentCase() : ElementRule("DUPLICATE_KEYS_WITH_DIFFERENT_CASE", Severity.Error)
{
    public override string Title => "a condition key that is twice under one operator, in different case";

    public override string Mending => "Keep one of them, with the values of both.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement)
    {
        foreach (var block in statement.Find("Condition")?.Members ?? [])
        {
            for (var i = 1; i < block.Value.Members.Length; i++)
            {
                var name = block.Value.Members[i].Name;
                var first = block.Value.Members.First(member => member.Name.Value.Equals(name.Value, StringComparison.OrdinalIgnoreCase)).Name;
                if (first.Value != name.Value)
                {
                    yield return Found(name.Place, $"\"{name.Value}\" is the same condition key as \"{first.Value}\" in line {first.At.Line}") with
                    {
                        Related = [first.Place],
                    };
                }
            }
        }
    }
}
