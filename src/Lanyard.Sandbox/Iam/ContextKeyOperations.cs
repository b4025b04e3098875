using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.Iam;

/// <summary>GetContextKeysForCustomPolicy and GetContextKeysForPrincipalPolicy.</summary>
internal static class ContextKeyOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("GetContextKeysForCustomPolicy", ForCustom), new("GetContextKeysForPrincipalPolicy", ForPrincipal),
    ];

    private static void ForCustom(IamCall call)
    {
        var documents = call.Parameters.Documents("PolicyInputList");
        if (documents.IsEmpty)
        {
            throw IamParameters.Missing("policyInputList");
        }

        call.Authorize("*");
        Write(call, Read(documents));
    }

    private static void ForPrincipal(IamCall call)
    {
        var (arn, more) = (call.Parameters.Arn("PolicySourceArn"), call.Parameters.Documents("PolicyInputList"));
        var holder = SimulatedPrincipal.Find(call, arn);
        Write(call, [.. call.Account.PoliciesOf(holder).Select(p => p.Policy.Attached.Document), .. Read(more)]);
    }

    private static IEnumerable<PolicyDocument> Read(IEnumerable<string> documents) =>
        [.. documents.Select((json, i) => SimulatedPrincipal.Read(json, $"PolicyInputList.{i + 1}", PolicyKind.Identity).Document)];

    private static void Write(IamCall call, IEnumerable<PolicyDocument> documents) => call.Result.Texts("ContextKeyNames", PolicyKeys.Of(documents));
}
