using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>A principal element that is neither <c>"*"</c> nor an object of kinds of principals. That of an RCP is another rule's.</summary>
internal sealed class InvalidPrincipalFormat() : ElementRule("INVALID_PRINCIPAL_FORMAT", Severity.Error)
{
    public override string Title => "a Principal that isn't an object";

    public override string Mending => "Write \"*\", or an object such as {\"AWS\": \"arn:aws:iam::123456789012:role/NAME\"}.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        from member in statement.Members
        where policy.NamesPrincipals() && member.Name.Value is "Principal" or "NotPrincipal"
            && member.Value is not ({ Kind: JsonNodeKind.Object } or { Kind: JsonNodeKind.Text, Text: "*" }) && !Placeholder.IsIn(member.Value.Text)
        select Found(
            member.Value.Place,
            member.Value.Kind == JsonNodeKind.Text
                ? $"\"{member.Value.Text}\" doesn't say what kind of principal it is"
                : $"{member.Name.Value} is {member.Value.Description}, and must be an object",
            mending: MendingOf(member.Value));

    // The kind can be told from the form of what was written.
    private static string? MendingOf(JsonNode node) => node.Kind != JsonNodeKind.Text ? null
        : RequestPrincipal.TryParse(node.Text, out _) ? $"Write {{\"AWS\": \"{node.Text}\"}}."
        : node.Text.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? $"Write {{\"Service\": \"{node.Text}\"}}."
        : null;
}
