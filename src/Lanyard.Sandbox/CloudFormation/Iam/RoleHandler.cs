using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Iam;

/// <summary>Makes IAM roles: "AWS::IAM::Role", AWS CloudFormation User Guide, with the calls of its published handlers.</summary>
internal sealed class RoleHandler : ResourceHandler
{
    private const int LongestName = 64;

    private static readonly ImmutableArray<string> Replacing = ["RoleName", "Path"];

    public override MadeResource Create(ResourceRequest request)
    {
        var (properties, calls) = (request.Properties, request.Calls);
        var name = request.NameOf("RoleName", LongestName);
        calls.CallIam(
            "CreateRole",
            [
                ("RoleName", name), ("Path", properties.TextOf("Path")), ("AssumeRolePolicyDocument", properties.DocumentOf("AssumeRolePolicyDocument")), ("Description", properties.TextOf("Description")),
                ("MaxSessionDuration", properties.TextOf("MaxSessionDuration")), ("PermissionsBoundary", properties.TextOf("PermissionsBoundary")), .. request.TagParameters(),
            ]);
        request.Begun = Made(request, name);
        foreach (var arn in properties.TextsOf("ManagedPolicyArns"))
        {
            calls.CallIam("AttachRolePolicy", ("RoleName", name), ("PolicyArn", arn));
        }

        foreach (var (policy, document) in properties.PoliciesOf())
        {
            calls.CallIam("PutRolePolicy", ("RoleName", name), ("PolicyName", policy), ("PolicyDocument", document));
            calls.CallIam("GetRolePolicy", ("RoleName", name), ("PolicyName", policy));
        }

        calls.CallIam("GetRole", ("RoleName", name));
        return Made(request, name);
    }

    public override bool Replaces(ResourceRequest request, StackResource present) =>
        Replacing.Any(name => !Differences.Same(request.Properties.Find(name), present.Properties.Find(name)));

    public override string? KeptName(ResourceRequest request, StackResource present) => request.KeptNameOf("RoleName", present);

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        var (now, before, calls, name) = (request.Properties, present.Properties, request.Calls, present.PhysicalId);
        var role = Read(calls, name, request.Place.AccountId, before);
        if (!Differences.Same(now.Find("AssumeRolePolicyDocument"), before.Find("AssumeRolePolicyDocument")))
        {
            calls.CallIam("UpdateAssumeRolePolicy", ("RoleName", name), ("PolicyDocument", now.DocumentOf("AssumeRolePolicyDocument")));
        }

        if (now.TextOf("Description") != before.TextOf("Description") || now.TextOf("MaxSessionDuration") != before.TextOf("MaxSessionDuration"))
        {
            calls.CallIam("UpdateRole", ("RoleName", name), ("Description", now.TextOf("Description") ?? ""), ("MaxSessionDuration", now.TextOf("MaxSessionDuration")));
        }

        if (now.TextOf("PermissionsBoundary") is var boundary && boundary != before.TextOf("PermissionsBoundary") && boundary != role.Boundary)
        {
            calls.CallIam(boundary is null ? "DeleteRolePermissionsBoundary" : "PutRolePermissionsBoundary", ("RoleName", name), ("PermissionsBoundary", boundary));
        }

        foreach (var arn in now.TextsOf("ManagedPolicyArns").Except(before.TextsOf("ManagedPolicyArns")).Except(role.Attached))
        {
            calls.CallIam("AttachRolePolicy", ("RoleName", name), ("PolicyArn", arn));
        }

        foreach (var arn in before.TextsOf("ManagedPolicyArns").Except(now.TextsOf("ManagedPolicyArns")).Intersect(role.Attached))
        {
            calls.CallIam("DetachRolePolicy", ("RoleName", name), ("PolicyArn", arn));
        }

        foreach (var (policy, document) in now.PoliciesOf().Except(before.PoliciesOf()).Where(p => role.Inline.GetValueOrDefault(p.Name)?.Json != p.Document))
        {
            calls.CallIam("PutRolePolicy", ("RoleName", name), ("PolicyName", policy), ("PolicyDocument", document));
        }

        foreach (var policy in before.PoliciesOf().Select(p => p.Name).Except(now.PoliciesOf().Select(p => p.Name)).Intersect(role.Inline.Keys))
        {
            calls.CallIam("DeleteRolePolicy", ("RoleName", name), ("PolicyName", policy));
        }

        var tags = role.Tags;
        if (request.Tags.Except(tags).Any())
        {
            calls.CallIam("TagRole", [("RoleName", name), .. request.TagParameters()]);
        }

        if (tags.Select(tag => tag.Key).Except(request.Tags.Select(tag => tag.Key)).ToArray() is { Length: > 0 } gone)
        {
            calls.CallIam("UntagRole", [("RoleName", name), .. gone.Select((key, at) => ($"TagKeys.member.{at + 1}", (string?)key))]);
        }

        return Made(request, name);
    }

    public override void Delete(ResourceRequest request, StackResource present)
    {
        var (calls, name) = (request.Calls, present.PhysicalId);
        calls.CallIam("GetRole", ("RoleName", name));
        if (calls.State.Iam.Account(request.Place.AccountId).Roles.Find(name) is not { } role)
        {
            return;
        }

        calls.CallIam("ListAttachedRolePolicies", ("RoleName", name));
        foreach (var arn in role.Attached)
        {
            calls.CallIam("DetachRolePolicy", ("RoleName", name), ("PolicyArn", arn));
        }

        calls.CallIam("ListRolePolicies", ("RoleName", name));
        foreach (var policy in role.Inline.Keys)
        {
            calls.CallIam("DeleteRolePolicy", ("RoleName", name), ("PolicyName", policy));
        }

        calls.CallIam("DeleteRole", ("RoleName", name));
    }

    // A change begins with a look at what is there, so what is there already needn't be done: "Developing resource types", CloudFormation CLI User Guide.
    private static Role Read(HandlerCalls calls, string name, string accountId, JsonNode before)
    {
        calls.CallIam("GetRole", ("RoleName", name));
        calls.CallIam("ListAttachedRolePolicies", ("RoleName", name));
        calls.CallIam("ListRolePolicies", ("RoleName", name));
        var role = calls.State.Iam.Account(accountId).Roles.Find(name)!;
        foreach (var policy in before.PoliciesOf().Select(p => p.Name).Intersect(role.Inline.Keys))
        {
            calls.CallIam("GetRolePolicy", ("RoleName", name), ("PolicyName", policy));
        }

        return role;
    }

    private static MadeResource Made(ResourceRequest request, string name)
    {
        var role = request.Calls.State.Iam.Account(request.Place.AccountId).Roles.Find(name)!;
        return new MadeResource(name, ImmutableDictionary<string, string>.Empty.Add("Arn", role.Arn).Add("RoleId", role.Id));
    }
}
