using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A name in a document or statement that the policy language doesn't have; upper and lower case matter.</summary>
internal sealed class InvalidPolicyElement() : Rule("INVALID_POLICY_ELEMENT", Severity.Error)
{
    private static readonly string[] OfDocument = ["Version", "Id", "Statement"];

    private static readonly string[] OfStatement =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    public override string Title => "an element that policies don't have";

    public override string Mending => "Remove the element, or write one that there is.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy) =>
    [
        .. Unknown(policy, policy.Root, "policy document", OfDocument, OfStatement),
        .. policy.StatementNodes.SelectMany(statement => Unknown(policy, statement, "statement", OfStatement, OfDocument)),
    ];

    private IEnumerable<Finding> Unknown(CheckedPolicy policy, JsonNode owner, string what, string[] known, string[] elsewhere)
    {
        foreach (var member in owner.Members)
        {
            var name = member.Name.Value;
            if (known.Contains(name))
            {
                continue;
            }

            if (ElementSearch.Near(name, known) is { } near)
            {
                yield return Found(
                    member.Name.Place, $"a {what} has no \"{name}\"; did you mean \"{near}\"?", FixOf(policy, owner, member, near), $"Write \"{near}\".");
            }
            else
            {
                yield return Found(
                    member.Name.Place,
                    elsewhere.Contains(name)
                        ? $"\"{name}\" doesn't belong into a {what}"
                        : $"a {what} has no \"{name}\", only {string.Join(", ", known)}");
            }
        }
    }

    // Only the case is wrong and nothing else has the name: then there is one thing that can be meant.
    private static Fix? FixOf(CheckedPolicy policy, JsonNode owner, JsonMember member, string near) =>
        policy.Text is not null && near.Equals(member.Name.Value, StringComparison.OrdinalIgnoreCase) && owner.Find(near) is null
            ? new Fix($"write {near}", [JsonEdits.ReplaceText(member.Name, near)])
            : null;
}
