using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Matching;

/// <summary>One key of a condition, ready to be tested against requests.</summary>
public sealed class ConditionMatcher
{
    private readonly ConditionOperator _operator;
    private readonly string _key;
    private readonly ValueTest[] _tests;

    // Whether a missing key, and one that is there, pass the operator Null.
    private readonly bool _nullPasses;
    private readonly bool _presentPasses;

    /// <summary>Prepares a test.</summary>
    /// <param name="operator">The operator.</param>
    /// <param name="test">The key with its values.</param>
    /// <param name="hasVariables">Whether <c>${…}</c> is a policy variable in the values of string and ARN operators.</param>
    public ConditionMatcher(ConditionOperator @operator, ConditionTest test, bool hasVariables)
    {
        ArgumentNullException.ThrowIfNull(@operator);
        ArgumentNullException.ThrowIfNull(test);
        _operator = @operator;
        _key = test.Key.Value;
        var isNull = @operator.Comparison == Comparison.Null;
        _tests = isNull ? [] : [.. test.Values.Select(value => ValueTests.Create(@operator.Comparison, value.Text, hasVariables))];
        _nullPasses = isNull && test.Values.Any(value => ValueTests.Truth(value.Text) == true);
        _presentPasses = isNull && test.Values.Any(value => ValueTests.Truth(value.Text) == false);
    }

    /// <summary>Whether the condition holds for a request.</summary>
    /// <param name="context">The condition keys of the request.</param>
    public bool IsMatch(RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // A multivalued key with no value is as good as missing.
        var present = context.Find(_key) is { Values.IsEmpty: false } found ? found : null;
        if (_operator.Comparison == Comparison.Null)
        {
            return _operator.Qualifier switch
            {
                SetQualifier.ForAllValues => true,
                SetQualifier.ForAnyValue => false,
                _ => present is null ? _nullPasses : _presentPasses,
            };
        }

        if (present is null)
        {
            return _operator.IfExists || _operator.Qualifier switch
            {
                SetQualifier.ForAllValues => true,
                SetQualifier.ForAnyValue => false,
                _ => _operator.Negated,
            };
        }

        return _operator.Qualifier switch
        {
            // The User Guide counts an empty string as an empty set under both.
            SetQualifier.ForAllValues => present.Values is [""] || Count(present.Values, context) == present.Values.Length,
            SetQualifier.ForAnyValue => present.Values is not [""] && Count(present.Values, context) > 0,
            _ => present.Single is { } value && Passes(value, context),
        };
    }

    /// <summary>How many values of the request pass.</summary>
    private int Count(ImmutableArray<string> values, RequestContext context)
    {
        var count = 0;
        foreach (var value in values)
        {
            count += Passes(value, context) ? 1 : 0;
        }

        return count;
    }

    // An empty list of values is passed by nothing, not even under a negated operator.
    private bool Passes(string value, RequestContext context)
    {
        foreach (var test in _tests)
        {
            if (test(value, context))
            {
                return !_operator.Negated;
            }
        }

        return _tests.Length > 0 && _operator.Negated;
    }
}
