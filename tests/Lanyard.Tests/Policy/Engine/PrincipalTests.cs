using Lanyard.Policy;
using Lanyard.Policy.Engine;

namespace Lanyard.Tests.Policy.Engine;

/// <summary>Sources are pages of the IAM User Guide.</summary>
public class PrincipalTests
{
    private const string User = "arn:aws:iam::111122223333:user/path/ann";
    private const string Role = "arn:aws:iam::111122223333:role/path/deploy";
    private const string Session = "arn:aws:sts::111122223333:assumed-role/deploy/ci";
    private const string Root = "arn:aws:iam::111122223333:root";

    // "Principal": the account id and the root ARN mean the same and every identity of the account; a role is named by its ARN, a
    // session by the sts ARN; names are case-sensitive; no wildcard inside a value; * is everybody.
    [Theory]
    [InlineData("user", "{'AWS':'111122223333'}", true)]
    [InlineData("user", $"{{'AWS':'{Root}'}}", true)]
    [InlineData("user", "{'AWS':'999999999999'}", false)]
    [InlineData("user", $"{{'AWS':['{Role}','{User}']}}", true)]
    [InlineData("user", "{'AWS':'arn:aws:iam::111122223333:user/path/Ann'}", false)]
    [InlineData("user", "{'AWS':'arn:aws:iam::111122223333:user/*'}", false)]
    [InlineData("user", "'*'", true)]
    [InlineData("user", "{'AWS':'*'}", true)]
    [InlineData("user", "{'Service':'lambda.amazonaws.com'}", false)]
    [InlineData("session", $"{{'AWS':'{Role}'}}", true)]
    [InlineData("session", $"{{'AWS':'{Session}'}}", true)]
    [InlineData("session", "{'AWS':'arn:aws:sts::111122223333:assumed-role/deploy/other'}", false)]
    [InlineData("session", "{'AWS':'arn:aws:iam::111122223333:role/deploy'}", false)]
    [InlineData("session", $"{{'AWS':'{Root}'}}", true)]
    [InlineData("root", $"{{'AWS':'{Root}'}}", true)]
    [InlineData("root", $"{{'AWS':'{User}'}}", false)]
    [InlineData("lambda", "{'Service':['ec2.amazonaws.com','lambda.amazonaws.com']}", true)]
    [InlineData("lambda", "{'Service':'ec2.amazonaws.com'}", false)]
    [InlineData("lambda", "{'AWS':'111122223333'}", false)]
    [InlineData("google", "{'Federated':'accounts.google.com'}", true)]
    [InlineData("google", "{'Federated':'arn:aws:iam::111122223333:saml-provider/x'}", false)]
    [InlineData("google", "{'AWS':'accounts.google.com'}", false)]
    [InlineData("anonymous", "'*'", true)]
    [InlineData("anonymous", "{'AWS':'*'}", true)]
    [InlineData("anonymous", "{'AWS':'111122223333'}", false)]
    [InlineData("user", "{}", false)]
    [InlineData("user", "{'CanonicalUser':'79a59df900b949e5'}", false)]
    public void Principals_are_found_in_a_resource_policy(string caller, string principal, bool expected)
    {
        var policy = Attach.Resource($"{{'Effect':'Deny','Principal':{principal},'Action':'*'}}");
        Assert.Equal(expected, Ask(caller, policy).Outcome == Outcome.ExplicitDeny);
    }

    // "NotPrincipal": list the account with the user, and account and role with the session, or the Deny reaches them all the same.
    [Theory]
    [InlineData("user", $"['{Root}','{User}']", false)]
    [InlineData("user", $"['{User}']", true)]
    [InlineData("user", $"['{Root}']", true)]
    [InlineData("session", $"['{Root}','{Role}','{Session}']", false)]
    [InlineData("session", $"['{Role}','{Session}']", true)]
    [InlineData("session", $"['{Root}','{Role}']", true)]
    [InlineData("root", $"['{Root}']", false)]
    [InlineData("anonymous", $"['{Root}']", true)]
    public void A_deny_with_NotPrincipal_spares_a_caller_listed_at_every_level(string caller, string listed, bool denied)
    {
        var policy = Attach.Resource($"{{'Effect':'Deny','NotPrincipal':{{'AWS':{listed}}},'Action':'*'}}");
        Assert.Equal(denied, Ask(caller, policy).Outcome == Outcome.ExplicitDeny);
    }

    [Fact]
    public void An_allow_with_NotPrincipal_leaves_out_a_caller_listed_at_any_level()
    {
        Assert.False(Ask("user", Attach.Resource($"{{'Effect':'Allow','NotPrincipal':{{'AWS':'{Root}'}},'Action':'*'}}")).IsAllowed);
        Assert.True(Ask("user", Attach.Resource($"{{'Effect':'Allow','NotPrincipal':{{'AWS':'{Role}'}},'Action':'*'}}")).IsAllowed);
    }

    // "Global condition context keys": aws:PrincipalArn is the role's ARN for a session; aws:username is there for users alone;
    // aws:PrincipalType tells the kinds apart; requests without a signature say anonymous or leave the key out. "Variables and tags",
    // principal keys: aws:userid of the root user is its account, of a federated user account and name.
    [Theory]
    [InlineData("user", "aws:PrincipalArn", User)]
    [InlineData("user", "aws:PrincipalAccount", "111122223333")]
    [InlineData("user", "aws:PrincipalType", "User")]
    [InlineData("user", "aws:username", "ann")]
    [InlineData("session", "aws:PrincipalArn", Role)]
    [InlineData("session", "aws:PrincipalType", "AssumedRole")]
    [InlineData("session", "aws:username", null)]
    [InlineData("root", "aws:PrincipalType", "Account")]
    [InlineData("lambda", "aws:PrincipalIsAWSService", "true")]
    [InlineData("lambda", "aws:PrincipalServiceName", "lambda.amazonaws.com")]
    [InlineData("user", "aws:PrincipalIsAWSService", "false")]
    [InlineData("anonymous", "aws:PrincipalArn", null)]
    [InlineData("anonymous", "aws:PrincipalAccount", "anonymous")]
    [InlineData("anonymous", "aws:PrincipalIsAWSService", null)]
    [InlineData("anonymous", "aws:userid", "anonymous")]
    [InlineData("google", "aws:PrincipalIsAWSService", null)]
    [InlineData("root", "aws:userid", "111122223333")]
    [InlineData("federated", "aws:userid", "111122223333:bob")]
    [InlineData("user", "aws:userid", null)]
    [InlineData("user", "aws:ResourceAccount", "111122223333")]
    public void The_keys_of_the_principal_are_in_the_context(string caller, string key, string? expected)
    {
        var request = new AccessRequest(Caller(caller), "s3:GetObject", "*", RequestContext.Empty);
        Assert.Equal(expected, request.Context.Find(key)?.Single);
    }

    [Fact]
    public void A_key_the_request_already_has_stays()
    {
        var request = new AccessRequest(Caller("user"), "s3:GetObject", "*", RequestContext.Empty.With("AWS:UserName", "other"));
        Assert.Equal("other", request.Context.Find("aws:username")?.Single);
    }

    [Theory]
    [InlineData(User, typeof(IamUser))]
    [InlineData(Role, typeof(RoleSession))]
    [InlineData(Session, typeof(RoleSession))]
    [InlineData(Root, typeof(RootUser))]
    [InlineData("arn:aws:sts::111122223333:federated-user/ann", typeof(FederatedUser))]
    [InlineData("arn:aws:iam::111122223333:user/", null)]
    [InlineData("arn:aws:iam::111122223333:user", null)]
    [InlineData("arn:aws:iam::111122223333:group/g", null)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/deploy", null)]
    [InlineData("arn:aws:sts::111122223333:assumed-role//x", null)]
    [InlineData("111122223333", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Callers_are_read_from_their_ARNs(string? arn, Type? expected)
    {
        Assert.Equal(expected is not null, RequestPrincipal.TryParse(arn, out var principal));
        Assert.Equal(expected, principal?.GetType());
        Assert.True(principal is null || principal.Account == "111122223333");
        Assert.True(arn != Session || principal!.Arn == Session);
    }

    [Fact]
    public void A_caller_with_the_ARN_of_something_else_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new IamUser(Role));
        Assert.Throws<ArgumentException>(() => new RoleSession(Session, "ci"));
        Assert.Throws<ArgumentException>(() => new RootUser(User));
        Assert.Throws<ArgumentException>(() => new FederatedUser(User, null));
        Assert.Throws<ArgumentException>(() => new IamUser("ann"));
    }

    private static Answer Ask(string caller, AttachedPolicy policy) => Answer.To(
        new AccessRequest(Caller(caller), "s3:GetObject", "arn:aws:s3:::b/k", RequestContext.Empty, "111122223333"),
        new AccessPolicies { Resource = PolicySet.Of(policy) });

    private static RequestPrincipal Caller(string name) => name switch
    {
        "user" => new IamUser(User),
        "session" => new RoleSession(Role, "ci"),
        "root" => new RootUser(Root),
        "lambda" => new AwsService("lambda.amazonaws.com"),
        "federated" => new FederatedUser("arn:aws:sts::111122223333:federated-user/bob", null),
        "google" => new FederatedIdentity("accounts.google.com"),
        _ => new AnonymousCaller(),
    };
}
