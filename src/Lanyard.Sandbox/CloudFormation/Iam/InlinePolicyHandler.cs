using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Iam;

/// <summary>Puts an inline policy into roles, users and groups: "AWS::IAM::Policy", AWS CloudFormation User Guide.</summary>
internal sealed class InlinePolicyHandler : ResourceHandler
{
    private static readonly ImmutableArray<(string Property, string Noun)> Holders = [("Roles", "Role"), ("Users", "User"), ("Groups", "Group")];

    public override bool TakesTags => false;

    public override MadeResource Create(ResourceRequest request)
    {
        var made = new MadeResource(request.NameOf("", 128), ImmutableDictionary<string, string>.Empty);
        Put(request, request.Properties, HoldersIn(request.Properties), made);
        foreach (var (noun, name) in HoldersIn(request.Properties))
        {
            request.Calls.CallIam($"Get{noun}Policy", ($"{noun}Name", name), ("PolicyName", NameOf(request.Properties)));
        }

        return made;
    }

    public override bool Replaces(ResourceRequest request, StackResource present) => false;

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        Put(request, request.Properties, HoldersIn(request.Properties));
        var isRenamed = NameOf(request.Properties) != NameOf(present.Properties);
        Take(request, NameOf(present.Properties), HoldersIn(present.Properties).Where(holder => isRenamed || !HoldersIn(request.Properties).Contains(holder)));
        return new MadeResource(present.PhysicalId, present.Attributes);
    }

    public override void Delete(ResourceRequest request, StackResource present) => Take(request, NameOf(present.Properties), HoldersIn(present.Properties));

    private static void Put(ResourceRequest request, JsonNode properties, IEnumerable<(string Noun, string Name)> holders, MadeResource? made = null)
    {
        var document = properties.DocumentOf("PolicyDocument");
        foreach (var (noun, name) in holders)
        {
            request.Calls.CallIam($"Put{noun}Policy", ($"{noun}Name", name), ("PolicyName", NameOf(properties)), ("PolicyDocument", document));
            request.Begun = made;
        }
    }

    // A holder that is gone took the policy with it.
    private static void Take(ResourceRequest request, string policy, IEnumerable<(string Noun, string Name)> holders)
    {
        foreach (var (noun, name) in holders)
        {
            try
            {
                request.Calls.CallIam($"Delete{noun}Policy", ($"{noun}Name", name), ("PolicyName", policy));
            }
            catch (ServiceFault fault) when (fault.Code == "NoSuchEntity")
            {
                continue;
            }
        }
    }

    private static string NameOf(JsonNode properties) => properties.TextOf("PolicyName") ?? throw new ServiceFault("InvalidRequest", 400, "#: required key [PolicyName] not found");

    private static IReadOnlyList<(string Noun, string Name)> HoldersIn(JsonNode properties) => [.. Holders.SelectMany(h => properties.TextsOf(h.Property).Select(name => (h.Noun, name)))];
}
