using Lanyard.Policy.Catalog;
using Lanyard.Sandbox.CloudFormation.Handlers;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>What is written down of handlers, held against the catalogue of actions.</summary>
public sealed class HandlerTableTests
{
    [Fact]
    public void Every_call_is_an_action_that_there_is_on_a_resource_that_it_takes()
    {
        var problems = HandlerTable.Embedded.Rules.Values.SelectMany(rule => rule.Calls.Select(call => (rule.Type, call))).Select(c =>
            Catalogue.Embedded.FindAction(c.call.Action) is not { } action ? $"{c.Type}: {c.call.Action} isn't in the catalogue"
            : action.IsWithoutResourceTypes && c.call.Targets is not ([] or ["*"]) ? $"{c.Type}: {c.call.Action} takes no resource"
            : null);
        Assert.Empty(problems.OfType<string>());
    }

    [Fact]
    public void Condition_keys_of_calls_are_those_that_the_action_has() => Assert.Empty(HandlerTable.Embedded.Rules.Values
        .SelectMany(rule => rule.Calls.SelectMany(call => call.Keys.Select(key => (rule.Type, call.Action, key.Key))))
        .Where(c => Catalogue.Embedded.FindAction(c.Action) is { } action
            && !action.ConditionKeys.Any(k => k.Name == c.Key) && !action.ResourceTypes.Any(t => t.ConditionKeys.Concat(t.Type.ConditionKeys).Any(k => k.Name == c.Key)))
        .Select(c => $"{c.Type}: {c.Action} has no key {c.Key}"));
}
