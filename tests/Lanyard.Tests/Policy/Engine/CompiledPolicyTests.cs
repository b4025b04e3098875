using Lanyard.Policy;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Matching;

namespace Lanyard.Tests.Policy.Engine;

public class CompiledPolicyTests
{
    private static readonly string[] Actions = ["s3:GetObject", "s3:PutObject", "ec2:RunInstances", "sqs:SendMessage", "S3:GETOBJECT"];

    private static readonly string[] Patterns =
        ["s3:GetObject", "S3:getobject", "s3:*", "s3:Get*", "s?:*", "*", "*:*", "ec2:*", "ec2:Run?nstances", "sqs:SendMessage", "sqs*", "s3:Put*"];

    // The index of actions gives the same answer as asking statement by statement.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Statements_are_found_by_their_actions(int statements)
    {
        var random = new Random(statements);
        for (var round = 0; round < 40; round++)
        {
            var parts = Enumerable.Range(0, statements).Select(_ => (
                Deny: random.Next(statements + 1) == 0, Not: random.Next(4) == 0, Names: Enumerable.Range(0, random.Next(1, 3)).Select(_ => Patterns[random.Next(Patterns.Length)]).ToArray()))
                .ToList();
            var policies = Attach.Caller(string.Join(',', parts.Select(part =>
                $"{{'Effect':'{(part.Deny ? "Deny" : "Allow")}','{(part.Not ? "NotAction" : "Action")}':['{string.Join("','", part.Names)}'],'Resource':'*'}}")), null, null);
            foreach (var action in Actions)
            {
                var hits = parts.Where(part => part.Names.Any(name => new ActionPattern(name).IsMatch(action)) != part.Not).ToList();
                var expected = hits.Any(part => part.Deny) ? Outcome.ExplicitDeny : hits.Count > 0 ? Outcome.Allowed : Outcome.ImplicitDeny;
                Assert.Equal(expected, AccessEvaluator.Decide(Request(action), policies).Outcome);
            }
        }
    }

    [Fact]
    public void An_allowed_request_allocates_nothing()
    {
        var policies = Attach.Caller(
            """
            {'Effect':'Allow','Action':['s3:Get*','s3:List*'],'Resource':['arn:aws:s3:::other/*','arn:aws:s3:::b/${aws:username}/*'],'Condition':{
                'StringLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/${aws:username}'},'StringNotEquals':{'aws:username':'bob'},
                'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/*'},'IpAddress':{'aws:SourceIp':['10.0.0.0/8','2001:db8::/32']},
                'DateLessThan':{'aws:CurrentTime':'2030-01-01T00:00:00Z'},'NumericLessThan':{'aws:MultiFactorAuthAge':3600},
                'Bool':{'aws:SecureTransport':'true'},'BinaryEquals':{'x:bytes':'QmluYXJ5'},'Null':{'aws:TokenIssueTime':'true'},
                'ForAllValues:StringEquals':{'aws:TagKeys':['a','b']},'ForAnyValue:StringLike':{'aws:TagKeys':'a*'}}},
            {'Effect':'Deny','NotAction':'s3:*','Resource':'*'},
            {'Effect':'Deny','Action':'*','NotResource':'arn:aws:s3:::b/*'}
            """,
            "{'Effect':'Allow','Action':'*','Resource':'*'}",
            null) with
        {
            ServiceControl = [PolicySet.Of(Attach.Of(PolicyKind.ServiceControl, "{'Effect':'Allow','Action':'*','Resource':'*'}", "full"))],
            Resource = PolicySet.Of(Attach.Resource("{'Effect':'Deny','NotPrincipal':{'AWS':['111122223333','arn:aws:iam::111122223333:user/ann']},'Action':'s3:Put*'}")),
        };
        var request = new AccessRequest(
            new IamUser("arn:aws:iam::111122223333:user/ann"), "s3:GetObject", "arn:aws:s3:::b/ann/k",
            RequestContext.Empty.With("aws:SourceIp", "2001:db8::7").With("aws:CurrentTime", "2026-01-01T00:00:00Z").With("aws:SecureTransport", "true")
                .With("aws:MultiFactorAuthAge", "60").With("x:bytes", "QmluYXJ5").With("aws:TagKeys", ["a", "b"]),
            "111122223333");

        Assert.True(AccessEvaluator.Decide(request, policies).IsAllowed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            AccessEvaluator.Decide(request, policies);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static AccessRequest Request(string action) =>
        new(new IamUser("arn:aws:iam::111122223333:user/ann"), action, "*", RequestContext.Empty);
}
