using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>A <c>Sid</c> without text.</summary>
internal sealed class EmptySidValue() : ElementRule("EMPTY_SID_VALUE", Severity.Suggestion)
{
    public override string Title => "an empty Sid";

    public override string Mending => "Write a name for the statement, or remove the Sid.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        statement.FindMember("Sid") is { Value: { Kind: JsonNodeKind.Text, Text: "" } empty } sid
            ? [Found(empty.Place, "the Sid is empty", policy.Text is null ? null : new Fix("remove the Sid", [JsonEdits.RemoveMember(statement, sid)]))]
            : [];
}
