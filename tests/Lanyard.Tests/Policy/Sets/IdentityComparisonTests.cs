using static Lanyard.Tests.Policy.Sets.Sides;

namespace Lanyard.Tests.Policy.Sets;

public sealed class IdentityComparisonTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Equal => new()
    {
        { Allow("['s3:GetObject','s3:PutObject']"), Allow("'s3:PutObject'") + "," + Allow("'s3:getobject'") },
        { Allow("'s3:GetObject'", "['arn:aws:s3:::a/*','arn:aws:s3:::b/*']"), Allow("'s3:GetObject'", "'arn:aws:s3:::b/*'") + "," + Allow("'s3:GetObject'", "'arn:aws:s3:::a/*'") },
        { Allow("'s3:GetObject'", "['arn:aws:s3:::a/*','arn:aws:s3:::a/b/*']"), Allow("'s3:GetObject'", "'arn:aws:s3:::a/*'") },
        { Allow("'s3:GetObject'", "'*'"), Allow("'s3:GetObject'", "['*','arn:aws:s3:::a/*']") },
        { Allow("'s3:*'") + "," + Deny("'s3:Put*'"), "{'Effect':'Allow','Action':'s3:*','Resource':'*'},{'Effect':'Deny','Action':'s3:Put*','Resource':['*','arn:aws:s3:::x']}" },
        { Allow("'ec2:DescribeInstances'", "'arn:aws:ec2:*:*:instance/*'"), Allow("'ec2:DescribeVpcs'", "'arn:aws:ec2:*:*:vpc/*'") },
        { Allow("'s3:*'", "'*'", "{'StringEquals':{'aws:RequestedRegion':['a','b']}}"), Allow("'s3:*'", "'*'", "{'StringEquals':{'AWS:requestedregion':'b'}}") + "," + Allow("'s3:*'", "'*'", "{'StringLike':{'aws:RequestedRegion':'a'}}") },
        { Allow("'s3:*'", "'*'", "{'Bool':{'aws:SecureTransport':'true'}}"), Allow("'s3:*'") + "," + Deny("'s3:*'", "'*'", "{'BoolIfExists':{'aws:SecureTransport':'false'}}") + "," + Deny("'s3:*'", "'*'", "{'BoolIfExists':{'aws:SecureTransport':'x'}}") + "," + Deny("'s3:*'", "'*'", "{'StringNotEqualsIgnoreCase':{'aws:SecureTransport':'TRUE'}}") },
        { Allow("'s3:GetObject'", "'arn:aws:s3:::home/${aws:username}/*'"), Allow("'s3:GetObject'", "'arn:aws:s3:::home/${aws:username}/*'") + "," + Allow("'s3:GetObject'", "'arn:aws:s3:::home/${aws:username}/docs/*'") },
    };

    public static TheoryData<string, string, string> Different => new()
    {
        { Allow("'s3:GetObject'"), Allow("['s3:GetObject','s3:PutObject']"), "+ s3 Write on *: s3:PutObject // s3:PutObject arn:aws:s3:::bucketname/objectname " },
        { Allow("'s3:GetObject'", "'arn:aws:s3:::a/*'"), Allow("'s3:GetObject'", "'arn:aws:s3:::a*'"), "+ s3 Read on arn:aws:s3:::a*: s3:GetObject // s3:GetObject arn:aws:s3:::aexample/example " },
    };

    [Theory]
    [MemberData(nameof(Equal))]
    public void Documents_that_allow_the_same_are_equal(string before, string after)
    {
        var comparison = Compare(before, after);
        Assert.True(comparison.IsEqual, Show(comparison));
    }

    [Theory]
    [MemberData(nameof(Different))]
    public void A_difference_comes_with_a_request(string before, string after, string expected)
    {
        output.WriteLine(Show(Compare(before, after)));
        Assert.Equal(expected, Show(Compare(before, after)));
    }
}
