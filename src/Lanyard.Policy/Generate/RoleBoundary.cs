using System.Collections.Immutable;
using Lanyard.Policy.Generate.Types;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>
/// Narrows needs so that a deployment can make roles with a permissions boundary alone: without one, whoever may make roles may give a role
/// everything. See "Permissions boundaries for IAM entities", IAM User Guide.
/// </summary>
public static class RoleBoundary
{
    private const string Key = "iam:PermissionsBoundary";
    private const string Managed = "AWS::IAM::ManagedPolicy";

    private static readonly string[] Guarded =
    [
        "iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary",
        "iam:CreateUser", "iam:PutUserPolicy", "iam:DeleteUserPolicy", "iam:AttachUserPolicy", "iam:DetachUserPolicy", "iam:PutUserPermissionsBoundary",
    ];

    // Roles and users by their types, with the property that names their boundary.
    private static readonly Dictionary<string, string> Bounded = new(StringComparer.Ordinal)
    {
        ["AWS::IAM::Role"] = "PermissionsBoundary",
        ["AWS::IAM::User"] = "PermissionsBoundary",
        ["aws:iam/role:Role"] = "permissionsBoundary",
        ["aws:iam/user:User"] = "permissionsBoundary",
    };

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
        return Made(template).Where(r => r.Node.Find("Properties")?.Find(Bounded[r.Type]) is null).Select(r => r.LogicalId.Value);
    }

    /// <summary>Gives the permissions boundaries that the template's roles and users name.</summary>
    public static IEnumerable<RolesBoundary> Named(DeployedTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var stacks = new Dictionary<string, (StackView View, string[] Own)>(StringComparer.Ordinal);
        foreach (var resource in Made(template).Where(r => r.Node.Find("Properties")?.Find(Bounded[r.Type]) is not null && TypeTable.Find(r.Type) is not null))
        {
            foreach (var choice in template.ChoicesFor(resource))
            {
                if (!stacks.TryGetValue(choice.Key, out var known))
                {
                    var view = new StackView(template, choice);
                    stacks[choice.Key] = known = (view, [.. template.Resources.Where(r => r.Type == Managed).SelectMany(r => view.View(r, TypeTable.Find(Managed)!).Expand("${arn}"))]);
                }

                var (stack, own) = known;
                foreach (var arn in stack.View(resource, TypeTable.Find(resource.Type)!).Expand($"${{{Bounded[resource.Type]}}}"))
                {
                    yield return new RolesBoundary(resource.LogicalId.Value, TemplateNeeds.Stars(arn), arn.Length > 1 && own.Contains(arn));
                }
            }
        }
    }

    private static IEnumerable<TemplateResource> Made(DeployedTemplate template) => template.Resources.Where(r => Bounded.ContainsKey(r.Type) && !r.IsOnlyRead);

    /// <summary>Puts the condition on what makes roles and changes their policies, and takes away what takes a boundary off.</summary>
    /// <param name="needs">The needs.</param>
    /// <param name="boundaryArn">The policy that must be the boundary; may hold wildcards.</param>
    public static ImmutableArray<Need> Require(IEnumerable<Need> needs, string boundaryArn)
    {
        ArgumentNullException.ThrowIfNull(boundaryArn);
        var condition = new NeedCondition(boundaryArn.Contains('*', StringComparison.Ordinal) ? "ArnLike" : "StringEquals", Key, [boundaryArn]);
        return [.. needs.Where(need => !TakingOff.Contains(need.Action)).Select(need => Guarded.Contains(need.Action) ? need with { Conditions = need.Conditions.RemoveAll(c => c.Key == Key).Add(condition) } : need)];
    }
}

/// <summary>The permissions boundary that a role or user of a template names.</summary>
/// <param name="LogicalId">The role or user.</param>
/// <param name="Arn">The boundary, with a star for what isn't known of it.</param>
/// <param name="IsOwn">Whether the template makes that policy itself.</param>
public sealed record RolesBoundary(string LogicalId, string Arn, bool IsOwn);
