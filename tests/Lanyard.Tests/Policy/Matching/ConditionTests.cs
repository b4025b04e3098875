using Lanyard.Policy;
using Lanyard.Policy.Matching;

namespace Lanyard.Tests.Policy.Matching;

/// <summary>Sources are pages of the IAM User Guide, unless said otherwise.</summary>
public class ConditionTests
{
    // "Condition operators": the tables of the string, numeric, date, Boolean, binary, IP address and ARN operators; "epoch" cases and
    // numbers with trailing letters: measured faults of another simulator, decided by the same page (dates in ISO 8601 or epoch time;
    // values are integers or decimals).
    [Theory]
    [InlineData("StringEquals", "'abc'", "abc", true)]
    [InlineData("StringEquals", "'abc'", "ABC", false)]
    [InlineData("StringEquals", "'a*'", "abc", false)]
    [InlineData("StringEquals", "'a*'", "a*", true)]
    [InlineData("StringEquals", "['x','abc']", "abc", true)]
    [InlineData("StringNotEquals", "'abc'", "abd", true)]
    [InlineData("StringNotEquals", "['x','abc']", "abc", false)]
    [InlineData("StringEqualsIgnoreCase", "'aBc'", "AbC", true)]
    [InlineData("StringNotEqualsIgnoreCase", "'aBc'", "AbC", false)]
    [InlineData("StringLike", "'home/*'", "home/a/b", true)]
    [InlineData("StringLike", "''", "", true)]
    [InlineData("StringLike", "'Home/*'", "home/a", false)]
    [InlineData("StringNotLike", "['a?','b*']", "ab", false)]
    [InlineData("StringNotLike", "['a?','b*']", "abc", true)]
    [InlineData("NumericEquals", "'10'", "10.0", true)]
    [InlineData("NumericEquals", "10", "10", true)]
    [InlineData("NumericNotEquals", "10", "11", true)]
    [InlineData("NumericLessThan", "'3600'", "3599.5", true)]
    [InlineData("NumericLessThan", "'3600'", "3600", false)]
    [InlineData("NumericLessThan", "'3600abc'", "1", false)]
    [InlineData("NumericLessThan", "'3600'", "1abc", false)]
    [InlineData("NumericLessThanEquals", "-1", "-1", true)]
    [InlineData("NumericGreaterThan", "9", "10", true)]
    [InlineData("NumericGreaterThanEquals", "10", "9.99", false)]
    [InlineData("DateEquals", "'2020-04-01T00:00:00Z'", "2020-04-01T02:00:00+02:00", true)]
    [InlineData("DateNotEquals", "'2020-04-01'", "2020-04-02", true)]
    [InlineData("DateLessThan", "'1900000000'", "2026-01-01T00:00:00Z", true)]
    [InlineData("DateGreaterThan", "'2020-01-01T00:00:01Z'", "1577836802", true)]
    [InlineData("DateGreaterThan", "1577836802", "2020-01-01T00:00:02Z", false)]
    [InlineData("DateGreaterThanEquals", "1577836802", "2020-01-01T00:00:02.0Z", true)]
    [InlineData("DateLessThanEquals", "'2020'", "2020-01-01T00:00:00.001Z", false)]
    [InlineData("DateLessThan", "'2020-13-01'", "1", false)]
    [InlineData("DateLessThan", "'*'", "1", false)]
    [InlineData("Bool", "'true'", "TRUE", true)]
    [InlineData("Bool", "true", "true", true)]
    [InlineData("Bool", "'false'", "true", false)]
    [InlineData("Bool", "'yes'", "yes", false)]
    [InlineData("BinaryEquals", "'QmluYXJ5'", "QmluYXJ5", true)]
    [InlineData("BinaryEquals", "'QmluYXJ5'", "Qmlu YXJ5", true)]
    [InlineData("BinaryEquals", "'QmluYXJ5'", "QmluYXJ6", false)]
    [InlineData("BinaryEquals", "'!'", "!", false)]
    [InlineData("IpAddress", "'203.0.113.0/24'", "203.0.113.255", true)]
    [InlineData("IpAddress", "'203.0.113.77/24'", "203.0.113.1", true)]
    [InlineData("IpAddress", "'203.0.113.0/25'", "203.0.113.128", false)]
    [InlineData("IpAddress", "'203.0.113.7'", "203.0.113.7", true)]
    [InlineData("IpAddress", "'0.0.0.0/0'", "198.51.100.1", true)]
    [InlineData("IpAddress", "'203.0.113.0/33'", "203.0.113.0", false)]
    [InlineData("IpAddress", "'2001:DB8:1234:5678::/64'", "2001:db8:1234:5678:ffff::1", true)]
    [InlineData("IpAddress", "'2001:db8::1'", "2001:0db8:0:0:0:0:0:1", true)]
    [InlineData("IpAddress", "'0.0.0.0/0'", "2001:db8::1", false)]
    [InlineData("IpAddress", "'10.0.0.1'", "010.0.0.1", false)]
    [InlineData("IpAddress", "'nonsense'", "203.0.113.7", false)]
    [InlineData("NotIpAddress", "'203.0.113.0/24'", "203.0.114.1", true)]
    [InlineData("NotIpAddress", "['203.0.113.0/24','198.51.100.0/24']", "198.51.100.1", false)]
    [InlineData("NotIpAddress", "'0.0.0.0/0'", "2001:db8::1", true)]
    [InlineData("ArnEquals", "'arn:aws:sns:*:123456789012:t*'", "arn:aws:sns:eu-west-1:123456789012:topic", true)]
    [InlineData("ArnLike", "'arn:aws:iam::123456789012:role/*'", "arn:aws:iam::123456789012:role/p/r", true)]
    [InlineData("ArnLike", "'arn:aws:iam::*'", "arn:aws:iam::123456789012:role/r", false)]
    [InlineData("StringLike", "'arn:aws:iam::*'", "arn:aws:iam::123456789012:role/r", true)]
    [InlineData("ArnLike", "'arn:aws:iam::123456789012:Role/*'", "arn:aws:iam::123456789012:role/r", false)]
    [InlineData("ArnLike", "'*'", "arn:aws:iam::123456789012:role/r", true)]
    [InlineData("ArnLike", "'*'", "no-arn", false)]
    [InlineData("ArnNotLike", "'arn:aws:sns:*:*:*'", "no-arn", true)]
    [InlineData("ArnNotEquals", "'arn:aws:sns:*:*:*'", "arn:aws:sns:eu-west-1:123456789012:t", false)]
    public void One_value_is_compared(string op, string policy, string request, bool expected) =>
        Assert.Equal(expected, Holds(op, policy, RequestContext.Empty.With("x:k", request)));

    // "Condition operators", Important: a missing key fails the condition, but passes a negated one; ...IfExists: a missing key passes;
    // Null: true asks that the key is missing, false that it is there.
    [Theory]
    [InlineData("StringEquals", "'a'", false)]
    [InlineData("StringNotEquals", "'a'", true)]
    [InlineData("ArnNotLike", "'arn:aws:s3:::b'", true)]
    [InlineData("NotIpAddress", "'10.0.0.0/8'", true)]
    [InlineData("Bool", "'false'", false)]
    [InlineData("DateLessThan", "'2030'", false)]
    [InlineData("StringEqualsIfExists", "'a'", true)]
    [InlineData("StringNotEqualsIfExists", "'a'", true)]
    [InlineData("ForAnyValue:StringEqualsIfExists", "'a'", true)]
    [InlineData("StringEqualsIfExists", "[]", true)]
    [InlineData("Null", "'true'", true)]
    [InlineData("Null", "true", true)]
    [InlineData("Null", "'false'", false)]
    [InlineData("ForAllValues:StringEquals", "'a'", true)]
    [InlineData("ForAllValues:StringEquals", "[]", true)]
    [InlineData("ForAnyValue:StringEquals", "'a'", false)]
    [InlineData("ForAnyValue:StringNotEquals", "'a'", false)]
    public void A_missing_key_is_judged_by_the_operator(string op, string policy, bool expected)
    {
        Assert.Equal(expected, Holds(op, policy, RequestContext.Empty));

        // A multivalued key with no values is an empty set, which counts as missing.
        Assert.Equal(expected, Holds(op, policy, RequestContext.Empty.With("x:k", Array.Empty<string>())));
    }

    // "Single-valued vs. multivalued context keys" and "Multivalued context key examples": ForAllValues holds when every value of the
    // request matches, ForAnyValue when at least one does; multivalued keys need one of the two. The rows with no text: the page
    // counts an empty string as an empty set. Empty lists: "Access Analyzer policy checks", empty array condition: with ForAnyValue it never
    // matches, with ForAllValues only when the key is missing.
    [Theory]
    [InlineData("ForAllValues:StringEquals", "['a','b']", "a", true)]
    [InlineData("ForAllValues:StringEquals", "['a','b']", "b,a", true)]
    [InlineData("ForAllValues:StringEquals", "['a','b']", "a,c", false)]
    [InlineData("ForAllValues:StringEquals", "[]", "a", false)]
    [InlineData("ForAllValues:StringNotLike", "'key1*'", "key1:hr,key1:personnel", false)]
    [InlineData("ForAllValues:StringNotLike", "'key1*'", "key2:audit", true)]
    [InlineData("ForAllValues:StringEquals", "'a'", "", true)]
    [InlineData("ForAnyValue:StringLike", "'*'", "", false)]
    [InlineData("ForAnyValue:StringEquals", "['a','b']", "c,b", true)]
    [InlineData("ForAnyValue:StringEquals", "['a','b']", "c,d", false)]
    [InlineData("ForAnyValue:StringEquals", "[]", "a", false)]
    [InlineData("ForAnyValue:StringNotEquals", "[]", "a", false)]
    [InlineData("ForAllValues:StringNotEquals", "[]", "a", false)]
    [InlineData("ForAnyValue:StringNotEquals", "['a','b']", "a,c", true)]
    [InlineData("ForAnyValue:StringNotEquals", "['a','b']", "a,b", false)]
    [InlineData("ForAllValues:Null", "'true'", "a", true)]
    [InlineData("ForAnyValue:Null", "'false'", "a", false)]
    [InlineData("Null", "'false'", "a,b", true)]
    [InlineData("StringEquals", "'a'", "a", false)]
    [InlineData("StringNotEquals", "'a'", "b", false)]
    public void Several_values_are_judged_by_the_qualifier(string op, string policy, string request, bool expected) =>
        Assert.Equal(expected, Holds(op, policy, RequestContext.Empty.With("x:k", request.Split(','))));

    // "Condition": operators are joined by AND, keys of an operator too, values by OR.
    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("A", "b", true)]
    [InlineData("a", "c", false)]
    [InlineData("c", "b", false)]
    public void The_keys_of_a_request_have_no_case(string first, string second, bool expected)
    {
        var context = RequestContext.Empty.With("X:ONE", first).With("x:Two", second);
        Assert.Equal(expected, Holds("StringEquals", "['a','A']", context, "x:One") && Holds("StringLike", "'b*'", context, "x:two"));
    }

    // "Variables and tags": variables stand in the values of string and ARN operators; "Access Analyzer policy checks": not in others.
    // Without a value a positive operator doesn't hold, a negated one does.
    [Theory]
    [InlineData("StringEquals", "'${aws:username}'", "ann", true)]
    [InlineData("StringLike", "'${aws:username}/*'", "ann/x", true)]
    [InlineData("StringLike", "'${x:star}'", "ann", false)]
    [InlineData("StringLike", "'a${*}'", "a*", true)]
    [InlineData("StringLike", "'a${*}'", "ann", false)]
    [InlineData("StringEquals", "'${x:missing}'", "ann", false)]
    [InlineData("StringNotEquals", "'${x:missing}'", "ann", true)]
    [InlineData("StringEquals", "'${x:missing, ´ann´}'", "ann", true)]
    [InlineData("ArnLike", "'${x:arn}'", "arn:aws:s3:::b", true)]
    [InlineData("ArnLike", "'arn:aws:s3:::${x:bucket}'", "arn:aws:s3:::b", true)]
    [InlineData("NumericEquals", "'${x:number}'", "7", false)]
    public void Variables_stand_in_condition_values(string op, string policy, string request, bool expected)
    {
        var context = RequestContext.Empty.With("x:k", request).With("aws:username", "ann").With("x:star", "*")
            .With("x:arn", "arn:aws:s3:::b").With("x:bucket", "b").With("x:number", "7");
        Assert.Equal(expected, Holds(op, policy, context));
    }

    [Fact]
    public void In_the_older_language_version_variables_are_text()
    {
        var context = RequestContext.Empty.With("x:k", "ann").With("aws:username", "ann");
        Assert.False(Holds("StringEquals", "'${aws:username}'", context, version: "2008-10-17"));
        Assert.True(Holds("StringEquals", "'${aws:username}'", context.With("x:k", "${aws:username}"), version: "2008-10-17"));
    }

    private static bool Holds(string op, string values, RequestContext context, string key = "x:k", string version = "2012-10-17")
    {
        var document = Attach.Document(
            $"{{'Effect':'Allow','Action':'*','Resource':'*','Condition':{{'{op}':{{'{key}':{values}}}}}}}", version);
        var block = Assert.Single(document.Statements[0].Conditions);
        var test = Assert.Single(block.Tests);

        // Single quotes are those of JSON in these tables, so the ones of the policy language are written as accents.
        test = test with { Values = [.. test.Values.Select(value => value with { Text = value.Text.Replace('´', '\'') })] };
        return new ConditionMatcher(block.Operator, test, document.HasVariables).IsMatch(context);
    }
}
