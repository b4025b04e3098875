using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names;

/// <summary>What a condition means whose pattern takes every value.</summary>
internal enum Meaning
{
    /// <summary>It is no such condition.</summary>
    Other,

    /// <summary>It always holds.</summary>
    Always,

    /// <summary>It never holds.</summary>
    Never,

    /// <summary>It holds if the request carries the key.</summary>
    KeyIsThere,

    /// <summary>It holds if the request doesn't carry the key.</summary>
    KeyIsMissing,
}

/// <summary>Finds conditions that compare with <c>*</c>, or an ARN with a pattern for every ARN.</summary>
internal static class EveryValue
{
    /// <summary>Says what a condition means.</summary>
    public static Meaning Of(CheckedTest test)
    {
        var (all, key) = (test.Operator, test.Test.Key.Value);
        if (!test.Test.Values.Any(value => all.Comparison switch
        {
            Comparison.StringLike => value.Text == "*",
            Comparison.ArnLike => value.Text == "arn:*:*:*:*:*",
            _ => false,
        }))
        {
            return Meaning.Other;
        }

        var always = KnownNames.InEveryRequest.Contains(key);
        return (all.Negated, OperatorKinds.HoldsWithoutKey(all)) switch
        {
            (false, true) => Meaning.Always,
            (false, false) => always ? Meaning.Always : Meaning.KeyIsThere,
            (true, true) => always ? Meaning.Never : Meaning.KeyIsMissing,
            (true, false) => Meaning.Never,
        };
    }
}
