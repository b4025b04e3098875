using System.Security.Cryptography;
using System.Text;

namespace Lanyard.Sandbox.Seeds;

/// <summary>The organisation of a sandbox that was given no seed.</summary>
internal static class DefaultSeed
{
    private const string Dev = "111111111111";
    private const string Staging = "222222222222";
    private const string Prod = "333333333333";
    private const string Management = "999999999999";
    private const string Region = "eu-west-1";
    private const string JobSubject = "repo:example/app:ref:refs/heads/main";

    // Cross-account roles need both sides: the role's trust, and this on the caller.
    private const string MayAssumeDeploy =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":["sts:AssumeRole","sts:SetSourceIdentity"],"Resource":["arn:aws:iam::222222222222:role/deploy","arn:aws:iam::333333333333:role/deploy"]}]}
        """;

    private const string MayAssumeDeployMfa =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":"sts:AssumeRole","Resource":["arn:aws:iam::222222222222:role/deploy-mfa","arn:aws:iam::333333333333:role/deploy-mfa"]}]}
        """;

    // "MFA-protected API access", IAM User Guide: the condition is in the role's trust policy.
    private const string TrustsMariaWithMfa =
        $$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{Dev}}:user/maria"},"Action":"sts:AssumeRole",
          "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true" } } }]}
        """;

    // "AWS: Allows IAM users to manage their own password, access keys", IAM User Guide, cut down to the keys.
    private const string OwnKeys =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":["iam:CreateAccessKey","iam:DeleteAccessKey","iam:GetAccessKeyLastUsed","iam:ListAccessKeys","iam:UpdateAccessKey"],"Resource":"arn:aws:iam::*:user/${aws:username}"}]}
        """;

    // The second statement is that of the AWS managed policy SignInLocalDevelopmentAccess.
    private const string Developing =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":["sts:AssumeRole","sts:SetSourceIdentity"],"Resource":["arn:aws:iam::222222222222:role/deploy","arn:aws:iam::333333333333:role/deploy"]},
          {"Effect":"Allow","Action":["signin:AuthorizeOAuth2Access","signin:CreateOAuth2Token"],"Resource":"arn:aws:signin:*:*:oauth2/public-client/*"}]}
        """;

    private const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private const string Reading =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:Describe*","cloudformation:Get*","cloudformation:List*","lambda:Get*","lambda:List*","logs:Describe*","logs:Get*","s3:Get*","s3:List*"],"Resource":"*"}]}""";

    private const string Deploying =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":["cloudformation:*","s3:*","lambda:*","logs:*","apigateway:*"],"Resource":"*"}]}
        """;

    public static SandboxSeed Create()
    {
        var developer = ReservedRoleArn("aws", Region, Dev, "Developer");
        var trustsDevelopers =
            $$"""
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"AWS":["{{developer}}","arn:aws:iam::{{Dev}}:user/ci","arn:aws:iam::{{Dev}}:role/app"]},"Action":["sts:AssumeRole","sts:SetSourceIdentity"]}]}
            """;
        // An account of nobody: a trust policy must name somebody, and this one is not in the organisation.
        const string trustsNobody =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":"sts:AssumeRole"}]}""";
        const string trustsMachines =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],
              "Principal":{"Service":["ec2.amazonaws.com","ecs-tasks.amazonaws.com","pods.eks.amazonaws.com"]}}]}
            """;
        const string trustsTheJob =
            $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",
              "Principal":{"Federated":"arn:aws:iam::{{Staging}}:oidc-provider/oidc.lanyard-sandbox.test"},
              "Condition":{"StringEquals":{"oidc.lanyard-sandbox.test:aud":"sts.amazonaws.com","oidc.lanyard-sandbox.test:sub":"{{JobSubject}}" } } }]}
            """;
        return new SandboxSeed
        {
            Accounts =
            [
                new(Dev, "dev", "aws-dev@example.com"),
                new(Staging, "staging", "aws-staging@example.com"),
                new(Prod, "prod", "aws-prod@example.com"),
                new(Management, "management", "aws-management@example.com") { RootKey = new(null, null) },
            ],
            Organization = new(Management),
            IdentityCenter = new(new Uri("https://lanyard-sandbox.awsapps.com/start"), Region)
            {
                Users = [new("alice", null, "Alice Example", "alice@example.com")],
                PermissionSets =
                [
                    new("Developer", TimeSpan.FromHours(1), Developing),
                    new("ReadOnly", TimeSpan.FromHours(1), Reading),
                    new("Administrator", TimeSpan.FromHours(1), Everything),
                ],
                Assignments =
                [
                    new("alice", Dev, "Developer"), new("alice", Dev, "Administrator"),
                    new("alice", Staging, "Developer"), new("alice", Prod, "ReadOnly"),
                ],
            },
            IamUsers =
            [
                new(Dev, "ci", [new(null, null)], [new("may-assume-deploy", MayAssumeDeploy), new("own-keys", OwnKeys)]),
                new(Dev, "maria", [new(null, null)], [new("may-assume-deploy-mfa", MayAssumeDeployMfa)]) { MfaDevices = [new("maria", null)] },
            ],
            Roles =
            [
                new(Staging, "deploy", trustsDevelopers, [new("deploy", Deploying)], TimeSpan.FromHours(1)),
                new(Prod, "deploy", trustsDevelopers, [new("deploy", Deploying)], TimeSpan.FromHours(1)),
                new(Prod, "locked", trustsNobody, [], TimeSpan.FromHours(1)),
                new(Dev, "app", trustsMachines, [new("may-assume-deploy", MayAssumeDeploy)], TimeSpan.FromHours(1)),
                new(Staging, "deploy-mfa", TrustsMariaWithMfa, [new("deploy", Deploying)], TimeSpan.FromHours(1)),
                new(Prod, "deploy-mfa", TrustsMariaWithMfa, [new("deploy", Deploying)], TimeSpan.FromHours(1)),
                new(Staging, "ci-deploy", trustsTheJob, [new("deploy", Deploying)], TimeSpan.FromHours(1)),
            ],
            Workload = new(Dev, "app"),
            CiJob = new(Staging, "ci-deploy", JobSubject),
        };
    }

    public static string ReservedRoleArn(string partition, string region, string accountId, string permissionSet)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{accountId}/{permissionSet}"));

        // "Referencing permission sets in resource policies", IAM Identity Center User Guide: us-east-1 is left out of the path.
        var folder = region == "us-east-1" ? "" : region + "/";
        return $"arn:{partition}:iam::{accountId}:role/aws-reserved/sso.amazonaws.com/{folder}AWSReservedSSO_{permissionSet}_{Convert.ToHexStringLower(digest)[..16]}";
    }
}
