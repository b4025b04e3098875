using Lanyard.Policy;
using Lanyard.Policy.Engine;

namespace Lanyard.Tests.Policy.Engine;

/// <summary>Sources are the STS API reference, page "AssumeRole", and pages of the IAM User Guide.</summary>
public class RoleTrustTests
{
    private const string Target = "arn:aws:iam::111122223333:role/target";
    private const string User = "arn:aws:iam::111122223333:user/ann";
    private const string Stranger = "arn:aws:iam::999999999999:user/bob";
    private const string MayAssume = $"{{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'{Target}'}}";
    private const string MayAssumeOther = "{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'arn:aws:iam::111122223333:role/other'}";

    // "AssumeRole": in the role's account either the trust policy names the user, or it names the account and a policy of the user allows
    // the call; from another account the trust policy must name account or user, and a policy of the user must allow the call.
    // "Policy evaluation logic": a role trust policy must allow explicitly, also in the same account.
    [Theory]
    [InlineData(User, User, "", Outcome.Allowed)]
    [InlineData(User, User, MayAssumeOther, Outcome.Allowed)]
    [InlineData(User, "111122223333", "", Outcome.ImplicitDeny)]
    [InlineData(User, "111122223333", MayAssume, Outcome.Allowed)]
    [InlineData(User, "arn:aws:iam::111122223333:root", MayAssume, Outcome.Allowed)]
    [InlineData(User, "arn:aws:iam::111122223333:root", MayAssumeOther, Outcome.ImplicitDeny)]
    [InlineData(User, "arn:aws:iam::111122223333:user/bob", MayAssume, Outcome.ImplicitDeny)]
    [InlineData(User, "*", "", Outcome.Allowed)]
    [InlineData(User, User, "{'Effect':'Deny','Action':'sts:*','Resource':'*'}", Outcome.ExplicitDeny)]
    [InlineData(Stranger, Stranger, "", Outcome.ImplicitDeny)]
    [InlineData(Stranger, Stranger, MayAssume, Outcome.Allowed)]
    [InlineData(Stranger, "999999999999", MayAssume, Outcome.Allowed)]
    [InlineData(Stranger, "999999999999", "", Outcome.ImplicitDeny)]
    [InlineData(Stranger, "111122223333", MayAssume, Outcome.ImplicitDeny)]
    [InlineData(Stranger, "*", "", Outcome.ImplicitDeny)]
    public void A_user_assumes_a_role(string caller, string trusted, string identity, Outcome expected)
    {
        var trust = Attach.Trust($"{{'Effect':'Allow','Principal':{{'AWS':'{trusted}'}},'Action':'sts:AssumeRole'}}");
        Assert.Equal(expected, Ask(new IamUser(caller), trust, identity).Outcome);
    }

    // "Policy evaluation logic": permissions for a role's ARN are limited by boundary and session policies, those for the session's ARN
    // are not. "IAM roles": a role doesn't trust itself unless its trust policy says so.
    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/source", "", null, true)]
    [InlineData("arn:aws:iam::111122223333:role/source", "", MayAssumeOther, false)]
    [InlineData("arn:aws:iam::111122223333:role/source", "", MayAssume, true)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/source/ci", "", MayAssumeOther, true)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/source/other", MayAssume, null, false)]
    [InlineData("111122223333", MayAssume, MayAssumeOther, false)]
    [InlineData("111122223333", MayAssume, null, true)]
    public void A_session_of_a_role_assumes_another_role(string trusted, string identity, string? session, bool expected)
    {
        var trust = Attach.Trust($"{{'Effect':'Allow','Principal':{{'AWS':'{trusted}'}},'Action':'sts:AssumeRole'}}");
        var caller = new RoleSession("arn:aws:iam::111122223333:role/source", "ci");
        Assert.Equal(expected, Ask(caller, trust, identity, session: session).IsAllowed);
    }

    [Fact]
    public void A_role_does_not_trust_itself()
    {
        var trust = Attach.Trust("{'Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'}");
        Assert.False(Ask(new RoleSession(Target, "s"), trust, MayAssume).IsAllowed);
    }

    // "Creating a role for an AWS service" and "for web identity": the trust policy names the service or the provider, the action is the
    // one of that kind of caller, and conditions test the token's claims.
    [Theory]
    [InlineData("service", "sts:AssumeRole", "", true)]
    [InlineData("other service", "sts:AssumeRole", "", false)]
    [InlineData("github", "sts:AssumeRoleWithWebIdentity", "repo:org/app:ref:refs/heads/main", true)]
    [InlineData("github", "sts:AssumeRoleWithWebIdentity", "repo:evil/app:ref:refs/heads/main", false)]
    [InlineData("github", "sts:AssumeRoleWithWebIdentity", null, false)]
    [InlineData("github", "sts:AssumeRole", "repo:org/app:ref:refs/heads/main", false)]
    [InlineData("saml", "sts:AssumeRoleWithSAML", "", false)]
    public void Services_and_federated_identities_need_the_trust_policy_alone(string who, string action, string? subject, bool expected)
    {
        const string Provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
        var trust = Attach.Trust($$$$"""
            {'Effect':'Allow','Principal':{'Service':'lambda.amazonaws.com'},'Action':'sts:AssumeRole'},
            {'Effect':'Allow','Principal':{'Federated':'{{{{Provider}}}}'},'Action':'sts:AssumeRoleWithWebIdentity',
             'Condition':{'StringLike':{'token.actions.githubusercontent.com:sub':'repo:org/*'}}}
            """);
        RequestPrincipal caller = who switch
        {
            "service" => new AwsService("lambda.amazonaws.com"),
            "other service" => new AwsService("ec2.amazonaws.com"),
            "github" => new FederatedIdentity(Provider),
            _ => new FederatedIdentity("arn:aws:iam::111122223333:saml-provider/corp"),
        };
        var context = subject is null ? RequestContext.Empty : RequestContext.Empty.With("token.actions.githubusercontent.com:sub", subject);
        Assert.Equal(expected, Ask(caller, trust, "", action, context).IsAllowed);
    }

    // "How to use an external ID": the trust policy's condition on sts:ExternalId must hold; "MFA-protected API access": a Bool on
    // aws:MultiFactorAuthPresent.
    [Theory]
    [InlineData("abc", "true", true)]
    [InlineData("abd", "true", false)]
    [InlineData(null, "true", false)]
    [InlineData("abc", "false", false)]
    [InlineData("abc", null, false)]
    public void Conditions_of_the_trust_policy_must_hold(string? externalId, string? mfa, bool expected)
    {
        var trust = Attach.Trust($$$$"""
            {'Effect':'Allow','Principal':{'AWS':'{{{{User}}}}'},'Action':'sts:AssumeRole',
             'Condition':{'StringEquals':{'sts:ExternalId':'abc'},'Bool':{'aws:MultiFactorAuthPresent':'true'}}}
            """);
        var context = RequestContext.Empty;
        context = externalId is null ? context : context.With("sts:ExternalId", externalId);
        context = mfa is null ? context : context.With("aws:MultiFactorAuthPresent", mfa);
        Assert.Equal(expected, Ask(new IamUser(User), trust, "", context: context).IsAllowed);
    }

    // "AssumeRole": it cannot be called with the credentials of the root user.
    [Fact]
    public void The_root_user_assumes_no_role()
    {
        var trust = Attach.Trust("{'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'sts:AssumeRole'}");
        var decision = Ask(new RootUser("arn:aws:iam::111122223333:root"), trust, "");

        Assert.Equal(Outcome.ImplicitDeny, decision.Outcome);
        Assert.Equal(["rule"], decision.BlockedBy);
        Assert.Contains("can't assume roles", Assert.Single(decision.Reasons).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trust_in_the_account_alone_is_named_when_the_callers_policies_say_nothing()
    {
        var trust = Attach.Trust("{'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'sts:AssumeRole'}");
        var decision = Ask(new IamUser(User), trust, MayAssumeOther);

        Assert.Equal(
            [
                (ReasonKind.AllowMissing, null, null),
                (ReasonKind.NearMiss, "identity", "Resource"),
                (ReasonKind.Delegates, "trust", "Principal"),
            ],
            decision.Reasons.Select(reason => (reason.Kind, reason.Policy?.Name, reason.Element)));
    }

    [Fact]
    public void A_trust_in_somebody_else_names_the_principal_element()
    {
        var trust = Attach.Trust($"{{'Sid':'Bob','Effect':'Allow','Principal':{{'AWS':'{Stranger}'}},'Action':'sts:AssumeRole'}}");
        var decision = Ask(new IamUser(User), trust, MayAssume);

        Assert.StartsWith($"no statement of the role trust policy allows sts:AssumeRole on {Target}", decision.Reasons[0].Message, StringComparison.Ordinal);
        var nearMiss = decision.Reasons[1];
        Assert.Equal(("trust", "Bob", "Principal"), (nearMiss.Policy?.Name, nearMiss.Statement?.Sid?.Value, nearMiss.Element));
    }

    private static Answer Ask(
        RequestPrincipal caller, AttachedPolicy trust, string identity, string action = "sts:AssumeRole", RequestContext? context = null,
        string? session = null) =>
        Answer.To(
            new AccessRequest(caller, action, Target, context ?? RequestContext.Empty),
            Attach.Caller(identity, null, session) with { Resource = PolicySet.Of(trust) });
}
