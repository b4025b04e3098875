using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>The policies of KMS keys, without which nobody may use a key: "Key policies in AWS KMS", AWS KMS Developer Guide.</summary>
/// <param name="state">What the sandbox knows.</param>
internal sealed class KeyPolicies(SandboxState state)
{
    private const string KeyType = "AWS::KMS::Key";

    // Those of the stack that is being worked on aren't in its record yet.
    private readonly Dictionary<string, StoredPolicy> _made = new(StringComparer.Ordinal);

    /// <summary>Notes the policy of a key that a handler makes or changes.</summary>
    /// <exception cref="ServiceFault">It is no policy.</exception>
    public void Note(string type, string arn, JsonNode properties)
    {
        if (type != KeyType)
        {
            return;
        }

        var policy = Of(arn, properties);
        try
        {
            // Every call about the key is decided by it.
            _ = policy.Attached;
        }
        catch (PolicyDocumentException)
        {
            throw new ServiceFault("MalformedPolicyDocumentException", 400, "The new key policy is malformed: its JSON, or an element of it, isn't what a policy takes");
        }

        _made[arn] = policy;
    }

    /// <summary>Finds the policy of the key that a call is about: the one of a stack's key, else the one that a key has which is made without.</summary>
    /// <returns>The policy; <see langword="null"/> where the call is about no key.</returns>
    public StoredPolicy? Find(string arn)
    {
        if (arn.Split(':', 6) is not [_, _, "kms", var region, var account, var rest] || !rest.StartsWith("key/", StringComparison.Ordinal))
        {
            return null;
        }

        return _made.GetValueOrDefault(arn) ?? Of(arn, state.Stacks.In(account, region).SelectMany(stack => stack.Resources)
            .FirstOrDefault(resource => resource.Type == KeyType && resource.Attributes.GetValueOrDefault("Arn") == arn)?.Properties);
    }

    private static StoredPolicy Of(string arn, JsonNode? properties)
    {
        var parts = arn.Split(':');
        var json = properties?.Find("KeyPolicy") is { } given ? given.Kind == JsonNodeKind.Text ? given.Text : NodeText.Json(given)
            : $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:{{parts[1]}}:iam::{{parts[4]}}:root"},"Action":"kms:*","Resource":"*"}]}""";
        return new StoredPolicy($"policy of key {parts[5]["key/".Length..]}", PolicyKind.Resource, json);
    }
}
