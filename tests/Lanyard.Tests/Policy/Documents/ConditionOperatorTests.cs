using Lanyard.Policy.Documents;

namespace Lanyard.Tests.Policy.Documents;

public class ConditionOperatorTests
{
    // Source: IAM User Guide, "IAM JSON policy elements: Condition operators", the tables of operators.
    private static readonly string[] Names =
    [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
        "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
        "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
    ];

    [Fact]
    public void All_operators_are_known_with_their_prefixes_and_the_suffix()
    {
        Assert.Equal(27, Names.Length);
        foreach (var name in Names)
        {
            foreach (var prefix in new[] { "", "ForAllValues:", "ForAnyValue:" })
            {
                Assert.True(ConditionOperator.TryParse(prefix + name, out var found), prefix + name);
                Assert.Equal(name.Contains("Not", StringComparison.Ordinal), found.Negated);
                Assert.Equal(prefix, found.Qualifier == SetQualifier.None ? "" : $"{found.Qualifier}:");
                Assert.Equal(name != "Null", ConditionOperator.TryParse($"{prefix}{name}IfExists", out var optional));
                Assert.Equal(name != "Null", optional?.IfExists ?? false);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("stringequals")]
    [InlineData("StringNot")]
    [InlineData("BoolNot")]
    [InlineData("NumericLike")]
    [InlineData("IfExists")]
    [InlineData("StringEqualsIfExistsIfExists")]
    [InlineData("ForAllValues:")]
    [InlineData("ForAllValues:ForAnyValue:StringEquals")]
    [InlineData("forallvalues:StringEquals")]
    [InlineData("Foo:StringEquals")]
    [InlineData(" StringEquals")]
    public void Other_names_are_no_operators(string name) => Assert.False(ConditionOperator.TryParse(name, out _));
}
