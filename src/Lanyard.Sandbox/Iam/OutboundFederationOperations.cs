using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on an account's own identity tokens: "Getting started with outbound identity federation", IAM User Guide.</summary>
internal static class OutboundFederationOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
        [new("EnableOutboundWebIdentityFederation", Enable), new("DisableOutboundWebIdentityFederation", Disable), new("GetOutboundWebIdentityFederationInfo", Get)];

    // An account has one issuer: what trusts it needn't be told of another when the feature is enabled anew.
    private static void Enable(IamCall call)
    {
        call.Authorize("*");
        var before = call.Account.Outbound;
        if (before is { IsEnabled: true })
        {
            throw new ServiceFault("FeatureEnabled", 409, "Outbound identity federation is already enabled for your AWS account.");
        }

        call.Account.Outbound = new OutboundFederation(before?.Issuer ?? $"https://{call.State.Ids.Uuid()}.tokens.sts.global.api.aws", IsEnabled: true);
        call.Result.Text("IssuerIdentifier", call.Account.Outbound.Issuer);
    }

    private static void Disable(IamCall call) => call.Account.Outbound = Enabled(call) with { IsEnabled = false };

    private static void Get(IamCall call) => call.Result.Text("IssuerIdentifier", Enabled(call).Issuer).Flag("JwtVendingEnabled", true);

    private static OutboundFederation Enabled(IamCall call)
    {
        call.Authorize("*");
        return call.Account.Outbound is { IsEnabled: true } enabled
            ? enabled
            : throw new ServiceFault("FeatureDisabled", 404, "Outbound identity federation is disabled for your AWS account.");
    }
}
