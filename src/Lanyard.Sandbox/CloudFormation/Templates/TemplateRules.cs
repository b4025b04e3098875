using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Holds parameters against a template's rules: "Rules" and "Rule-specific intrinsic functions", AWS CloudFormation User Guide.</summary>
/// <param name="values">What computes values.</param>
internal sealed class TemplateRules(Expressions values)
{
    /// <summary>Refuses parameters that an assertion doesn't take.</summary>
    /// <param name="root">The template.</param>
    /// <exception cref="ServiceFault">One doesn't, or looks something up that isn't there.</exception>
    public void Require(JsonNode root)
    {
        foreach (var rule in root.Find("Rules")?.Members ?? [])
        {
            if (rule.Value.Find("RuleCondition") is { } condition && !Holds(condition))
            {
                continue;
            }

            if ((rule.Value.Find("Assertions")?.Items ?? []).FirstOrDefault(assertion => !Holds(assertion.Find("Assert"))) is { } failed)
            {
                throw Faults.Validation($"Template error: Rule {rule.Name.Value} failed: {failed.Find("AssertDescription")?.Text ?? "its assertion doesn't hold"}");
            }
        }
    }

    private bool Holds(JsonNode? test) => test switch
    {
        { Members: [{ Name.Value: "Fn::Contains", Value.Items: [var list, var one] }] } => Texts(list).Contains(Text(one)),
        { Members: [{ Name.Value: "Fn::EachMemberEquals", Value.Items: [var list, var one] }] } => Texts(list).All(text => text == Text(one)),
        { Members: [{ Name.Value: "Fn::EachMemberIn", Value.Items: [var list, var others] }] } => Texts(list).All(Texts(others).Contains),
        { Members: [{ Name.Value: "Fn::Equals", Value.Items: [var one, var other] }] } => Text(one) == Text(other),
        { Members: [{ Name.Value: "Fn::Not", Value.Items: [var inner] }] } => !Holds(inner),
        { Members: [{ Name.Value: "Fn::And", Value.Items.Length: > 0 } all] } => all.Value.Items.All(Holds),
        { Members: [{ Name.Value: "Fn::Or", Value.Items.Length: > 0 } any] } => any.Value.Items.Any(Holds),
        _ => throw Faults.Validation("Template format error: an assertion of a rule is none"),
    };

    private string Text(JsonNode node) => Known(node) ? values.TextOf(node) : "";

    private ImmutableArray<string> Texts(JsonNode node) => Known(node) && values.Resolve(node) is { Kind: JsonNodeKind.Array } list ? [.. list.Items.Select(item => item.Text)] : [Text(node)];

    // They look up what resources of an account have.
    private static bool Known(JsonNode node) => node.Members is [{ Name.Value: "Fn::ValueOf" or "Fn::ValueOfAll" or "Fn::RefAll" } lookup]
        ? throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't compute {lookup.Name.Value} in rules yet")
        : true;
}
