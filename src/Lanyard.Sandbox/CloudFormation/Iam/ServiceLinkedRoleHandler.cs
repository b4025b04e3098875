using System.Collections.Immutable;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Iam;

/// <summary>Makes service-linked roles: "AWS::IAM::ServiceLinkedRole", AWS CloudFormation User Guide.</summary>
internal sealed class ServiceLinkedRoleHandler : ResourceHandler
{
    private static readonly ImmutableArray<string> Replacing = ["AWSServiceName", "CustomSuffix"];

    public override MadeResource Create(ResourceRequest request)
    {
        var account = request.Calls.State.Iam.Account(request.Place.AccountId);
        var before = account.Roles.All.Select(role => role.Name).ToHashSet(StringComparer.Ordinal);
        request.Calls.CallIam(
            "CreateServiceLinkedRole", ("AWSServiceName", request.Properties.TextOf("AWSServiceName")), ("Description", request.Properties.TextOf("Description")), ("CustomSuffix", request.Properties.TextOf("CustomSuffix")));
        var name = account.Roles.All.First(role => !before.Contains(role.Name)).Name;
        return request.Begun = new MadeResource(name, ImmutableDictionary<string, string>.Empty.Add("RoleName", name));
    }

    public override bool Replaces(ResourceRequest request, StackResource present) =>
        Replacing.Any(name => request.Properties.TextOf(name) != present.Properties.TextOf(name));

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        request.Calls.CallIam("UpdateRoleDescription", ("RoleName", present.PhysicalId), ("Description", request.Properties.TextOf("Description") ?? ""));
        return new MadeResource(present.PhysicalId, present.Attributes);
    }

    public override void Delete(ResourceRequest request, StackResource present) => request.Calls.CallIam("DeleteServiceLinkedRole", ("RoleName", present.PhysicalId));
}
