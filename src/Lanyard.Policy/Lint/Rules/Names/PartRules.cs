using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names;

/// <summary>A rule about single values of <c>Action</c> and <c>NotAction</c>.</summary>
internal abstract class ActionRule(string id, Severity severity) : Rule(id, severity)
{
    public sealed override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var statement in policy.Statements)
        {
            foreach (var action in statement.Actions)
            {
                if (action.IsKnown && Check(statement, action) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    /// <summary>Looks at a value of which nothing is left open.</summary>
    protected abstract Finding? Check(CheckedStatement statement, CheckedAction action);
}

/// <summary>A rule about single ARNs of <c>Resource</c> and <c>NotResource</c> whose service the catalogue knows.</summary>
internal abstract class ArnRule(string id) : Rule(id, Severity.Error)
{
    public sealed override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var statement in policy.Statements)
        {
            foreach (var resource in statement.Resources)
            {
                if (resource.Arn is { } arn && arn.Knows(ArnPart.Service) && Check(policy, resource, arn) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    /// <summary>Looks at an ARN; a part behind the service may be left open.</summary>
    protected abstract Finding? Check(CheckedPolicy policy, CheckedResource resource, Arn arn);
}

/// <summary>A rule about single keys of conditions with all their values.</summary>
internal abstract class TestRule(string id, Severity severity) : Rule(id, severity)
{
    public sealed override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var statement in policy.Statements)
        {
            foreach (var test in statement.Tests)
            {
                if (!Placeholder.IsIn(test.Test.Key.Value) && Check(statement, test) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    /// <summary>Looks at a key of which nothing is left open.</summary>
    protected abstract Finding? Check(CheckedStatement statement, CheckedTest test);
}

/// <summary>A rule about single values of conditions.</summary>
internal abstract class ValueRule(string id, Severity severity) : Rule(id, severity)
{
    public sealed override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var statement in policy.Statements)
        {
            foreach (var test in statement.Tests)
            {
                if (!Concerns(statement, test))
                {
                    continue;
                }

                foreach (var value in test.Test.Values)
                {
                    if (!Placeholder.IsIn(value.Text) && Check(statement, test, value) is { } finding)
                    {
                        yield return finding;
                    }
                }
            }
        }
    }

    /// <summary>Whether the values of a key are to be looked at.</summary>
    protected abstract bool Concerns(CheckedStatement statement, CheckedTest test);

    /// <summary>Looks at a value of which nothing is left open.</summary>
    protected abstract Finding? Check(CheckedStatement statement, CheckedTest test, ConditionValue value);
}
