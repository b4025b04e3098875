using Lanyard.Policy;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Tests.Policy.Engine;

/// <summary>Sources are pages of the IAM User Guide.</summary>
public class AccessEvaluatorTests
{
    private const string Allow = "{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'}";
    private const string Deny = "{'Effect':'Deny','Action':'s3:*','Resource':'*'}";
    private const string AllowOther = "{'Effect':'Allow','Action':'s3:PutObject','Resource':'*'}";
    private const string User = "arn:aws:iam::111122223333:user/ann";
    private const string Role = "arn:aws:iam::111122223333:role/deploy";

    // "Policy evaluation logic": requests are denied by default, an allow overrides that, an explicit deny overrides every allow; the
    // policies of an identity are all looked at.
    [Theory]
    [InlineData("", "", Outcome.ImplicitDeny)]
    [InlineData(AllowOther, "", Outcome.ImplicitDeny)]
    [InlineData(Allow, "", Outcome.Allowed)]
    [InlineData(AllowOther, Allow, Outcome.Allowed)]
    [InlineData($"{Allow},{Deny}", "", Outcome.ExplicitDeny)]
    [InlineData(Allow, Deny, Outcome.ExplicitDeny)]
    [InlineData(Deny, "", Outcome.ExplicitDeny)]
    public void Identity_policies_are_taken_together(string first, string second, Outcome expected) =>
        Assert.Equal(expected, Ask(Attach.Caller(Attach.Identity(first), Attach.Identity(second))).Outcome);

    // "NotAction" and "NotResource": everything but what is listed; a variable without a value makes nothing of it.
    [Theory]
    [InlineData("{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}", true)]
    [InlineData("{'Effect':'Allow','NotAction':['iam:*','s3:get*'],'Resource':'*'}", false)]
    [InlineData("{'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::other/*'}", true)]
    [InlineData("{'Effect':'Allow','Action':'*','NotResource':['arn:aws:s3:::other/*','arn:aws:s3:::b/*']}", false)]
    [InlineData("{'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::${x:none}'}", false)]
    [InlineData("{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/${aws:username}'}", true)]
    [InlineData("{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'x:a':'1','x:b':'2'},'Null':{'x:c':'true'}}}", true)]
    [InlineData("{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'x:a':'1','x:b':'3'}}}", false)]
    [InlineData("{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'x:a':'1'},'Null':{'x:b':'true'}}}", false)]
    [InlineData("{'Effect':'Allow','Action':'*','Resource':'*','Condition':{}}", true)]
    public void A_statement_matches_when_all_its_elements_do(string statement, bool expected)
    {
        var request = new AccessRequest(
            new IamUser(User), "s3:GetObject", "arn:aws:s3:::b/ann", RequestContext.Empty.With("x:a", "1").With("x:b", "2"));
        Assert.Equal(expected, Answer.To(request, Attach.Caller(Attach.Identity(statement))).IsAllowed);
    }

    // "Permissions boundaries" and "Session policies": each is an intersection with the identity policies and grants nothing itself.
    [Theory]
    [InlineData(Allow, Allow, Allow, Outcome.Allowed)]
    [InlineData(Allow, AllowOther, null, Outcome.ImplicitDeny)]
    [InlineData(Allow, null, AllowOther, Outcome.ImplicitDeny)]
    [InlineData(AllowOther, Allow, Allow, Outcome.ImplicitDeny)]
    [InlineData(Allow, null, null, Outcome.Allowed)]
    [InlineData(Allow, Deny, null, Outcome.ExplicitDeny)]
    [InlineData(Allow, null, Deny, Outcome.ExplicitDeny)]
    public void Boundary_and_session_policies_limit(string identity, string? boundary, string? session, Outcome expected) =>
        Assert.Equal(expected, Ask(Attach.Caller(identity, boundary, session)).Outcome);

    // "Policy evaluation logic", the table on resource-based policies in the same account: an allow for the user's or session's own ARN
    // is not limited by implicit denies; for the role's ARN boundary and session policies limit; an account only delegates.
    // "Principal", all principals: with * no other permission is needed in the account.
    [Theory]
    [InlineData("user", User, "", AllowOther, null, true)]
    [InlineData("user", "111122223333", "", null, null, false)]
    [InlineData("user", "111122223333", Allow, null, null, true)]
    [InlineData("user", "*", "", AllowOther, null, true)]
    [InlineData("session", "arn:aws:sts::111122223333:assumed-role/deploy/ci", "", AllowOther, AllowOther, true)]
    [InlineData("session", Role, "", null, null, true)]
    [InlineData("session", Role, "", AllowOther, null, false)]
    [InlineData("session", Role, "", null, AllowOther, false)]
    [InlineData("session", Role, "", Allow, Allow, true)]
    [InlineData("federated", "arn:aws:sts::111122223333:federated-user/f", "", null, null, true)]
    [InlineData("federated", User, "", null, null, false)]
    [InlineData("federated", User, "", null, Allow, true)]
    [InlineData("federated", "999999999999", Allow, null, null, false)]
    [InlineData("federated", "999999999999", Allow, null, Allow, true)]
    public void In_one_account_the_resource_policy_counts_as_it_names_the_caller(
        string caller, string named, string identity, string? boundary, string? session, bool expected)
    {
        var resource = Attach.Resource($"{{'Effect':'Allow','Principal':{{'AWS':'{named}'}},'Action':'s3:*','Resource':'*'}}");
        Assert.Equal(expected, Ask(Attach.Caller(identity, boundary, session), resource, caller).IsAllowed);
    }

    // "Cross-account policy evaluation logic": both the trusted and the trusting account must allow.
    [Theory]
    [InlineData(Allow, User, null, true)]
    [InlineData(Allow, "111122223333", null, true)]
    [InlineData(Allow, "*", null, true)]
    [InlineData("", User, null, false)]
    [InlineData("", "*", null, false)]
    [InlineData(Allow, User, AllowOther, false)]
    [InlineData(Allow, "arn:aws:iam::111122223333:user/bob", null, false)]
    public void Across_accounts_both_sides_must_allow(string identity, string named, string? boundary, bool expected)
    {
        var resource = Attach.Resource($"{{'Effect':'Allow','Principal':{{'AWS':'{named}'}},'Action':'s3:*','Resource':'*'}}");
        Assert.Equal(expected, Ask(Attach.Caller(identity, boundary, null), resource, account: "999999999999").IsAllowed);
    }

    [Fact]
    public void Across_accounts_a_resource_without_a_policy_is_closed() =>
        Assert.Equal(Outcome.ImplicitDeny, Ask(Attach.Caller(Allow, null, null), account: "999999999999").Outcome);

    // "Policy evaluation logic": the root user has full access unless something denies it.
    [Fact]
    public void The_root_user_is_allowed_by_default_and_can_be_denied()
    {
        Assert.True(Ask(AccessPolicies.None, caller: "root").IsAllowed);
        Assert.Equal(
            Outcome.ExplicitDeny,
            Ask(AccessPolicies.None, Attach.Resource("{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}"), "root").Outcome);
    }

    [Fact]
    public void A_service_or_an_anonymous_caller_needs_the_resource_policy_alone()
    {
        var open = Attach.Resource("{'Effect':'Allow','Principal':'*','Action':'s3:*'}");
        var closed = Attach.Resource($"{{'Effect':'Allow','Principal':{{'AWS':'{User}'}},'Action':'s3:*'}}");

        Assert.True(Ask(AccessPolicies.None, open, "anonymous").IsAllowed);
        Assert.False(Ask(AccessPolicies.None, closed, "anonymous").IsAllowed);
        Assert.False(Ask(AccessPolicies.None, caller: "service").IsAllowed);
    }

    [Fact]
    public void A_denial_names_policy_statement_and_element()
    {
        var decision = Ask(Attach.Caller(Attach.Identity(Allow), Attach.Identity(
            "{'Effect':'Allow','Action':'*','Resource':'*'},{'Sid':'Stop','Effect':'Deny','Action':'s3:*','Resource':'*'}", "guard")));

        Assert.Equal(Outcome.ExplicitDeny, decision.Outcome);
        var reason = Assert.Single(decision.Reasons);
        Assert.Equal((ReasonKind.Denies, "guard", "Effect"), (reason.Kind, reason.Policy?.Name, reason.Element));
        Assert.Equal(reason.Statement!.EffectPlace, reason.Place);
        Assert.Equal(["identity"], decision.BlockedBy);
        Assert.Equal($"guard, statement 2 (Stop), {reason.Place!.Start}: denies s3:GetObject on arn:aws:s3:::b/k", reason.Message);
    }

    [Fact]
    public void An_allow_names_the_statements_that_counted()
    {
        var decision = Ask(Attach.Caller($"{AllowOther},{Allow}", Allow, null));

        Assert.Equal(["identity", "boundary"], decision.Reasons.Select(reason => reason.Policy?.Name));
        Assert.Equal(1, decision.Reasons[0].Statement?.Index);
    }

    [Fact]
    public void A_missing_allow_names_the_statements_that_came_near_with_the_element_that_failed()
    {
        var decision = Ask(Attach.Caller(
            Attach.Identity("""
                {'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::other/*'},
                {'Effect':'Allow','Action':'ec2:*','Resource':'*'},
                {'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'StringEquals':{'aws:username':'ann','x:secret':'s3cr3t'}}},
                {'Effect':'Deny','Action':'s3:*','Resource':'arn:aws:s3:::other/*'}
                """)));

        Assert.Equal(Outcome.ImplicitDeny, decision.Outcome);
        Assert.Equal(
            [
                (ReasonKind.AllowMissing, null, null),
                (ReasonKind.NearMiss, 0, "Resource"),
                (ReasonKind.NearMiss, 2, "Condition StringEquals x:secret"),
            ],
            decision.Reasons.Select(reason => (reason.Kind, reason.Statement?.Index, reason.Element)));
        Assert.DoesNotContain(decision.Reasons, reason => reason.Message.Contains("s3cr3t", StringComparison.Ordinal));
    }

    // "Grammar": Principal must not be in an identity-based policy and must be in a resource-based or trust policy.
    // "Access Analyzer policy checks": no NotPrincipal and no Resource in a trust policy; Resource is needed in an identity policy.
    [Theory]
    [InlineData(PolicyKind.Identity, "'Resource':'*','Principal':'*'", "takes no Principal")]
    [InlineData(PolicyKind.Identity, "'Resource':'*','NotPrincipal':'*'", "takes no NotPrincipal")]
    [InlineData(PolicyKind.Identity, "'Sid':'a'", "needs Resource")]
    [InlineData(PolicyKind.Resource, "'Resource':'*'", "needs Principal")]
    [InlineData(PolicyKind.Trust, "'Sid':'a'", "needs Principal")]
    [InlineData(PolicyKind.Trust, "'NotPrincipal':'*'", "takes no NotPrincipal")]
    [InlineData(PolicyKind.Trust, "'Principal':'*','Resource':'*'", "takes no Resource")]
    [InlineData(PolicyKind.Trust, "'Principal':'*','NotResource':'*'", "takes no NotResource")]
    public void A_policy_in_the_wrong_place_is_refused(PolicyKind kind, string elements, string problem)
    {
        var document = Attach.Document($"{{'Effect':'Allow','Action':'*',{elements}}}");
        var error = Assert.Throws<PolicyDocumentException>(() => new AttachedPolicy("p", kind, document));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static Answer Ask(
        AccessPolicies policies, AttachedPolicy? resource = null, string caller = "user", string? account = "111122223333") =>
        Answer.To(
            new AccessRequest(
                caller switch
                {
                    "session" => new RoleSession(Role, "ci"),
                    "federated" => new FederatedUser("arn:aws:sts::111122223333:federated-user/f", User),
                    "root" => new RootUser("arn:aws:iam::111122223333:root"),
                    "service" => new AwsService("lambda.amazonaws.com"),
                    "anonymous" => new AnonymousCaller(),
                    _ => new IamUser(User),
                },
                "s3:GetObject",
                "arn:aws:s3:::b/k",
                RequestContext.Empty,
                account),
            policies with { Resource = resource is null ? null : PolicySet.Of(resource) });
}
