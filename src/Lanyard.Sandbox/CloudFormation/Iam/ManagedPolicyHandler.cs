using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Iam;

/// <summary>Makes managed policies and attaches them: "AWS::IAM::ManagedPolicy", AWS CloudFormation User Guide.</summary>
internal sealed class ManagedPolicyHandler : ResourceHandler
{
    private static readonly ImmutableArray<(string Property, string Noun)> Holders = [("Roles", "Role"), ("Users", "User"), ("Groups", "Group")];
    private static readonly ImmutableArray<string> Replacing = ["ManagedPolicyName", "Path", "Description"];

    public override bool TakesTags => false;

    public override MadeResource Create(ResourceRequest request)
    {
        var properties = request.Properties;
        var (name, path) = (request.NameOf("ManagedPolicyName", 128), properties.TextOf("Path"));
        request.Calls.CallIam(
            "CreatePolicy",
            [("PolicyName", name), ("Path", path), ("Description", properties.TextOf("Description")), ("PolicyDocument", properties.DocumentOf("PolicyDocument"))]);
        var arn = $"arn:{request.Place.Partition}:iam::{request.Place.AccountId}:policy{path ?? "/"}{name}";
        request.Begun = new MadeResource(arn, ImmutableDictionary<string, string>.Empty.Add("PolicyArn", arn));
        Attach(request, arn, HoldersIn(properties));
        request.Calls.CallIam("GetPolicy", ("PolicyArn", arn));
        return request.Begun;
    }

    public override bool Replaces(ResourceRequest request, StackResource present) =>
        Replacing.Any(name => !Differences.Same(request.Properties.Find(name), present.Properties.Find(name)));

    public override string? KeptName(ResourceRequest request, StackResource present) => request.KeptNameOf("ManagedPolicyName", present);

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        // What the properties were can only be told by these.
        var (calls, arn) = (request.Calls, present.PhysicalId);
        calls.CallIam("GetPolicy", ("PolicyArn", arn));
        calls.CallIam("GetPolicyVersion", ("PolicyArn", arn), ("VersionId", Versions(request, arn).Single(v => v.IsDefault).Id));
        calls.CallIam("ListEntitiesForPolicy", ("PolicyArn", arn));
        if (!Differences.Same(request.Properties.Find("PolicyDocument"), present.Properties.Find("PolicyDocument")))
        {
            calls.CallIam("ListPolicyVersions", ("PolicyArn", arn));
            foreach (var version in Versions(request, arn).Where(v => !v.IsDefault))
            {
                calls.CallIam("DeletePolicyVersion", ("PolicyArn", arn), ("VersionId", version.Id));
            }

            calls.CallIam("CreatePolicyVersion", ("PolicyArn", arn), ("PolicyDocument", request.Properties.DocumentOf("PolicyDocument")), ("SetAsDefault", "true"));
        }

        Attach(request, arn, HoldersIn(request.Properties).Except(HoldersIn(present.Properties)));
        Detach(request, arn, HoldersIn(present.Properties).Except(HoldersIn(request.Properties)));
        return new MadeResource(arn, present.Attributes);
    }

    public override void Delete(ResourceRequest request, StackResource present)
    {
        var (calls, arn) = (request.Calls, present.PhysicalId);
        Detach(request, arn, HoldersIn(present.Properties));
        calls.CallIam("ListPolicyVersions", ("PolicyArn", arn));
        foreach (var version in Versions(request, arn).Where(v => !v.IsDefault))
        {
            calls.CallIam("DeletePolicyVersion", ("PolicyArn", arn), ("VersionId", version.Id));
        }

        calls.CallIam("DeletePolicy", ("PolicyArn", arn));
    }

    private static List<(string Id, bool IsDefault)> Versions(ResourceRequest request, string arn) =>
        request.Calls.State.Iam.Account(request.Place.AccountId).FindPolicy(arn) is { } policy ? [.. policy.Versions.Select(v => (v.Id, v.Id == policy.DefaultVersionId))] : [];

    private static void Attach(ResourceRequest request, string arn, IEnumerable<(string Noun, string Name)> holders)
    {
        foreach (var (noun, name) in holders)
        {
            request.Calls.CallIam($"Attach{noun}Policy", ($"{noun}Name", name), ("PolicyArn", arn));
        }
    }

    private static void Detach(ResourceRequest request, string arn, IEnumerable<(string Noun, string Name)> holders)
    {
        foreach (var (noun, name) in holders)
        {
            try
            {
                request.Calls.CallIam($"Detach{noun}Policy", ($"{noun}Name", name), ("PolicyArn", arn));
            }
            catch (ServiceFault fault) when (fault.Code == "NoSuchEntity")
            {
                continue;
            }
        }
    }

    private static IReadOnlyList<(string Noun, string Name)> HoldersIn(JsonNode properties) => [.. Holders.SelectMany(h => properties.TextsOf(h.Property).Select(name => (h.Noun, name)))];
}
