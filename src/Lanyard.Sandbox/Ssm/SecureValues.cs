using System.Security.Cryptography;
using System.Text;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Ssm;

/// <summary>
/// Who may use the keys of secure strings: "How AWS Systems Manager Parameter Store uses AWS KMS", AWS KMS Developer Guide. Nothing is encrypted: what is shown without
/// decryption only looks like it.
/// </summary>
internal static class SecureValues
{
    private const string OfAws = "alias/aws/ssm";

    /// <summary>Finds the key that a new secure string is for, and asks whether it may be used.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parameter">The parameter, in the tier that it gets.</param>
    /// <param name="keyId">The key's id, ARN or alias.</param>
    /// <returns>The key's ARN; <see langword="null"/> for the one of AWS's, which all in the account may use.</returns>
    /// <exception cref="ServiceFault">It isn't there, or may not be used.</exception>
    public static string? KeyOf(JsonCall call, StoredParameter parameter, string keyId)
    {
        if (keyId == OfAws || keyId.EndsWith(":" + OfAws, StringComparison.Ordinal))
        {
            return null;
        }

        var (account, region) = (call.Caller.AccountId, call.Region);
        var last = keyId[(keyId.LastIndexOf(':') + 1)..];
        var id = last.StartsWith("alias/", StringComparison.Ordinal)
            ? call.State.Stacks.Resources(account, region, "AWS::KMS::Alias").FirstOrDefault(alias => alias.PhysicalId == last)?.Properties.Find("TargetKeyId") is { Kind: JsonNodeKind.Text } target ? target.Text : throw NoKey(keyId)
            : last;
        var arn = $"arn:{call.State.Seed.Partition}:kms:{region}:{account}:key/{id[(id.LastIndexOf('/') + 1)..]}";
        if (!call.State.Stacks.Resources(account, region, "AWS::KMS::Key").Any(key => key.Attributes.GetValueOrDefault("Arn") == arn))
        {
            throw NoKey(keyId);
        }

        // A key of KMS encrypts 4096 bytes at most, so the value of an advanced parameter is encrypted under a data key.
        Ask(call, parameter.Tier == "Advanced" ? "kms:GenerateDataKey" : "kms:Encrypt", parameter, arn);
        return arn;
    }

    /// <summary>Gives a value as it is told, and asks whether it may be where that takes a key.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="isDecrypted">Whether the call wants it in the clear.</param>
    /// <exception cref="ServiceFault">It may not be decrypted.</exception>
    public static string Told(JsonCall call, StoredParameter parameter, bool isDecrypted)
    {
        if (parameter.Type != "SecureString")
        {
            return parameter.Value;
        }

        if (!isDecrypted)
        {
            return "AQICA" + Convert.ToBase64String(SHA512.HashData(Encoding.UTF8.GetBytes($"{parameter.AccountId} {parameter.Region} {parameter.Name} {parameter.Version}")));
        }

        if (parameter.KeyArn is { } key)
        {
            Ask(call, "kms:Decrypt", parameter, key);
        }

        return parameter.Value;
    }

    /// <summary>Gives what a key's use is asked with.</summary>
    /// <param name="region">The Region of the Parameter Store.</param>
    /// <param name="caller">The account of whoever calls it.</param>
    /// <param name="arn">The ARN of the parameter.</param>
    public static Keys KeysFor(string region, string caller, string arn) =>
        new Keys().With("kms:ViaService", $"ssm.{region}.amazonaws.com").With("kms:CallerAccount", caller).With("kms:EncryptionContext:PARAMETER_ARN", arn);

    private static void Ask(JsonCall call, string action, StoredParameter parameter, string key) => call.AuthorizeUnread(new CallRequest(action, key)
    {
        Keys = KeysFor(call.Region, call.Caller.AccountId, SsmModel.Arn(call, new ParameterName(parameter.Name, null))),
        Policy = new KeyPolicies(call.State).Find(key) is { } policy ? PolicySet.Of(policy.Attached) : null,
        Region = call.Region,
        Denial = "AccessDeniedException",
    });

    private static ServiceFault NoKey(string keyId) => new("InvalidKeyId", 400, $"Invalid keyId {(keyId.Length <= 256 ? keyId : "")}");
}
