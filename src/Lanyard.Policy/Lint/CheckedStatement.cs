using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint;

/// <summary>A statement with what more than one rule asks of it; each answer is worked out once.</summary>
public sealed class CheckedStatement
{
    private readonly Lazy<ImmutableArray<CheckedAction>> _actions;
    private readonly Lazy<ImmutableArray<CheckedResource>> _resources;
    private readonly Lazy<ImmutableArray<CheckedTest>> _tests;

    internal CheckedStatement(CheckedPolicy policy, Statement statement, JsonNode node)
    {
        (Policy, Statement, Node) = (policy, statement, node);
        _actions = new(() => [.. statement.Action.Values.Select(text => new CheckedAction(text, policy.Catalogue))]);
        _resources = new(() => statement.Resource is { } list ? [.. list.Values.Select(text => new CheckedResource(text, policy.Catalogue))] : []);
        _tests = new(() =>
        [
            .. from block in statement.Conditions
               from test in block.Tests
               select new CheckedTest(block, test, Placeholder.IsIn(test.Key.Value) ? null : KnownKeys.Of(policy.Catalogue).Find(test.Key.Value)),
        ]);
    }

    /// <summary>Gets the policy.</summary>
    public CheckedPolicy Policy { get; }

    /// <summary>Gets the statement.</summary>
    public Statement Statement { get; }

    /// <summary>Gets its JSON.</summary>
    public JsonNode Node { get; }

    /// <summary>Gets whether it allows.</summary>
    public bool IsAllow => Statement.Effect == Effect.Allow;

    /// <summary>Gets whether it has <c>NotAction</c>.</summary>
    public bool HasNotAction => Statement.Action.Negated;

    /// <summary>Gets whether it has <c>NotResource</c>.</summary>
    public bool HasNotResource => Statement.Resource is { Negated: true };

    /// <summary>Gets the values of <c>Action</c> or <c>NotAction</c>.</summary>
    public ImmutableArray<CheckedAction> Actions => _actions.Value;

    /// <summary>Gets the values of <c>Resource</c> or <c>NotResource</c>.</summary>
    public ImmutableArray<CheckedResource> Resources => _resources.Value;

    /// <summary>Gets the tests of its conditions, all of which must hold.</summary>
    public ImmutableArray<CheckedTest> Tests => _tests.Value;

    /// <summary>Whether the statement's actions hold one: with <c>NotAction</c> each that isn't listed.</summary>
    /// <param name="action">The action, such as <c>iam:PassRole</c>, which the catalogue must know.</param>
    public bool Reaches(string action)
    {
        var id = Policy.Catalogue.IdOf(action);
        return Actions.Any(listed => listed.Holds(id)) != HasNotAction;
    }
}

/// <summary>A value of <c>Action</c> or <c>NotAction</c>.</summary>
public sealed class CheckedAction
{
    private readonly Lazy<IReadOnlyList<ActionRange>> _matches;

    internal CheckedAction(PolicyText text, Catalogue catalogue)
    {
        Text = text;
        var colon = text.Value.IndexOf(':', StringComparison.Ordinal);
        Service = colon < 0 ? "" : text.Value[..colon];
        Name = text.Value[(colon + 1)..];
        IsKnown = !Placeholder.IsIn(text.Value);
        _matches = new(() => !IsKnown || (colon <= 0 && text.Value != "*") ? []
            : HasWildcard ? catalogue.Match(text.Value)
            : catalogue.IdOf(text.Value) is >= 0 and var id ? [new ActionRange(id, id + 1)]
            : []);
    }

    /// <summary>Gets the value as written.</summary>
    public PolicyText Text { get; }

    /// <summary>Gets what stands before the colon; empty without one.</summary>
    public string Service { get; }

    /// <summary>Gets what stands behind the colon; without one everything.</summary>
    public string Name { get; }

    /// <summary>Gets whether nothing of it is left open until deployment.</summary>
    public bool IsKnown { get; }

    /// <summary>Gets whether it has <c>*</c> or <c>?</c>.</summary>
    public bool HasWildcard => Text.Value.AsSpan().ContainsAny('*', '?');

    /// <summary>Gets the catalogue's actions that it stands for; none of a value that isn't known or is no action.</summary>
    public IReadOnlyList<ActionRange> Matches => _matches.Value;

    /// <summary>Whether it stands for an action.</summary>
    /// <param name="id">The action's number in the catalogue.</param>
    public bool Holds(int id) => Matches.Any(range => range.First <= id && id < range.End);
}

/// <summary>A value of <c>Resource</c> or <c>NotResource</c>.</summary>
public sealed class CheckedResource
{
    private readonly Lazy<ImmutableArray<ArnFormat>> _formats;

    internal CheckedResource(PolicyText text, Catalogue catalogue)
    {
        Text = text;
        IsKnown = !Placeholder.IsIn(text.Value);
        Arn = Arn.TryParse(text.Value, out var arn) ? arn : null;
        _formats = new(() => arn is null ? [] : ArnFormats.Of(catalogue).Fitting(arn));
    }

    /// <summary>Gets the value as written.</summary>
    public PolicyText Text { get; }

    /// <summary>Gets whether nothing of it is left open until deployment.</summary>
    public bool IsKnown { get; }

    /// <summary>Gets whether it is <c>*</c>.</summary>
    public bool IsEverything => Text.Value == "*";

    /// <summary>Gets its parts; <see langword="null"/> where it hasn't the six parts of an ARN. A part may hold <see cref="Placeholder.Mark"/>.</summary>
    public Arn? Arn { get; }

    /// <summary>Gets the catalogue's ARN formats whose service and resource part it may have; Region and account aren't compared.</summary>
    public ImmutableArray<ArnFormat> Formats => _formats.Value;
}

/// <summary>One key of a condition.</summary>
/// <param name="Block">Its operator.</param>
/// <param name="Test">The key with its values.</param>
/// <param name="Key">What the catalogue knows of the key; <see langword="null"/> where it doesn't know it.</param>
public sealed record CheckedTest(ConditionBlock Block, ConditionTest Test, ConditionKey? Key)
{
    /// <summary>Gets the operator.</summary>
    public ConditionOperator Operator => Block.Operator;

    /// <summary>Whether it tests a key; upper and lower case carry no meaning.</summary>
    /// <param name="key">The key.</param>
    public bool Is(string key) => Test.Key.Value.Equals(key, StringComparison.OrdinalIgnoreCase);
}
