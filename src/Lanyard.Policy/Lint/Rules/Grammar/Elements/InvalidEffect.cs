using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>An <c>Effect</c> that isn't exactly <c>Allow</c> or <c>Deny</c>.</summary>
internal sealed class InvalidEffect() : ElementRule("INVALID_EFFECT", Severity.Error)
{
    public override string Title => "an effect that is neither Allow nor Deny";

    public override string Mending => "Write \"Allow\" or \"Deny\".";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement)
    {
        if (statement.Find("Effect") is { Kind: JsonNodeKind.Text, Text: not ("Allow" or "Deny") } effect && !Placeholder.IsIn(effect.Text))
        {
            var near = ElementSearch.Near(effect.Text, "Allow", "Deny");
            var isSure = policy.Text is not null && effect.Text.Equals(near, StringComparison.OrdinalIgnoreCase);
            yield return Found(
                effect.Place,
                $"\"{effect.Text}\" is no effect{(near is null ? "" : $"; did you mean \"{near}\"?")}",
                isSure ? new Fix($"write {near}", [JsonEdits.Replace(effect.Place, JsonEdits.Quote(near!))]) : null,
                near is null ? null : $"Write \"{near}\"; upper and lower case matter.");
        }
    }
}
