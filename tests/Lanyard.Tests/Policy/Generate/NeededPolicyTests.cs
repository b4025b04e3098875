using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;

namespace Lanyard.Tests.Policy.Generate;

/// <summary>A policy says nothing twice.</summary>
public sealed class NeededPolicyTests
{
    [Theory]
    [InlineData("arn:aws:logs:*:*:log-group:orders-*:*", "arn:aws:logs:*:*:log-group:orders-*")]
    [InlineData("arn:aws:apigateway:*::/apis/*/stages/$default", "arn:aws:apigateway:*::/apis/*")]
    [InlineData("arn:aws:s3:::orders-*", "*")]
    [InlineData("arn:aws:sqs:eu-west-1:111111111111:jobs", "arn:aws:sqs:*:*:jobs")]
    public void A_resource_that_another_covers_is_left_out(string narrow, string wide)
    {
        var needs = new[] { Of("a:Get", narrow), Of("a:Get", wide) };
        Assert.Equal([wide], Resources(needs));
        Assert.True(NeedCheck.Of(needs, [NeededPolicy.Of(needs)], AccessPolicies.None).Denied.IsEmpty);
    }

    [Theory]
    [InlineData("arn:aws:logs:*:*:log-group:orders:*", "arn:aws:logs:*:*:log-group:orders")]
    [InlineData("arn:aws:sqs:*:*:jobs", "arn:aws:sqs:eu-west-1:*:*")]
    [InlineData("arn:aws:secretsmanager:*:*:secret:db-??????", "arn:aws:secretsmanager:*:*:secret:db-a?????")]
    public void One_that_another_does_not_cover_stays(string one, string other) => Assert.Equal(2, Resources([Of("a:Get", one), Of("a:Get", other)]).Length);

    [Fact]
    public void What_a_condition_narrows_covers_only_what_it_narrows_alike()
    {
        var narrow = Of("iam:PassRole", "arn:aws:iam::*:role/orders-*");
        var wide = Of("iam:PassRole", "arn:aws:iam::*:role/*") with { Conditions = [new NeedCondition("StringEquals", "iam:PassedToService", ["lambda.amazonaws.com"])] };
        Assert.Equal(2, Resources([narrow, wide]).Length);
        Assert.Single(Resources([narrow with { Conditions = wide.Conditions }, wide]));
        Assert.Single(Resources([narrow with { Conditions = wide.Conditions }, wide with { Conditions = [] }]));
    }

    [Fact]
    public void A_boundary_in_an_unknown_account_is_compared_part_by_part()
    {
        var needs = RoleBoundary.Require([Of("iam:CreateRole", "*")], "arn:aws:iam::*:policy/orders-boundary");
        Assert.Equal("ArnLike", Assert.Single(needs).Conditions[0].Operator);
    }

    private static Need Of(string action, string resource) => new(action, resource, NeedPhases.Create, NeedEvidence.Inferred, "test");

    private static string[] Resources(IEnumerable<Need> needs) => [.. NeededPolicy.Of(needs).Statements.SelectMany(s => s.Resource!.Values).Select(r => r.Value)];
}
