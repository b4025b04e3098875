using Lanyard.Policy;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Tests.Policy.Engine;

/// <summary>What single services do unlike all others.</summary>
public class ServiceRuleTests
{
    private const string User = "arn:aws:iam::111122223333:user/ann";
    private const string Key = "arn:aws:kms:eu-west-1:111122223333:key/1234";
    private const string All = "{'Effect':'Allow','Action':'*','Resource':'*'}";

    // KMS Developer Guide, "Key policies": without the key policy's leave the policies of the account give nobody access to the key, not
    // even when they allow everything; a key policy that names the account lets them decide, one that names the user is enough.
    [Theory]
    [InlineData(null, All, Key, "resource")]
    [InlineData("{'AWS':'arn:aws:iam::111122223333:user/bob'}", All, Key, "resource")]
    [InlineData("{'AWS':'arn:aws:iam::111122223333:root'}", All, Key, "")]
    [InlineData("{'AWS':'arn:aws:iam::111122223333:root'}", "", Key, "identity")]
    [InlineData($"{{'AWS':'{User}'}}", "", Key, "")]
    [InlineData(null, All, "arn:aws:kms:eu-west-1:111122223333:alias/a", "")]
    [InlineData(null, All, "*", "")]
    public void The_key_policy_must_agree(string? principal, string identity, string resource, string blockedBy)
    {
        var policies = Attach.Caller(identity, null, null) with
        {
            Resource = principal is null ? null : PolicySet.Of(Attach.Resource($"{{'Effect':'Allow','Principal':{principal},'Action':'kms:*','Resource':'*'}}")),
        };
        var answer = Ask(new IamUser(User), "kms:Decrypt", resource, policies);
        Assert.Equal(blockedBy, string.Join(',', answer.BlockedBy));
        Assert.Equal(blockedBy.Length == 0, answer.IsAllowed);
    }

    [Fact]
    public void A_role_without_a_trust_policy_lets_nobody_in()
    {
        var answer = Ask(new IamUser(User), "sts:AssumeRole", "arn:aws:iam::111122223333:role/r", Attach.Caller(All, null, null));
        Assert.Equal(["resource"], answer.BlockedBy);
        Assert.Contains("there is no role trust policy", answer.Reasons[0].Message, StringComparison.Ordinal);
    }

    // STS API Reference, "GetCallerIdentity": no permission is needed, and a policy that denies it changes nothing.
    [Fact]
    public void Everybody_with_credentials_may_ask_who_they_are()
    {
        var denied = Attach.Caller("{'Effect':'Deny','Action':'*','Resource':'*'}", null, null);
        var answer = Ask(new IamUser(User), "sts:getcalleridentity", "*", denied);
        Assert.True(answer.IsAllowed);
        Assert.Equal(ReasonKind.Rule, Assert.Single(answer.Reasons).Kind);
        Assert.False(Ask(new AnonymousCaller(), "sts:GetCallerIdentity", "*", AccessPolicies.None).IsAllowed);
    }

    // "Resource": actions that take no resource need "Resource": "*".
    [Theory]
    [InlineData("'Resource':'*'", true)]
    [InlineData("'Resource':'arn:aws:ec2:*:*:instance/*'", false)]
    [InlineData("'Resource':'arn:aws:ec2:*'", false)]
    [InlineData("'NotResource':'arn:aws:ec2:*:*:instance/*'", true)]
    public void An_action_without_resources_is_matched_by_a_star_alone(string resource, bool expected)
    {
        var policies = Attach.Caller($"{{'Effect':'Allow','Action':'ec2:*',{resource}}}", null, null);
        var request = new AccessRequest(
            new IamUser(User), "ec2:DescribeInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", RequestContext.Empty)
        { TakesNoResource = true };
        Assert.Equal(expected, Answer.To(request, policies).IsAllowed);
    }

    // IAM User Guide, "IAM ARNs": an incomplete ARN in a policy of an identity is completed with stars. Other types, as measured by
    // others: a star at the end reaches over the missing colons, and RCPs match nothing.
    [Theory]
    [InlineData(PolicyKind.Identity, "arn:aws:s3", true)]
    [InlineData(PolicyKind.Boundary, "arn:aws:s3", true)]
    [InlineData(PolicyKind.Session, "arn:aws:s3", true)]
    [InlineData(PolicyKind.ServiceControl, "arn:aws:s3", false)]
    [InlineData(PolicyKind.ServiceControl, "arn:aws:s3*", true)]
    [InlineData(PolicyKind.Identity, "arn:aws:sqs", false)]
    [InlineData(PolicyKind.Identity, "arn", false)]
    public void A_short_ARN_is_completed_as_its_policy_type_does(PolicyKind kind, string resource, bool expected)
    {
        var set = PolicySet.Of(Attach.Of(kind, $"{{'Effect':'Allow','Action':'*','Resource':'{resource}'}}", "p"));
        var policies = Attach.Caller(All, null, null);
        policies = kind switch
        {
            PolicyKind.Identity => policies with { Identity = set },
            PolicyKind.Boundary => policies with { Boundary = set },
            PolicyKind.Session => policies with { Session = set },
            _ => policies with { ServiceControl = [set] },
        };
        Assert.Equal(expected, Ask(new RoleSession("arn:aws:iam::111122223333:role/r", "s"), "s3:GetObject", "arn:aws:s3:::b/k", policies).IsAllowed);
    }

    [Theory]
    [InlineData(PolicyKind.ServiceControl, "'Principal':'*','Resource':'*'", "takes no Principal")]
    [InlineData(PolicyKind.ServiceControl, "'Sid':'a'", "an SCP needs Resource")]
    [InlineData(PolicyKind.Boundary, "'Principal':'*','Resource':'*'", "a permissions boundary takes no Principal")]
    [InlineData(PolicyKind.Session, "'Sid':'a'", "a session policy needs Resource")]
    [InlineData(PolicyKind.ResourceControl, "'Resource':'*'", "an RCP needs Principal")]
    [InlineData(PolicyKind.ResourceControl, "'Resource':'*','NotPrincipal':'*'", "an RCP takes no NotPrincipal")]
    [InlineData(PolicyKind.ResourceControl, "'Resource':'*','Principal':{'AWS':'111122223333'}", "must be \"*\"")]
    [InlineData(PolicyKind.ResourceControl, "'Principal':'*'", "an RCP needs Resource")]
    public void A_policy_of_the_wrong_shape_for_its_type_is_refused(PolicyKind kind, string elements, string problem)
    {
        var error = Assert.Throws<PolicyDocumentException>(() => Attach.Of(kind, $"{{'Effect':'Deny','Action':'*',{elements}}}", "p"));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static Answer Ask(RequestPrincipal caller, string action, string resource, AccessPolicies policies) =>
        Answer.To(new AccessRequest(caller, action, resource, RequestContext.Empty), policies);
}
