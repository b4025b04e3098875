using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>
/// An <c>Allow</c> of reading single attributes that doesn't demand that the request asks for single attributes: without that a query that names
/// none gets all of them. Only for the actions that have <c>dynamodb:Select</c>.
/// </summary>
internal sealed class DynamoDbAttributesWithoutSelect() : TestRule("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", Severity.SecurityWarning)
{
    private const string Value = "SPECIFIC_ATTRIBUTES";

    public override string Title => "a limit to attributes of a DynamoDB table that a query can go around";

    public override string Mending => $"Add \"StringEqualsIfExists\": {{ \"dynamodb:Select\": \"{Value}\" }}.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        test.Is("dynamodb:Attributes") && test.Operator.Comparison != Comparison.Null && statement.IsAllow
        && (statement.Reaches("dynamodb:Query") || statement.Reaches("dynamodb:Scan"))
        && !statement.Tests.Any(other => other.Is("dynamodb:Select") && other.Test.Values.Any(value => Placeholder.IsIn(value.Text) || value.Text == Value))
            ? Found(test.Test.Key.Place, "a query that names no attributes gets all of them, because dynamodb:Select isn't tested")
            : null;
}
