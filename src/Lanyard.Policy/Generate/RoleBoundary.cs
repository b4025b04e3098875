using System.Collections.Immutable;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>
/// Narrows needs so that a deployment can make roles with a permissions boundary alone: without one, whoever may make roles may give a role
/// everything. See "Permissions boundaries for IAM entities", IAM User Guide.
/// </summary>
public static class RoleBoundary
{
    private const string Key = "iam:PermissionsBoundary";

    private static readonly string[] Guarded =
    [
        "iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary",
        "iam:CreateUser", "iam:PutUserPolicy", "iam:DeleteUserPolicy", "iam:AttachUserPolicy", "iam:DetachUserPolicy", "iam:PutUserPermissionsBoundary",
    ];

    private static readonly string[] TakingOff = ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"];

    /// <summary>Gives the ARN of the policy that is taken where none is named: the one named after the stack.</summary>
    public static string DefaultArn(DeploymentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return TemplateNeeds.Stars($"arn:{facts.Partition}:iam::{facts.Account ?? "*"}:policy/{facts.StackName ?? "*"}-boundary");
    }

    /// <summary>Tells whether needs make roles or users.</summary>
    public static bool IsFor(IEnumerable<Need> needs) => needs.Any(need => need.Action is "iam:CreateRole" or "iam:CreateUser");

    /// <summary>Gives the logical ids of the template's roles and users that have no permissions boundary.</summary>
    public static IEnumerable<string> Without(DeployedTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.Resources.Where(r =>
            r.Type is "AWS::IAM::Role" or "AWS::IAM::User" ? r.Node.Find("Properties")?.Find("PermissionsBoundary") is null
            : r.Type is "aws:iam/role:Role" or "aws:iam/user:User" && !r.IsOnlyRead && r.Node.Find("Properties")?.Find("permissionsBoundary") is null).Select(r => r.LogicalId.Value);
    }

    /// <summary>Puts the condition on what makes roles and changes their policies, and takes away what takes a boundary off.</summary>
    /// <param name="needs">The needs.</param>
    /// <param name="boundaryArn">The policy that must be the boundary; may hold wildcards.</param>
    public static ImmutableArray<Need> Require(IEnumerable<Need> needs, string boundaryArn)
    {
        ArgumentNullException.ThrowIfNull(boundaryArn);
        var condition = new NeedCondition(boundaryArn.Contains('*', StringComparison.Ordinal) ? "ArnLike" : "StringEquals", Key, [boundaryArn]);
        return [.. needs.Where(need => !TakingOff.Contains(need.Action)).Select(need => Guarded.Contains(need.Action) ? need with { Conditions = need.Conditions.Add(condition) } : need)];
    }
}
