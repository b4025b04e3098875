using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;

namespace Lanyard.Tests.Policy.Lint;

/// <summary>Policies as careful people write them for their deploy tools give no cause for a warning.</summary>
public class OrdinaryDeployPoliciesTests
{
    public static TheoryData<string, PolicyKind, string> Policies => new()
    {
        {
            "CDK through the bootstrap roles", PolicyKind.Identity,
            """
            { "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": [
                    "arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-*",
                    "arn:aws:iam::111122223333:role/cdk-hnb659fds-file-publishing-role-111122223333-*",
                    "arn:aws:iam::111122223333:role/cdk-hnb659fds-image-publishing-role-111122223333-*",
                    "arn:aws:iam::111122223333:role/cdk-hnb659fds-lookup-role-111122223333-*" ] } ] }
            """
        },
        {
            "CloudFormation with a service role", PolicyKind.Identity,
            """
            { "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow",
                  "Action": ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet", "cloudformation:DescribeChangeSet",
                      "cloudformation:DeleteChangeSet", "cloudformation:DescribeStacks", "cloudformation:DescribeStackEvents",
                      "cloudformation:GetTemplate", "cloudformation:DeleteStack"],
                  "Resource": "arn:aws:cloudformation:eu-west-1:111122223333:stack/app-*/*" },
                { "Effect": "Allow", "Action": ["cloudformation:ValidateTemplate", "cloudformation:ListStacks"], "Resource": "*" },
                { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "Resource": "arn:aws:s3:::app-deployments-*/*" },
                { "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": "arn:aws:s3:::app-deployments-*" },
                { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app-cloudformation",
                  "Condition": { "StringEquals": { "iam:PassedToService": "cloudformation.amazonaws.com" } } } ] }
            """
        },
        {
            "functions and their roles below a boundary", PolicyKind.Identity,
            """
            { "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow",
                  "Action": ["lambda:CreateFunction", "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "lambda:GetFunction",
                      "lambda:DeleteFunction", "lambda:AddPermission", "lambda:RemovePermission", "lambda:PublishVersion", "lambda:InvokeFunction"],
                  "Resource": "arn:aws:lambda:*:111122223333:function:app-*" },
                { "Effect": "Allow", "Action": ["logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:PutRetentionPolicy"],
                  "Resource": "arn:aws:logs:*:111122223333:log-group:/aws/lambda/app-*" },
                { "Effect": "Allow", "Action": ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"],
                  "Resource": "arn:aws:iam::111122223333:role/app-*",
                  "Condition": { "StringEquals": { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/app-boundary" } } },
                { "Effect": "Allow", "Action": ["iam:GetRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:TagRole"],
                  "Resource": "arn:aws:iam::111122223333:role/app-*" },
                { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app-*",
                  "Condition": { "StringEquals": { "iam:PassedToService": "lambda.amazonaws.com" } } } ] }
            """
        },
        {
            "GitHub Actions, with both forms of the subject", PolicyKind.Trust,
            """
            { "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
                  "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
                  "Condition": { "StringEquals": {
                      "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                      "token.actions.githubusercontent.com:sub": [
                          "repo:octo-org/app:environment:production", "repo:octo-org@123456/app@456789:environment:production"] } } } ] }
            """
        },
        {
            "a service's role", PolicyKind.Trust,
            """
            { "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "lambda.amazonaws.com" } } ] }
            """
        },
        {
            "a boundary", PolicyKind.Boundary,
            """
            { "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Action": ["s3:*", "dynamodb:*", "sqs:*", "logs:*"], "Resource": "*" },
                { "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "arn:aws:s3:::audit-*" } ] }
            """
        },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void No_warning_is_made(string name, PolicyKind kind, string text)
    {
        var found = PolicyLinter.Check(JsonTextReader.Read(text, name, PolicyDocument.MaxLength), text, new PolicyUse(kind), Catalogue.Embedded);
        Assert.Equal([], found.Where(finding => finding.Rule.Severity != Severity.Suggestion).Select(finding => $"{finding.Rule.Id} at {finding.Place.Path}: {finding.Message}"));
    }
}
