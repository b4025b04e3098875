using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The GetDelegatedAccessToken operation: "Exchange Tokens", IAM User Guide.</summary>
internal sealed class GetDelegatedAccessToken(SandboxState state)
{
    public string Run(CallContext call, Caller caller, StsParameters parameters)
    {
        var token = parameters.Required("TradeInToken", 1, 20000, StsParameters.Shape.Secret);
        parameters.ThrowIfInvalid();
        call.Authorize(state, caller, new CallRequest("sts:GetDelegatedAccessToken", "*") { Region = call.Region ?? "us-east-1" });

        // The account that asked is the only one that the token is good for. Who accepted may be gone since.
        if (state.Iam.Delegations.FindByToken(token) is not { Ends: { } end, Approver: { } approver } request || request.RequestorId != caller.AccountId
            || state.Iam.Current(approver) is not { } principal)
        {
            throw new ServiceFault("AccessDenied", 403, "The trade-in token is not valid.");
        }

        if (call.Now >= end)
        {
            throw new ServiceFault("ExpiredTradeInTokenException", 400, "The trade-in token provided in the request has expired and can no longer be exchanged for credentials. Request a new token and retry the operation.");
        }

        var session = principal with
        {
            Kind = principal.Kind == CallerKind.User ? CallerKind.UserSession : principal.Kind,
            IssuedAt = call.Now,
            MfaAt = null,
            SessionPolicies = new SessionPolicies(request.Terms.Policy.Attached, []),
            DelegateAccountId = request.RequestorId,
        };
        var key = state.IssueSession(session, end - call.Now);
        return $"{StsService.Credentials(key)}\n    <AssumedPrincipal>{Answers.Escape(principal.Arn)}</AssumedPrincipal>";
    }
}
