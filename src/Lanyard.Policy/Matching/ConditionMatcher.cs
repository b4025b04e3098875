using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Matching;

/// <summary>One key of a condition, ready to be tested against requests.</summary>
public sealed class ConditionMatcher
{
    private readonly ConditionOperator _operator;
    private readonly string _key;
    private readonly ImmutableArray<string> _values;
    private readonly ValueTest[] _tests;

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
        _values = [.. test.Values.Select(value => value.Text)];
        _tests = @operator.Comparison == Comparison.Null
            ? []
            : [.. _values.Select(value => ValueTests.Create(@operator.Comparison, value, hasVariables))];
    }

    /// <summary>Whether the condition holds for a request.</summary>
    /// <param name="context">The condition keys of the request.</param>
    public bool IsMatch(RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var found = context.Find(_key);

        // A multivalued key with no value is as good as missing.
        var present = found is { Values.IsEmpty: false } ? found : null;
        if (_operator.Comparison == Comparison.Null)
        {
            return IsNullMatch(present is null);
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
            // The User Guide counts an empty string as an empty set here.
            SetQualifier.ForAllValues => present.Values is [""] || present.Values.All(value => Passes(value, context)),
            SetQualifier.ForAnyValue => present.Values.Any(value => Passes(value, context)),
            _ => present.Single is { } value && Passes(value, context),
        };
    }

    private bool IsNullMatch(bool absent) => _operator.Qualifier switch
    {
        SetQualifier.ForAllValues => true,
        SetQualifier.ForAnyValue => false,
        _ => _values.Any(value => ValueTests.Truth(value) == absent),
    };

    // An empty list of values is passed by nothing, not even under a negated operator.
    private bool Passes(string value, RequestContext context) =>
        _tests.Length > 0 && Array.Exists(_tests, test => test(value, context)) != _operator.Negated;
}
