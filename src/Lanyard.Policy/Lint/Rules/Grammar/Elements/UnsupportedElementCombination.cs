using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>An element and its <c>Not</c> form in one statement.</summary>
internal sealed class UnsupportedElementCombination() : ElementRule("UNSUPPORTED_ELEMENT_COMBINATION", Severity.Error)
{
    private static readonly string[] Names = ["Action", "Resource", "Principal"];

    public override string Title => "an element beside its Not form";

    public override string Mending => "Keep one of the two, or make two statements.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement)
    {
        foreach (var name in Names)
        {
            var not = $"Not{name}";
            if (statement.FindMember(not) is { } other && statement.FindMember(name) is { } one)
            {
                var (first, second) = one.Name.At.Offset < other.Name.At.Offset ? (one, other) : (other, one);
                yield return Found(second.Name.Place, $"one statement can't have both {name} and {not}") with { Related = [first.Name.Place] };
            }
        }
    }
}
