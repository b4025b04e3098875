using System.Collections.Immutable;
using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate.Failures;
using Lanyard.Policy.Sets;

namespace Lanyard.Tests.Policy.Generate.Failures;

/// <summary>What is added allows what was refused, and nothing beside it.</summary>
public sealed class FailureMendingTests
{
    private const string Role = "arn:aws:iam::111111111111:role/reports";
    private const string Caller = "arn:aws:sts::111111111111:assumed-role/reports/run";
    private const string Little = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetAccountSummary","Resource":"*"}]}""";
    private const string Odd = """
        {"eventSource":"s3.amazonaws.com","eventName":"GetObject","errorCode":"AccessDenied","errorMessage":"Access Denied",
         "userIdentity":{"arn":"arn:aws:sts::111111111111:assumed-role/reports/run"},"requestParameters":{"bucketName":"orders","key":"q?/report*.csv"}}
        """;

    [Theory]
    [InlineData(Little, 2)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"iam:GetAccountSummary","Resource":"*"}]}""", 2)]
    public void A_key_with_wildcards_in_its_name_is_allowed_alone(string given, int statements)
    {
        var mending = Mend(Odd, given);
        Assert.True(Assert.Single(mending.Failures).IsMended);
        Assert.Empty(mending.Unneeded);
        var policy = mending.Identity!;
        Assert.Equal((statements, "arn:aws:s3:::orders/q${?}/report${*}.csv"), (policy.Statements.Length, policy.Statements[^1].Resource!.Values[0].Value));
        Assert.True(Allows(policy, "s3:GetObject", "arn:aws:s3:::orders/q?/report*.csv"));
        Assert.All(["qa/reportX.csv", "q?/reportX.csv", "qa/report*.csv"], key => Assert.False(Allows(policy, "s3:GetObject", $"arn:aws:s3:::orders/{key}"), key));
    }

    [Theory]
    [InlineData("arn:aws:iot:eu-west-1:111111111111:topic/$aws/things", "arn:aws:iot:eu-west-1:111111111111:topic/${$}aws/things")]
    [InlineData("arn:aws:iot:eu-west-1:111111111111:topic/a?b", "arn:aws:iot:eu-west-1:111111111111:topic/a${?}b")]
    [InlineData("arn:aws:iot:eu-west-1:111111111111:topic/a*", "arn:aws:iot:eu-west-1:111111111111:topic/a${*}")]
    [InlineData("arn:aws:iot:eu-west-1:111111111111:topic/*", "arn:aws:iot:eu-west-1:111111111111:topic/*")]
    [InlineData("arn:aws:iot:eu-west-1:********1111:topic/a${x}", "arn:aws:iot:eu-west-1:111111111111:topic/a${$}{x}")]
    public void A_name_that_a_sentence_tells_stands_for_itself(string told, string written) =>
        Assert.Equal(written, Assert.Single(NeedOf($"User: {Caller} is not authorized to perform: iot:Publish on resource: {told} because no identity-based policy allows the iot:Publish action").Needs).Resource);

    [Theory]
    [InlineData("s3:GetObject", "arn:aws:s3:::orders/*")]
    [InlineData("s3:GetObject", "arn:aws:s3:::orders/q?/report*.csv")]
    [InlineData("s3:GetObjectVersion", "arn:aws:s3:::orders/q${?}/report${*}.csv")]
    [InlineData("s3:*", "*")]
    public void What_is_new_beside_the_failure_is_found(string action, string resource)
    {
        var wide = PolicyDocumentReader.Read($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}"}]}""", null);
        var mending = Mend(Odd, Little) with { Difference = PolicyComparison.Compare(SideOf(PolicyDocumentReader.Read(Little, null)), SideOf(wide), Catalogue.Embedded) };
        Assert.NotEmpty(mending.Unneeded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_name_with_the_same_beginning_is_asked_for_or_unneeded(bool anySuffix)
    {
        const string Text = $"User: {Caller} is not authorized to perform: sqs:CreateQueue on resource: arn:aws:sqs:eu-west-1:111111111111:orders-Jobs-1ABCDEFGHIJKL because no identity-based policy allows the sqs:CreateQueue action";
        var wide = Mend(Text, Little, new FailureFacts(AnySuffix: true));
        Assert.Empty(wide.Unneeded);
        var mending = Mend(Text, Little, new FailureFacts(AnySuffix: anySuffix)) with { Difference = wide.Difference };
        Assert.Equal(!anySuffix, mending.Unneeded.Any());
    }

    [Theory]
    [InlineData("orders-Jobs-3WZJF7JMFCWU", "orders-Jobs-*")]
    [InlineData("orders-Jobs-TZETTGLHRLQH", "orders-Jobs-*")]
    [InlineData("orders-Jobs-3WZJF7JMFCWU.fifo", "orders-Jobs-*.fifo")]
    [InlineData("orders-111111111111", "orders-111111111111")]
    [InlineData("orders-notification", "orders-notification")]
    public void What_CloudFormation_made_up_is_told_from_words_and_numbers(string name, string expected)
    {
        var text = $"User: {Caller} is not authorized to perform: sqs:CreateQueue on resource: arn:aws:sqs:eu-west-1:111111111111:{name} because no identity-based policy allows the sqs:CreateQueue action";
        Assert.Equal($"arn:aws:sqs:eu-west-1:111111111111:{expected}", Assert.Single(FailureNeed.Of(Assert.Single(FailureReader.Read(text)), new FailureFacts(AnySuffix: true)).Needs).Resource);
    }

    [Theory]
    [InlineData("sts:AssumeRoleWithWebIdentity", "because no identity-based policy allows the sts:AssumeRoleWithWebIdentity action")]
    [InlineData("sts:AssumeRoleWithWebIdentity", "")]
    [InlineData("sts:AssumeRoleWithSAML", "because no role trust policy allows the sts:AssumeRoleWithSAML action")]
    public void A_role_that_a_token_asks_for_is_its_trust_policys(string action, string end)
    {
        foreach (var who in new[] { "", $"User: {Caller} is " })
        {
            var need = NeedOf($"{who}not authorized to perform: {action} on resource: {Role} {end}");
            Assert.Empty(need.Needs);
            Assert.Contains("the role's trust policy decides", need.Obstacle, StringComparison.Ordinal);
            Assert.Contains("issuer, audience and subject", need.Obstacle, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("is", false)]
    [InlineData("User: arn:aws:iam::111111111111:role/* is", false)]
    [InlineData($"User: {Caller} is", true)]
    public void An_endpoints_policy_names_who_may(string who, bool isMended)
    {
        var need = NeedOf($"{who} not authorized to perform: sns:Publish on resource: arn:aws:sns:eu-west-1:111111111111:orders because no VPC endpoint policy allows the sns:Publish action");
        Assert.Equal(isMended, need.Obstacle is null);
        var mending = FailureMending.Of([need], new GivenPolicies(), Catalogue.Embedded);
        Assert.Equal(isMended, mending.Failures[0].IsMended);
        Assert.All(mending.Additions, addition => Assert.Contains(Role, PolicyDocumentWriter.Write(addition.Document, indented: false), StringComparison.Ordinal));
    }

    private static FailureNeed NeedOf(string text, FailureFacts? facts = null) => FailureNeed.Of(Assert.Single(FailureReader.Read(text)), facts ?? new FailureFacts());

    private static FailureMending Mend(string text, string given, FailureFacts? facts = null) =>
        FailureMending.Of([NeedOf(text, facts)], new GivenPolicies { Identity = [PolicyDocumentReader.Read(given, "given.json")] }, Catalogue.Embedded);

    private static PolicySide SideOf(PolicyDocument document) => new(PolicyKind.Identity, PolicySide.SetOf(PolicyKind.Identity, ImmutableArray.Create(document)));

    private static bool Allows(PolicyDocument policy, string action, string resource) => Explanation.Of(
        new AccessRequest(new RoleSession(Role, "run"), action, resource, RequestContext.Empty, "111111111111"),
        new AccessPolicies { Identity = PolicySide.SetOf(PolicyKind.Identity, [policy]) }).Verdict.IsAllowed;
}
