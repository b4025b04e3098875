using System.Collections.Immutable;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.CloudFormation.Iam;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.Ssm;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Storage;

/// <summary>Puts parameters into the Parameter Store: "AWS::SSM::Parameter", AWS CloudFormation User Guide.</summary>
internal sealed class ParameterHandler : ResourceHandler
{
    public override MadeResource Create(ResourceRequest request)
    {
        // One without a name is called after the resource alone, as in CFN-Greeting-aBcDeFgHiJkL.
        var name = request.Properties.TextOf("Name") ?? $"CFN-{request.LogicalId}-{request.Calls.State.Ids.Word(12)}";
        return Put(request, name, isNew: true);
    }

    public override bool Replaces(ResourceRequest request, StackResource present) => request.Properties.TextOf("Name") != present.Properties.TextOf("Name");

    public override MadeResource Update(ResourceRequest request, StackResource present) => Put(request, present.PhysicalId, isNew: false);

    public override void Delete(ResourceRequest request, StackResource present)
    {
        request.Calls.Ask("ssm:DeleteParameter", Arn(request, present.PhysicalId), new Keys());
        request.Calls.State.Parameters.Remove(request.Place.AccountId, request.Place.Region, present.PhysicalId);
    }

    private static MadeResource Put(ResourceRequest request, string name, bool isNew)
    {
        var (calls, place, arn) = (request.Calls, request.Place, Arn(request, name));
        calls.Ask("ssm:PutParameter", arn, new Keys().WithTags(request.Tags));
        var before = calls.State.Parameters.Find(place.AccountId, place.Region, name);
        if (isNew && before is not null)
        {
            throw new ServiceFault("ParameterAlreadyExists", 400, $"{name} already exists");
        }

        if (!isNew)
        {
            calls.Ask("ssm:ListTagsForResource", arn, new Keys());
        }

        if (request.Tags.Except(before?.Tags.AsEnumerable() ?? []).Any())
        {
            calls.Ask("ssm:AddTagsToResource", arn, new Keys().WithTags(request.Tags));
        }

        if (before?.Tags.Keys.Except(request.Tags.Select(tag => tag.Key)).ToArray() is { Length: > 0 } gone)
        {
            calls.Ask("ssm:RemoveTagsFromResource", arn, new Keys().WithTagKeys(gone));
        }

        var (type, value) = (request.Properties.TextOf("Type") ?? "String", request.Properties.TextOf("Value") ?? throw new ServiceFault("InvalidRequest", 400, "#: required key [Value] not found"));
        if (type is not ("String" or "StringList"))
        {
            throw new ServiceFault("InvalidRequest", 400, $"#/Type: {type} is not a valid enum value");
        }

        var versions = calls.State.Parameters.Versions(place.AccountId, place.Region, name);
        calls.State.Parameters.Put(ParameterRules.Kept(new StoredParameter(place.AccountId, place.Region, name, type, value, (before?.Version ?? 0) + 1, calls.Now)
        {
            Description = request.Properties.TextOf("Description"),
            AllowedPattern = request.Properties.TextOf("AllowedPattern"),
            DataType = request.Properties.TextOf("DataType") ?? "text",
            ModifiedBy = calls.Caller.Arn,
            Tags = request.Tags.ToImmutableSortedDictionary(StringComparer.Ordinal),
        }, before, ParameterRules.Displaced(versions), request.Properties.TextOf("Tier")));
        request.Begun = new MadeResource(name, ImmutableDictionary<string, string>.Empty.Add("Type", type).Add("Value", value));
        calls.Ask("ssm:GetParameters", arn, new Keys());
        return request.Begun;
    }

    private static string Arn(ResourceRequest request, string name) => $"arn:{request.Place.Partition}:ssm:{request.Place.Region}:{request.Place.AccountId}:parameter/{name.TrimStart('/')}";
}
