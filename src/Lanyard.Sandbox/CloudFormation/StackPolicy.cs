using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>
/// A policy of a stack, which decides what updates do to its resources: "Prevent updates to stack resources", AWS CloudFormation User Guide. What no statement allows is
/// denied, and one that denies counts before all that allow.
/// </summary>
internal sealed class StackPolicy
{
    private const string Resource = "LogicalResourceId/";

    private static readonly ImmutableArray<string> Actions = ["Update:Modify", "Update:Replace", "Update:Delete"];

    private readonly ImmutableArray<JsonNode> _statements;

    private StackPolicy(ImmutableArray<JsonNode> statements) => _statements = statements;

    /// <summary>Gives the policy of a stack; <see langword="null"/> where it has none.</summary>
    public static StackPolicy? Of(Stack stack) => stack.StackPolicy is { } text ? Read(text) : null;

    /// <summary>Reads one.</summary>
    /// <exception cref="ServiceFault">It is none.</exception>
    public static StackPolicy Read(string text)
    {
        try
        {
            ImmutableArray<JsonNode> statements = JsonTextReader.Read(text, null, 1_000_000).Find("Statement") switch
            {
                { Kind: JsonNodeKind.Array } list => list.Items,
                { Kind: JsonNodeKind.Object } one => [one],
                _ => throw Invalid(),
            };
            return statements.All(IsStatement) ? new StackPolicy(statements) : throw Invalid();
        }
        catch (PolicyDocumentException)
        {
            throw Invalid();
        }
    }

    /// <summary>Says why a resource may not be updated so; <see langword="null"/> where it may.</summary>
    /// <param name="action">The action, such as <c>Update:Modify</c>.</param>
    /// <param name="logicalId">The resource's name in the template.</param>
    /// <param name="type">The resource's type.</param>
    public string? ProblemOf(string action, string logicalId, string type)
    {
        var matching = _statements.Select((statement, at) => (Statement: statement, Number: at + 1)).Where(s => IsAbout(s.Statement, action, Resource + logicalId, type)).ToList();

        // AWS names what the statement says, and not what was asked.
        return matching.Find(s => s.Statement.Find("Effect")!.Text == "Deny") is { Statement: { } denying } found
            ? $"Action denied by stack policy: Statement [#{found.Number}] does not allow [{Shown(denying.Find("Action"), action)}] for resource [{Shown(denying.Find("Resource"), Resource + logicalId)}];"
            : matching.Count == 0 ? "Action not allowed by stack policy" : null;
    }

    private static bool IsAbout(JsonNode statement, string action, string resource, string type) =>
        IsOne(statement, "Action", action) && IsOne(statement, "Resource", resource) && (statement.Find("Condition")?.Members ?? []).All(test =>
            test.Value.Members.All(key => Texts(key.Value).Any(wanted => test.Name.Value == "StringEquals" ? wanted == type : new WildcardPattern(wanted).IsMatch(type))));

    private static bool IsOne(JsonNode statement, string element, string value) => statement.Find(element) is { } named
        ? Texts(named).Any(pattern => new WildcardPattern(pattern).IsMatch(value))
        : !Texts(statement.Find("Not" + element)!).Any(pattern => new WildcardPattern(pattern).IsMatch(value));

    private static bool IsStatement(JsonNode statement) => statement.Kind == JsonNodeKind.Object
        && statement.Members.All(m => m.Name.Value is "Sid" or "Effect" or "Action" or "NotAction" or "Principal" or "Resource" or "NotResource" or "Condition")
        && statement.Find("Effect")?.Text is "Allow" or "Deny"
        && (statement.Find("Principal") is { Kind: JsonNodeKind.Text, Text: "*" } or { Kind: JsonNodeKind.Object, Members: [{ Name.Value: "AWS", Value.Text: "*" }] })
        && HasOne(statement, "Action", pattern => Actions.Any(action => new WildcardPattern(pattern).IsMatch(action)))
        && HasOne(statement, "Resource", pattern => pattern == "*" || pattern.StartsWith(Resource, StringComparison.Ordinal))
        && (statement.Find("Condition") is not { } condition || (condition.Members.Length > 0 && condition.Members.All(IsTest)));

    private static bool IsTest(JsonMember test) => test.Name.Value is "StringEquals" or "StringLike"
        && test.Value.Members.Length > 0 && test.Value.Members.All(key => key.Name.Value == "ResourceType" && Texts(key.Value).Count > 0);

    private static bool HasOne(JsonNode statement, string element, Func<string, bool> isGood) =>
        (statement.Find(element) is null) != (statement.Find("Not" + element) is null) && Texts(statement.Find(element) ?? statement.Find("Not" + element)!) is { Count: > 0 } texts && texts.All(isGood);

    private static IReadOnlyList<string> Texts(JsonNode node) => node switch
    {
        { Kind: JsonNodeKind.Text } one => [one.Text],
        { Kind: JsonNodeKind.Array } list when list.Items.All(item => item.Kind == JsonNodeKind.Text) => [.. list.Items.Select(item => item.Text)],
        _ => [],
    };

    private static string Shown(JsonNode? element, string asked) => element is null ? asked : string.Join(", ", Texts(element));

    private static ServiceFault Invalid() => Faults.Validation("Error validating stack policy: Invalid stack policy");
}
