using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>Whose policies a simulation takes, and the documents that come with the call.</summary>
internal static class SimulatedPrincipal
{
    /// <summary>Finds the user, group or role of an ARN.</summary>
    public static PolicyHolder Find(IamCall call, string arn)
    {
        var holder = call.Account.PolicyHolders.FirstOrDefault(h => h.Arn == arn);
        call.Authorize(arn, null, new Keys().WithResource(holder));
        return holder ?? throw IamFaults.NoSuchEntity($"The entity {arn} cannot be found.");
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="ServiceFault">It is no policy of its kind; the message says where and why.</exception>
    public static AttachedPolicy Read(string json, string name, PolicyKind kind)
    {
        try
        {
            return new AttachedPolicy(name, kind, PolicyDocumentReader.Read(json, name));
        }
        catch (PolicyDocumentException e)
        {
            throw IamFaults.InvalidInput(e.Message);
        }
    }
}
