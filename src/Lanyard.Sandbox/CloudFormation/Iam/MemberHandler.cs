using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Iam;

/// <summary>Makes users or groups with their policies: "AWS::IAM::User" and "AWS::IAM::Group", AWS CloudFormation User Guide.</summary>
/// <param name="noun"><c>User</c> or <c>Group</c>.</param>
internal sealed class MemberHandler(string noun) : ResourceHandler
{
    private bool IsUser => noun == "User";

    private string NameProperty => $"{noun}Name";

    public override MadeResource Create(ResourceRequest request)
    {
        var (properties, calls) = (request.Properties, request.Calls);
        var (name, path) = (request.NameOf(NameProperty, IsUser ? 64 : 128), properties.TextOf("Path"));
        calls.CallIam($"Create{noun}", [(NameProperty, name), ("Path", path), ("PermissionsBoundary", IsUser ? properties.TextOf("PermissionsBoundary") : null), .. IsUser ? request.TagParameters() : []]);
        request.Begun = new MadeResource(name, ImmutableDictionary<string, string>.Empty.Add(
            "Arn", $"arn:{request.Place.Partition}:iam::{request.Place.AccountId}:{(IsUser ? "user" : "group")}{path ?? "/"}{name}"));
        Give(request, name, properties, JsonNode.OfMembers(properties.Place, []));
        calls.CallIam($"Get{noun}", (NameProperty, name));
        return request.Begun;
    }

    public override bool Replaces(ResourceRequest request, StackResource present) => request.Properties.TextOf(NameProperty) != present.Properties.TextOf(NameProperty);

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        Give(request, present.PhysicalId, request.Properties, present.Properties);
        Take(request, present.PhysicalId, present.Properties, request.Properties);
        return new MadeResource(present.PhysicalId, present.Attributes);
    }

    public override void Delete(ResourceRequest request, StackResource present)
    {
        var (calls, name) = (request.Calls, present.PhysicalId);
        try
        {
            calls.CallIam($"Get{noun}", (NameProperty, name));
            calls.CallIam($"ListAttached{noun}Policies", (NameProperty, name));
            calls.CallIam($"List{noun}Policies", (NameProperty, name));
            Take(request, name, present.Properties, JsonNode.OfMembers(present.Properties.Place, []));
            if (IsUser)
            {
                calls.CallIam("ListGroupsForUser", (NameProperty, name));
                calls.CallIam("ListAccessKeys", (NameProperty, name));
            }

            calls.CallIam($"Delete{noun}", (NameProperty, name));
        }
        catch (ServiceFault fault) when (fault.Code == "NoSuchEntity")
        {
            // What is gone needn't be taken away.
        }
    }

    private void Give(ResourceRequest request, string name, JsonNode now, JsonNode before)
    {
        foreach (var arn in now.TextsOf("ManagedPolicyArns").Except(before.TextsOf("ManagedPolicyArns")))
        {
            request.Calls.CallIam($"Attach{noun}Policy", (NameProperty, name), ("PolicyArn", arn));
        }

        foreach (var (policy, document) in now.PoliciesOf().Except(before.PoliciesOf()))
        {
            request.Calls.CallIam($"Put{noun}Policy", (NameProperty, name), ("PolicyName", policy), ("PolicyDocument", document));
        }

        foreach (var group in IsUser ? now.TextsOf("Groups").Except(before.TextsOf("Groups")) : [])
        {
            request.Calls.CallIam("AddUserToGroup", ("UserName", name), ("GroupName", group));
        }

        if (IsUser && now.Find("LoginProfile") is { } login && before.Find("LoginProfile") is null && request.Calls.State.Iam.Account(request.Place.AccountId).Users.Find(name)?.Login is null)
        {
            request.Calls.CallIam("CreateLoginProfile", ("UserName", name), ("Password", login.TextOf("Password")), ("PasswordResetRequired", login.TextOf("PasswordResetRequired")));
        }
    }

    // A change that failed may not have given what it is to be rid of again.
    private static void TakeOne(ResourceRequest request, string operation, params (string Name, string? Value)[] parameters)
    {
        try
        {
            request.Calls.CallIam(operation, parameters);
        }
        catch (ServiceFault fault) when (fault.Code == "NoSuchEntity")
        {
            // It is gone.
        }
    }

    private void Take(ResourceRequest request, string name, JsonNode before, JsonNode now)
    {
        foreach (var arn in before.TextsOf("ManagedPolicyArns").Except(now.TextsOf("ManagedPolicyArns")))
        {
            TakeOne(request, $"Detach{noun}Policy", (NameProperty, name), ("PolicyArn", arn));
        }

        foreach (var policy in before.PoliciesOf().Select(p => p.Name).Except(now.PoliciesOf().Select(p => p.Name)))
        {
            TakeOne(request, $"Delete{noun}Policy", (NameProperty, name), ("PolicyName", policy));
        }

        foreach (var group in IsUser ? before.TextsOf("Groups").Except(now.TextsOf("Groups")) : [])
        {
            TakeOne(request, "RemoveUserFromGroup", ("UserName", name), ("GroupName", group));
        }

        if (IsUser && before.Find("LoginProfile") is not null && now.Find("LoginProfile") is null)
        {
            TakeOne(request, "DeleteLoginProfile", ("UserName", name));
        }
    }
}

/// <summary>Makes instance profiles: "AWS::IAM::InstanceProfile", AWS CloudFormation User Guide.</summary>
internal sealed class InstanceProfileHandler : ResourceHandler
{
    public override MadeResource Create(ResourceRequest request)
    {
        var (name, path) = (request.NameOf("InstanceProfileName", 128), request.Properties.TextOf("Path"));
        request.Calls.CallIam("CreateInstanceProfile", ("InstanceProfileName", name), ("Path", path));
        request.Begun = new MadeResource(name, ImmutableDictionary<string, string>.Empty.Add("Arn", $"arn:{request.Place.Partition}:iam::{request.Place.AccountId}:instance-profile{path ?? "/"}{name}"));
        Change(request, "AddRoleToInstanceProfile", name, request.Properties.TextsOf("Roles"));
        request.Calls.CallIam("GetInstanceProfile", ("InstanceProfileName", name));
        return request.Begun;
    }

    public override bool Replaces(ResourceRequest request, StackResource present) =>
        request.Properties.TextOf("InstanceProfileName") != present.Properties.TextOf("InstanceProfileName") || request.Properties.TextOf("Path") != present.Properties.TextOf("Path");

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        // Of what a change that failed was to do, some may not be done.
        var held = Held(request, present.PhysicalId);
        Change(request, "RemoveRoleFromInstanceProfile", present.PhysicalId, present.Properties.TextsOf("Roles").Except(request.Properties.TextsOf("Roles")).Intersect(held));
        Change(request, "AddRoleToInstanceProfile", present.PhysicalId, request.Properties.TextsOf("Roles").Except(present.Properties.TextsOf("Roles")).Except(held));
        return new MadeResource(present.PhysicalId, present.Attributes);
    }

    public override void Delete(ResourceRequest request, StackResource present)
    {
        request.Calls.CallIam("GetInstanceProfile", ("InstanceProfileName", present.PhysicalId));
        if (request.Calls.State.Iam.Account(request.Place.AccountId).InstanceProfiles.Find(present.PhysicalId) is not null)
        {
            Change(request, "RemoveRoleFromInstanceProfile", present.PhysicalId, present.Properties.TextsOf("Roles").Intersect(Held(request, present.PhysicalId)));
            request.Calls.CallIam("DeleteInstanceProfile", ("InstanceProfileName", present.PhysicalId));
        }
    }

    private static List<string> Held(ResourceRequest request, string name)
    {
        var account = request.Calls.State.Iam.Account(request.Place.AccountId);
        var id = account.InstanceProfiles.Find(name)?.RoleId;
        return [.. account.Roles.All.Where(role => role.Id == id).Select(role => role.Name)];
    }

    private static void Change(ResourceRequest request, string operation, string name, IEnumerable<string> roles)
    {
        foreach (var role in roles)
        {
            request.Calls.CallIam(operation, ("InstanceProfileName", name), ("RoleName", role));
        }
    }
}
