using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>An empty list of actions or resources in a managed policy. Access Analyzer only suggests to mend it; CreatePolicy refuses it.</summary>
internal sealed class EmptyList() : ElementRule("IAM_EMPTY_LIST", Severity.Error, RuleOrigin.SaveTime)
{
    public override string Title => "an empty list that IAM refuses";

    public override string Mending => "Write what the statement is about, or remove the statement.";

    public override Uri Link => SavingPages.Page("reference_policies_grammar.html");

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        from member in policy.IsManaged() ? statement.Members : []
        where member.Name.Value is "Action" or "NotAction" or "Resource" or "NotResource" && member.Value is { Kind: JsonNodeKind.Array, Items.Length: 0 } && !HasOtherForm(statement, member.Name.Value)
        select Found(member.Value.Place, $"a policy can't be saved with an empty {member.Name.Value}");

    // That both are there is a finding of its own.
    private static bool HasOtherForm(JsonNode statement, string name) =>
        statement.Find(name.StartsWith("Not", StringComparison.Ordinal) ? name[3..] : $"Not{name}") is not null;
}
