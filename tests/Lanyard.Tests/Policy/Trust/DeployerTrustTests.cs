using Lanyard.Policy;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Trust;

namespace Lanyard.Tests.Policy.Trust;

public class DeployerTrustTests
{
    private const string Account = "111111111111";
    private const string Reserved = "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/";
    private const string MayAssume = "{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'*'}";

    // "Referencing permission sets in resource policies", IAM Identity Center User Guide: the account as principal, and ArnLike on aws:PrincipalArn.
    [Theory]
    [InlineData("Developer", Reserved + "eu-west-1/AWSReservedSSO_Developer_0123456789abcdef", true)]
    [InlineData("Developer", Reserved + "AWSReservedSSO_Developer_0123456789abcdef", true)]
    [InlineData("Developer", Reserved + "eu-west-1/AWSReservedSSO_Viewer_0123456789abcdef", false)]
    [InlineData("Developer", "arn:aws:iam::111111111111:role/AWSReservedSSO_Developer_0123456789abcdef", false)]
    [InlineData(Reserved + "eu-west-1/AWSReservedSSO_Developer_0123456789abcdef", Reserved + "eu-west-1/AWSReservedSSO_Developer_fedcba9876543210", true)]
    [InlineData(Reserved + "AWSReservedSSO_Developer_0123456789abcdef", Reserved + "AWSReservedSSO_Developer_fedcba9876543210", true)]
    [InlineData("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/alice", Reserved + "eu-west-1/AWSReservedSSO_Developer_fedcba9876543210", true)]
    [InlineData("arn:aws:iam::111111111111:role/team/developer", "arn:aws:iam::111111111111:role/team/developer", true)]
    [InlineData("arn:aws:iam::111111111111:role/team/developer", "arn:aws:iam::111111111111:role/developer", false)]
    [InlineData("111111111111", "arn:aws:iam::111111111111:role/anybody", true)]
    public void Who_is_named_may_take_the_role_on_and_others_not(string trusted, string role, bool expected) =>
        Assert.Equal(expected, Takes(Trust(trusted), new RoleSession(role, "alice"), RequestContext.Empty));

    [Fact]
    public void Another_accounts_permission_set_is_trusted_in_its_account()
    {
        var set = Assert.IsType<TrustedPrincipal.PermissionSet>(TrustedPrincipal.Read(Reserved.Replace(Account, "222222222222", StringComparison.Ordinal) + "eu-west-1/AWSReservedSSO_My_Set_0123456789abcdef", "aws", Account));
        Assert.Equal(("arn:aws:iam::222222222222:root", "My_Set"), (set.Account, set.Name));
        Assert.Equal(["arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_My_Set_*"], set.Roles);
    }

    [Theory]
    [InlineData("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_*_0/x")]
    [InlineData("arn:aws:iam::111111111111:role/*")]
    public void A_wildcard_trusts_nobody(string trusted) =>
        Assert.Contains("wildcard", Assert.Throws<TrustException>(() => TrustedPrincipal.Read(trusted, "aws", Account)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("true", "deploy-1", true)]
    [InlineData("false", "deploy-1", false)]
    [InlineData(null, "deploy-1", false)]
    [InlineData("true", "deploy-2", false)]
    [InlineData("true", null, false)]
    public void MFA_and_external_id_must_both_be_there(string? mfa, string? id, bool expected)
    {
        var context = mfa is null ? RequestContext.Empty : RequestContext.Empty.With("aws:MultiFactorAuthPresent", mfa);
        var trust = TrustPolicy.Of(new DeployerTrust([TrustedPrincipal.Read("arn:aws:iam::111111111111:user/ana", "aws", Account)], RequireMfa: true, "deploy-1").Statements());
        Assert.Equal(expected, Takes(trust, new IamUser("arn:aws:iam::111111111111:user/ana"), id is null ? context : context.With("sts:ExternalId", id)));
    }

    [Fact]
    public void Sessions_of_Identity_Center_carry_no_MFA_so_it_can_not_be_required_of_them() => Assert.Contains(
        "aws:MultiFactorAuthPresent", Assert.Throws<TrustException>(() => new DeployerTrust([TrustedPrincipal.Read("Developer", "aws", Account)], RequireMfa: true, null).Statements()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Developer")]
    [InlineData("arn:aws:iam::111111111111:user/ana")]
    [InlineData("arn:aws:iam::111111111111:role/developer")]
    [InlineData("222222222222")]
    public void Policy_check_has_nothing_to_say(string trusted) => Assert.Empty(CiSystemsTests.Findings(Trust(trusted)));

    [Fact]
    public void Nor_about_CloudFormation() => Assert.Empty(CiSystemsTests.Findings(TrustPolicy.Of([TrustStatement.CloudFormation])));

    [Theory]
    [InlineData("1111", "12 digits")]
    [InlineData("arn:aws:iam::1111:user/ana", "no ARN of a user")]
    [InlineData("arn:aws:s3:::bucket", "no ARN of a user")]
    [InlineData("arn:aws:iam::111111111111:group/ops", "no user, role or account")]
    [InlineData("arn:aws:iam::111111111111:user/", "no user, role or account")]
    [InlineData("arn:aws:iam::111111111111:role/*", "a wildcard")]
    [InlineData("arn:aws-cn:iam::111111111111:user/ana", "partition aws-cn")]
    [InlineData("arn:aws:sts::111111111111:assumed-role/developer/alice", "is a session")]
    [InlineData("two words", "no ARN, no account")]
    public void Nobody_else_is_taken_for_somebody(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<TrustException>(() => TrustedPrincipal.Read(text, "aws", Account)).Message, StringComparison.Ordinal);

    private static PolicyDocument Trust(string who) => TrustPolicy.Of(new DeployerTrust([TrustedPrincipal.Read(who, "aws", Account)], RequireMfa: false, null).Statements());

    private static bool Takes(PolicyDocument trust, RequestPrincipal caller, RequestContext context) => AccessEvaluator.Decide(
        new AccessRequest(caller, "sts:AssumeRole", "arn:aws:iam::111111111111:role/deploy", caller is RoleSession session ? context.With("aws:PrincipalArn", session.RoleArn) : context, Account),
        AccessPolicies.None with
        {
            Resource = PolicySet.Of(new AttachedPolicy("trust", PolicyKind.Trust, trust)),
            Identity = PolicySet.Of(Attach.Identity(MayAssume)),
        }).IsAllowed;
}
