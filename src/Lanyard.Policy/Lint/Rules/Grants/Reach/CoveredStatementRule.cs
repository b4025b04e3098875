using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>A rule about statements for all of whose requests another statement has decided.</summary>
internal abstract class CoveredStatementRule(string id, Severity severity, bool isDenied) : Rule(id, severity, RuleOrigin.Lanyard)
{
    public override string Mending => "Remove the statement, or change what it is meant to say.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var narrow in policy.Statements)
        {
            if (isDenied && !narrow.IsAllow)
            {
                continue;
            }

            var wide = policy.Statements.FirstOrDefault(other => other != narrow && other.IsAllow == (narrow.IsAllow != isDenied)
                && StatementCover.Covers(other, narrow) && (isDenied || !StatementCover.Covers(narrow, other)));
            if (wide is not null)
            {
                yield return Found(narrow.Statement.Place, Describe(wide.Statement), isDenied ? null : Removal(policy, narrow.Statement)) with { Related = [wide.Statement.Place] };
            }
        }
    }

    /// <summary>Says what is wrong with the statement.</summary>
    /// <param name="other">The statement that decides in its place, to be named by its number and Sid.</param>
    protected abstract string Describe(Statement other);

    // What is left says the same.
    private static Fix? Removal(CheckedPolicy policy, Statement statement) =>
        policy.Text is not null && policy.Root.Find("Statement") is { Kind: JsonNodeKind.Array } list
            ? new Fix("remove the statement", [JsonEdits.RemoveItem(list, statement.Index)])
            : null;

    /// <summary>Names a statement.</summary>
    /// <param name="statement">The statement.</param>
    protected static string Name(Statement statement) => $"statement {statement.Index + 1}{(statement.Sid is { } sid ? $" (\"{sid.Value}\")" : "")}";
}
