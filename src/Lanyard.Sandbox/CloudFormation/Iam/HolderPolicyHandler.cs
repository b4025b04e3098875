using System.Collections.Immutable;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Iam;

/// <summary>Puts one inline policy into one role, user or group: "AWS::IAM::RolePolicy" and its neighbours, AWS CloudFormation User Guide.</summary>
/// <param name="noun"><c>Role</c>, <c>User</c> or <c>Group</c>.</param>
internal sealed class HolderPolicyHandler(string noun) : ResourceHandler
{
    public override MadeResource Create(ResourceRequest request)
    {
        var made = new MadeResource($"{Need(request, "PolicyName")}|{Need(request, $"{noun}Name")}", ImmutableDictionary<string, string>.Empty);
        Put(request, made);
        return made;
    }

    public override bool Replaces(ResourceRequest request, StackResource present) =>
        new[] { "PolicyName", $"{noun}Name" }.Any(name => request.Properties.TextOf(name) != present.Properties.TextOf(name));

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        Put(request, null);
        return new MadeResource(present.PhysicalId, present.Attributes);
    }

    public override void Delete(ResourceRequest request, StackResource present)
    {
        try
        {
            request.Calls.CallIam($"Get{noun}Policy", ($"{noun}Name", Need(request, $"{noun}Name")), ("PolicyName", Need(request, "PolicyName")));
            request.Calls.CallIam($"Delete{noun}Policy", ($"{noun}Name", Need(request, $"{noun}Name")), ("PolicyName", Need(request, "PolicyName")));
        }
        catch (ServiceFault fault) when (fault.Code == "NoSuchEntity")
        {
            // Its holder took it along.
        }
    }

    private void Put(ResourceRequest request, MadeResource? made)
    {
        (string, string?)[] which = [($"{noun}Name", Need(request, $"{noun}Name")), ("PolicyName", Need(request, "PolicyName"))];
        request.Calls.CallIam($"Put{noun}Policy", [.. which, ("PolicyDocument", request.Properties.DocumentOf("PolicyDocument"))]);
        request.Begun = made;
        request.Calls.CallIam($"Get{noun}Policy", which);
    }

    private static string Need(ResourceRequest request, string name) => request.Properties.TextOf(name) ?? throw new ServiceFault("InvalidRequest", 400, $"#: required key [{name}] not found");
}

/// <summary>Makes identity providers of OpenID Connect: "AWS::IAM::OIDCProvider", AWS CloudFormation User Guide.</summary>
internal sealed class OidcProviderHandler : ResourceHandler
{
    public override MadeResource Create(ResourceRequest request)
    {
        var url = request.Properties.TextOf("Url") ?? throw new ServiceFault("InvalidRequest", 400, "#: required key [Url] not found");
        request.Calls.CallIam(
            "CreateOpenIDConnectProvider", [("Url", url), .. List(request, "ClientIdList", "ClientIDList"), .. List(request, "ThumbprintList", "ThumbprintList"), .. request.TagParameters()]);
        var arn = $"arn:{request.Place.Partition}:iam::{request.Place.AccountId}:oidc-provider/{url[(url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..]}";
        return request.Begun = new MadeResource(arn, ImmutableDictionary<string, string>.Empty.Add("Arn", arn));
    }

    public override bool Replaces(ResourceRequest request, StackResource present) => request.Properties.TextOf("Url") != present.Properties.TextOf("Url");

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        var (calls, arn) = (request.Calls, ("OpenIDConnectProviderArn", present.PhysicalId));
        calls.CallIam("GetOpenIDConnectProvider", arn);
        foreach (var id in request.Properties.TextsOf("ClientIdList").Except(present.Properties.TextsOf("ClientIdList")))
        {
            calls.CallIam("AddClientIDToOpenIDConnectProvider", arn, ("ClientID", id));
        }

        foreach (var id in present.Properties.TextsOf("ClientIdList").Except(request.Properties.TextsOf("ClientIdList")))
        {
            calls.CallIam("RemoveClientIDFromOpenIDConnectProvider", arn, ("ClientID", id));
        }

        if (!Differences.Same(request.Properties.Find("ThumbprintList"), present.Properties.Find("ThumbprintList")))
        {
            calls.CallIam("UpdateOpenIDConnectProviderThumbprint", [arn, .. List(request, "ThumbprintList", "ThumbprintList")]);
        }

        return new MadeResource(present.PhysicalId, present.Attributes);
    }

    public override void Delete(ResourceRequest request, StackResource present) => request.Calls.CallIam("DeleteOpenIDConnectProvider", ("OpenIDConnectProviderArn", present.PhysicalId));

    private static IEnumerable<(string, string?)> List(ResourceRequest request, string property, string parameter) =>
        request.Properties.TextsOf(property).Select((value, at) => ($"{parameter}.member.{at + 1}", (string?)value));
}
