using Lanyard.Policy;
using Lanyard.Policy.Matching;

namespace Lanyard.Tests.Policy.Matching;

public class ActionAndResourcePatternTests
{
    // Source: IAM User Guide, "IAM JSON policy elements: Action": prefix and name are case-insensitive, * and ? are wildcards.
    [Theory]
    [InlineData("*", "s3:GetObject", true)]
    [InlineData("s3:*", "s3:GetObject", true)]
    [InlineData("S3:getobject", "s3:GetObject", true)]
    [InlineData("s3:Get*", "s3:PutObject", false)]
    [InlineData("s3:Get?bject", "s3:GetObject", true)]
    [InlineData("s3:*", "s3express:CreateSession", false)]
    [InlineData("s3*:*", "s3express:CreateSession", true)]
    [InlineData("*:GetObject", "s3:GetObject", true)]
    [InlineData("s3*", "s3:GetObject", false)]
    [InlineData("s3:GetObject ", "s3:GetObject", false)]
    [InlineData("s3: *", "s3: x", false)]
    [InlineData("", "s3:GetObject", false)]
    [InlineData(":*", "s3:GetObject", false)]
    public void Actions_match_by_service_and_name(string pattern, string action, bool expected) =>
        Assert.Equal(expected, new ActionPattern(pattern).IsMatch(action));

    // Source: IAM User Guide, "IAM JSON policy elements: Resource": wildcards stand within the parts between the colons of an ARN; the
    // last part holds the slashes and further colons.
    [Theory]
    [InlineData("*", "arn:aws:s3:::b/k", ResourceMatch.Yes)]
    [InlineData("*", "*", ResourceMatch.Yes)]
    [InlineData("arn:aws:s3:::*", "*", ResourceMatch.No)]
    [InlineData("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/b:c", ResourceMatch.Yes)]
    [InlineData("arn:aws:s3:::B/*", "arn:aws:s3:::b/k", ResourceMatch.No)]
    [InlineData("arn:aws:iam::*:role/x", "arn:aws:iam::123456789012:role/x", ResourceMatch.Yes)]
    [InlineData("arn:aws:*:role/x", "arn:aws:iam::123456789012:role/x", ResourceMatch.No)]
    [InlineData("arn:aws:*:*:*:role/x", "arn:aws:iam::123456789012:role/x", ResourceMatch.Yes)]
    [InlineData("arn:*:iam::123456789012:role/?", "arn:aws-cn:iam::123456789012:role/x", ResourceMatch.Yes)]
    [InlineData("arn:aws:sns:eu-west-1:123456789012:t", "arn:aws:sns:eu-west-1:123456789012:t:sub", ResourceMatch.No)]
    [InlineData("arn:aws:sns:eu-west-1:123456789012:t*", "arn:aws:sns:eu-west-1:123456789012:t:sub", ResourceMatch.Yes)]
    [InlineData("arn:aws:s3*", "arn:aws:s3:::b", ResourceMatch.Yes)]
    [InlineData("arn:aws:s3", "arn:aws:s3:::b", ResourceMatch.No)]
    [InlineData("role/*", "role/x", ResourceMatch.No)]
    [InlineData("xrn:aws:s3:::*", "xrn:aws:s3:::b", ResourceMatch.No)]
    public void Resources_match_part_by_part(string pattern, string resource, ResourceMatch expected) =>
        Assert.Equal(expected, new ResourcePattern(pattern, hasVariables: true).Match(new RequestResource(resource), RequestContext.Empty));

    // Source: IAM User Guide, "IAM policy elements: Variables and tags": a variable stands for a value of the request, in the part after
    // the fifth colon alone; without a value the default after the comma stands, or nothing matches; ${*}, ${?} and ${$} are those
    // characters; in the older language version all of it is plain text.
    [Theory]
    [InlineData("arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/ann/k", ResourceMatch.Yes)]
    [InlineData("arn:aws:s3:::b/${AWS:UserName}/*", "arn:aws:s3:::b/ann/k", ResourceMatch.Yes)]
    [InlineData("arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/bob", ResourceMatch.No)]
    [InlineData("arn:aws:s3:::b/${aws:userid}", "arn:aws:s3:::b/x", ResourceMatch.Unresolved)]
    [InlineData("arn:aws:s3:::b/${aws:userid, 'none'}", "arn:aws:s3:::b/none", ResourceMatch.Yes)]
    [InlineData("arn:aws:s3:::b/${aws:username, 'none'}", "arn:aws:s3:::b/none", ResourceMatch.No)]
    [InlineData("arn:aws:s3:::b/${aws:PrincipalTag/star}", "arn:aws:s3:::b/anything", ResourceMatch.No)]
    [InlineData("arn:aws:s3:::b/${aws:PrincipalTag/star}", "arn:aws:s3:::b/*", ResourceMatch.Yes)]
    [InlineData("arn:aws:s3:::b/${aws:TagKeys}", "arn:aws:s3:::b/ann", ResourceMatch.Unresolved)]
    [InlineData("arn:aws:s3:::b/${*}${?}${$}", "arn:aws:s3:::b/*?$", ResourceMatch.Yes)]
    [InlineData("arn:aws:s3:::b/${*}${?}${$}", "arn:aws:s3:::b/xy$", ResourceMatch.No)]
    [InlineData("arn:aws:s3:::b/${aws:username", "arn:aws:s3:::b/ann", ResourceMatch.Unresolved)]
    [InlineData("arn:aws:s3:::b/${}", "arn:aws:s3:::b/${}", ResourceMatch.Unresolved)]
    [InlineData("arn:aws:s3:::b/${aws:userid, none}", "arn:aws:s3:::b/none", ResourceMatch.Unresolved)]
    [InlineData("arn:aws:${aws:username}:::b", "arn:aws:ann:::b", ResourceMatch.No)]
    public void Variables_stand_for_literal_values(string pattern, string resource, ResourceMatch expected)
    {
        var context = RequestContext.Empty.With("aws:username", "ann").With("aws:PrincipalTag/star", "*").With("aws:TagKeys", ["ann"]);
        Assert.Equal(expected, new ResourcePattern(pattern, hasVariables: true).Match(new RequestResource(resource), context));
    }

    [Fact]
    public void Without_variables_the_braces_are_text()
    {
        var pattern = new ResourcePattern("arn:aws:s3:::b/${aws:username}", hasVariables: false);
        var context = RequestContext.Empty.With("aws:username", "ann");

        Assert.Equal(ResourceMatch.No, pattern.Match(new RequestResource("arn:aws:s3:::b/ann"), context));
        Assert.Equal(ResourceMatch.Yes, pattern.Match(new RequestResource("arn:aws:s3:::b/${aws:username}"), context));
    }
}
