using Lanyard.Policy;
using Lanyard.Policy.Engine;

namespace Lanyard.Tests.Policy.Engine;

/// <summary>How the types of policies come together. Sources are pages of the IAM User Guide, unless said otherwise.</summary>
public class LayerTests
{
    private const string Account = "111122223333";
    private const string User = $"arn:aws:iam::{Account}:user/ann";
    private const string Role = $"arn:aws:iam::{Account}:role/deploy";
    private const string Session = $"arn:aws:sts::{Account}:assumed-role/deploy/ci";
    private const string All = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    private const string Other = "{'Effect':'Allow','Action':'s3:PutObject','Resource':'*'}";
    private const string Deny = "{'Effect':'Deny','Action':'s3:*','Resource':'*'}";

    // Organizations User Guide, "SCP evaluation": every level from the root to the account needs an allow, and a deny on one is enough.
    [Theory]
    [InlineData(Outcome.Allowed, "", All, All)]
    [InlineData(Outcome.ImplicitDeny, "scp:level-1", All, Other)]
    [InlineData(Outcome.ImplicitDeny, "scp:level-0", Other, All)]
    [InlineData(Outcome.ImplicitDeny, "scp:level-0,scp:level-1", Other, Other)]
    [InlineData(Outcome.ImplicitDeny, "scp:level-1", All, "")]
    [InlineData(Outcome.ExplicitDeny, "scp:level-0", $"{All},{Deny}", All)]
    [InlineData(Outcome.ExplicitDeny, "scp:level-0", $"{All},{Deny}", Other)]
    public void Every_level_of_SCPs_must_allow(Outcome expected, string blockedBy, params string[] levels)
    {
        var answer = Ask(User, Attach.Caller(All, null, null) with { ServiceControl = Levels(PolicyKind.ServiceControl, levels) });
        Assert.Equal((expected, blockedBy), (answer.Outcome, string.Join(',', answer.BlockedBy)));
    }

    [Fact]
    public void A_level_with_no_SCP_at_all_allows_nothing()
    {
        var answer = Ask(User, Attach.Caller(All, null, null) with { ServiceControl = [new PolicySet([], "ou-1")] });
        Assert.Equal("there is no SCP of ou-1 to allow s3:GetObject on arn:aws:s3:::b/k", Assert.Single(answer.Reasons).Message);
    }

    // "Service control policies": they grant nothing; they reach the root user; they reach no service, nobody anonymous and no
    // service-linked role. "Resource control policies": they reach everybody but service-linked roles.
    [Theory]
    [InlineData(User, true, true)]
    [InlineData(Session, true, true)]
    [InlineData($"arn:aws:iam::{Account}:root", true, true)]
    [InlineData($"arn:aws:iam::{Account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", false, false)]
    [InlineData($"arn:aws:sts::{Account}:assumed-role/AWSServiceRoleForECS/task", false, false)]
    [InlineData("service", false, true)]
    [InlineData("anonymous", false, true)]
    public void SCPs_and_RCPs_reach_whom_they_reach(string caller, bool scp, bool rcp)
    {
        var policies = Attach.Caller(All, null, null) with { Resource = PolicySet.Of(Attach.Resource("{'Effect':'Allow','Principal':'*','Action':'*'}")) };
        Assert.True(Ask(caller, policies).IsAllowed);
        Assert.Equal(scp, Ask(caller, policies with { ServiceControl = Levels(PolicyKind.ServiceControl, $"{All},{Deny}") }).Outcome == Outcome.ExplicitDeny);
        var denies = Levels(PolicyKind.ResourceControl, "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}");
        Assert.Equal(rcp, Ask(caller, policies with { ResourceControl = denies }).Outcome == Outcome.ExplicitDeny);
    }

    [Fact]
    public void SCPs_grant_nothing() =>
        Assert.Equal(["identity"], Ask(User, AccessPolicies.None with { ServiceControl = Levels(PolicyKind.ServiceControl, All) }).BlockedBy);

    // Organizations User Guide, "RCP evaluation": RCPFullAWSAccess is attached to every target and can't be detached.
    [Fact]
    public void RCPs_only_ever_deny()
    {
        var own = Levels(PolicyKind.ResourceControl, "{'Effect':'Deny','Principal':'*','Action':'s3:Put*','Resource':'*'}") is var level ? level : default;
        Assert.True(Ask(User, Attach.Caller(All, null, null) with { ResourceControl = own }).IsAllowed);
        Assert.True(Ask(User, Attach.Caller(All, null, null) with { ResourceControl = [new PolicySet([], "ou-1")] }).IsAllowed);
    }

    [Fact]
    public void RCPs_leave_a_service_alone_that_is_known_not_to_be_covered()
    {
        var policies = Attach.Caller(All, null, null) with
        {
            ResourceControl = Levels(PolicyKind.ResourceControl, "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'}"),
        };
        var request = new AccessRequest(new IamUser(User), "ec2:RunInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i", RequestContext.Empty);
        Assert.False(Answer.To(request, policies).IsAllowed);
        var uncovered = new AccessRequest(request.Principal, request.Action, request.ResourceArn, request.Context) { IsCoveredByResourceControl = false };
        Assert.True(Answer.To(uncovered, policies).IsAllowed);
    }

    // "Control access to VPC endpoints using endpoint policies" (AWS PrivateLink guide): it must allow too, and grants nothing.
    [Theory]
    [InlineData("{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}", Outcome.Allowed, "")]
    [InlineData(All, Outcome.Allowed, "")]
    [InlineData("{'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'*','Resource':'*'}", Outcome.Allowed, "")]
    [InlineData("{'Effect':'Allow','Principal':{'AWS':'999999999999'},'Action':'*','Resource':'*'}", Outcome.ImplicitDeny, "endpoint")]
    [InlineData(Other, Outcome.ImplicitDeny, "endpoint")]
    [InlineData($"{All},{Deny}", Outcome.ExplicitDeny, "endpoint")]
    public void The_policy_of_the_endpoint_must_allow_too(string statements, Outcome expected, string blockedBy)
    {
        var endpoint = PolicySet.Of(Attach.Of(PolicyKind.Endpoint, statements, "endpoint"));
        var answer = Ask(User, Attach.Caller(All, null, null) with { Endpoint = endpoint });
        Assert.Equal((expected, blockedBy), (answer.Outcome, string.Join(',', answer.BlockedBy)));
        Assert.False(Ask(User, AccessPolicies.None with { Endpoint = endpoint }).IsAllowed);
    }

    [Fact]
    public void A_resource_policy_that_names_the_caller_does_not_lift_SCPs_or_the_endpoint()
    {
        var policies = AccessPolicies.None with { Resource = PolicySet.Of(Attach.Resource($"{{'Effect':'Allow','Principal':{{'AWS':'{User}'}},'Action':'*'}}")) };
        Assert.True(Ask(User, policies).IsAllowed);
        Assert.Equal(["scp:level-0"], Ask(User, policies with { ServiceControl = Levels(PolicyKind.ServiceControl, Other) }).BlockedBy);
        Assert.Equal(["endpoint"], Ask(User, policies with { Endpoint = PolicySet.Of(Attach.Of(PolicyKind.Endpoint, Other, "e")) }).BlockedBy);
    }

    [Fact]
    public void All_layers_that_lack_an_allow_are_named()
    {
        var answer = Ask(
            Session,
            Attach.Caller(Other, Other, Other) with { ServiceControl = Levels(PolicyKind.ServiceControl, All, Other) },
            owner: "999999999999");
        Assert.Equal(["scp:level-1", "resource", "identity", "boundary", "session"], answer.BlockedBy);
        Assert.Contains(answer.Reasons, reason => reason.Message.EndsWith("account 999999999999, which owns the resource, must allow it too", StringComparison.Ordinal));
    }

    // "Permissions boundaries": a NotPrincipal with Deny always denies one who has a boundary, whatever it lists.
    [Fact]
    public void NotPrincipal_denies_everybody_with_a_boundary()
    {
        var resource = PolicySet.Of(Attach.Resource($"{{'Effect':'Deny','NotPrincipal':{{'AWS':['{Account}','{User}']}},'Action':'*'}}"));
        Assert.True(Ask(User, Attach.Caller(All, null, null) with { Resource = resource }).IsAllowed);
        Assert.Equal(Outcome.ExplicitDeny, Ask(User, Attach.Caller(All, All, null) with { Resource = resource }).Outcome);
    }

    // "Session policies": what a resource's policy gives to the ARN of a session isn't limited by the session's policies; what it gives
    // to the ARN of the role is.
    [Theory]
    [InlineData(Session, true)]
    [InlineData(Role, false)]
    [InlineData("*", true)]
    public void A_session_that_is_named_itself_is_not_limited(string named, bool expected)
    {
        var resource = PolicySet.Of(Attach.Resource($"{{'Effect':'Allow','Principal':{{'AWS':'{named}'}},'Action':'*'}}"));
        Assert.Equal(expected, Ask(Session, Attach.Caller("", Other, Other) with { Resource = resource }).IsAllowed);
    }

    // "IAM identifiers": the ARN of a session has no path, and the name of a role is unique in its account.
    [Theory]
    [InlineData("role/deploy", true)]
    [InlineData("role/team/a/deploy", true)]
    [InlineData("role/deploy2", false)]
    [InlineData("user/deploy", false)]
    public void A_session_is_of_the_role_of_its_name_where_the_path_is_not_known(string named, bool expected)
    {
        var resource = PolicySet.Of(Attach.Resource($"{{'Effect':'Allow','Principal':{{'AWS':'arn:aws:iam::{Account}:{named}'}},'Action':'*'}}"));
        Assert.Equal(expected, Ask(Session, AccessPolicies.None with { Resource = resource }).IsAllowed);
    }

    private static System.Collections.Immutable.ImmutableArray<PolicySet> Levels(PolicyKind kind, params string[] levels) =>
        [.. levels.Select((statements, i) => new PolicySet([Attach.Of(kind, statements, $"policy-{i}")], $"level-{i}"))];

    private static Answer Ask(string caller, AccessPolicies policies, string owner = Account)
    {
        RequestPrincipal principal = caller switch
        {
            "service" => new AwsService("lambda.amazonaws.com"),
            "anonymous" => new AnonymousCaller(),
            _ => RequestPrincipal.TryParse(caller, out var found) ? found : throw new ArgumentException(caller),
        };
        return Answer.To(new AccessRequest(principal, "s3:GetObject", "arn:aws:s3:::b/k", RequestContext.Empty, owner), policies);
    }
}
