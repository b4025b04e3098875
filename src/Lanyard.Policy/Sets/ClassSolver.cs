using System.Collections.Immutable;
using Lanyard.Policy.Sets.Conditions;

namespace Lanyard.Policy.Sets;

/// <summary>A way in which one side allows more for a class of actions.</summary>
/// <param name="Split">How resources were divided.</param>
/// <param name="Group">The resources.</param>
/// <param name="Context">The condition keys that a request must have.</param>
/// <param name="Granting">The statement that allows it; <see langword="null"/> where none needs to.</param>
/// <param name="Refusing">The statement of the other side that denies it, if one does.</param>
internal sealed record Finding(
    ResourceSplit Split, ResourceGroup Group, ImmutableDictionary<string, ContextValue> Context, Clause? Granting, Clause? Refusing);

/// <summary>What was found out about a class of actions in one direction.</summary>
/// <param name="Findings">The ways in which the side allows more.</param>
/// <param name="Unknown">Why something is left undecided; <see langword="null"/> when nothing is.</param>
internal sealed record ClassAnswer(IReadOnlyList<Finding> Findings, string? Unknown);

/// <summary>Decides for classes of actions whether one side allows requests that the other doesn't.</summary>
internal sealed class ClassSolver(Vocabulary vocabulary, Dimensions dimensions)
{
    private const int MaxChoices = 32;

    private readonly ResourceCells _cells = new();

    /// <summary>Decides for one class.</summary>
    /// <param name="question">The sides.</param>
    /// <param name="before">The statements of the earlier side that have the actions.</param>
    /// <param name="after">Those of the later side.</param>
    /// <param name="takesNoResource">Whether the actions act on no resource.</param>
    /// <param name="adds">Whether to look for what the later side allows; else for what the earlier one does.</param>
    public ClassAnswer Solve(Question question, IReadOnlyList<Clause> before, IReadOnlyList<Clause> after, bool takesNoResource, bool adds)
    {
        var (found, open) = Solve(question, new ResourceSplit(vocabulary, before, after, null), takesNoResource, adds, null);
        var variables = VariablesOf(before.Concat(after));
        if (open is null || variables.Count == 0)
        {
            return new ClassAnswer(found, open);
        }

        // Whether patterns and values with variables meet can't be told in general, but for certain values it can.
        var choices = VariableValues.Choices(variables, key => NamedFor(key, [.. before, .. after]), question.AlwaysHas, MaxChoices);
        foreach (var choice in choices)
        {
            var more = Solve(question, new ResourceSplit(vocabulary, before, after, choice.Context), takesNoResource, adds, choice).Findings;
            if (more.Count > 0)
            {
                return new ClassAnswer([.. found, .. more], null);
            }
        }

        return new ClassAnswer(found, open);
    }

    private (List<Finding> Findings, string? Open) Solve(
        Question question, ResourceSplit split, bool takesNoResource, bool adds, VariableValues? variables)
    {
        var (groups, isComplete) = split.Divide(takesNoResource, _cells);
        var open = isComplete ? null : "the resource patterns divide resources into too many kinds";
        var findings = new List<Finding>();
        foreach (var group in groups)
        {
            var (before, after) = (new ConditionSearch.Side(question.Before.Layers, group.Terms.Before), new ConditionSearch.Side(question.After.Layers, group.Terms.After));
            var terms = group.Terms.Before.Concat(group.Terms.After);
            var (allowing, refusing) = adds ? (after, before) : (before, after);
            var answer = ConditionSearch.Find(allowing, refusing, dimensions.Of(terms, question.AlwaysHas, variables), vocabulary.LiteralCount);
            if (answer.Outcome == SearchOutcome.Found)
            {
                var context = variables is null ? answer.Context! : answer.Context!.SetItems(variables.Present);
                findings.Add(new Finding(split, group, context, answer.Granting, answer.Refusing));
            }
            else if (answer.Outcome != SearchOutcome.Nothing)
            {
                open ??= answer.Outcome == SearchOutcome.TooMany
                    ? "the conditions can be combined in too many ways"
                    : "whether the conditions can hold together isn't known";
            }
        }

        return (findings, open);
    }

    private List<string> VariablesOf(IEnumerable<Clause> clauses) =>
    [
        .. clauses.SelectMany(clause => clause.Conditions.SelectMany(atom => atom.Variables)
            .Concat(clause.Resources is { } resources ? resources.Templates.SelectMany(number => vocabulary.Templates[number].Variables) : []))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    // Values that the policies compare the key with, and those with which a pattern meets another one.
    private IEnumerable<string> NamedFor(string key, IReadOnlyList<Clause> clauses)
    {
        var compared = clauses.SelectMany(clause => clause.Conditions)
            .Where(atom => atom.Name.Equals(key, StringComparison.OrdinalIgnoreCase) && !atom.HasVariables && !atom.IsNull)
            .SelectMany(atom => atom.Values)
            .Select(value => value.Replace("*", "", StringComparison.Ordinal).Replace('?', 'x'));
        var terms = clauses.Select(clause => clause.Resources).OfType<ResourceTerm>().ToList();
        var constants = terms.SelectMany(term => term.Constants).Distinct().Take(MaxChoices).ToList();
        var met = terms.SelectMany(term => term.Templates).Distinct()
            .Select(number => vocabulary.Templates[number])
            .Where(template => template.Variables[0].Equals(key, StringComparison.OrdinalIgnoreCase))
            .SelectMany(template => constants.SelectMany(number => template.ValuesToMeet(vocabulary.Constants[number])));
        return compared.Concat(met);
    }
}
