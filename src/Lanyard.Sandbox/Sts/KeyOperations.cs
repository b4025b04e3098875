using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The operations that tell of keys and of denials.</summary>
internal sealed class KeyOperations(SandboxState state)
{
    /// <summary>GetCallerIdentity: needs no permission.</summary>
    public static string CallerIdentity(Caller caller) =>
        $"""
            <Arn>{Answers.Escape(caller.Arn)}</Arn>
            <UserId>{Answers.Escape(caller.UserId)}</UserId>
            <Account>{caller.AccountId}</Account>
        """;

    /// <summary>GetAccessKeyInfo: the account of a key, whatever account asks, and whether the key may sign or not.</summary>
    public string AccessKeyInfo(CallContext call, Caller caller, StsParameters parameters)
    {
        var id = parameters.Required("AccessKeyId", 16, 128, StsParameters.Shape.Word);
        parameters.ThrowIfInvalid();
        Authorize(call, caller, "sts:GetAccessKeyInfo");
        return state.FindAnyKey(id) is { } key
            ? $"    <Account>{key.Caller.AccountId}</Account>"
            : throw new ServiceFault("ValidationError", 400, "The access key doesn't exist.");
    }

    /// <summary>DecodeAuthorizationMessage: opens what this sandbox sealed of a denial in the caller's account.</summary>
    public string Decode(CallContext call, Caller caller, StsParameters parameters)
    {
        var message = parameters.Required("EncodedMessage", 1, 10240, StsParameters.Shape.Secret);
        parameters.ThrowIfInvalid();
        Authorize(call, caller, "sts:DecodeAuthorizationMessage");
        return state.Seal.Open(message, caller.AccountId) is { } opened
            ? $"    <DecodedMessage>{Answers.Escape(opened)}</DecodedMessage>"
            : throw new ServiceFault("InvalidAuthorizationMessageException", 400, "Message is not valid");
    }

    private void Authorize(CallContext call, Caller caller, string action) =>
        call.Authorize(state, caller, new CallRequest(action, "*") { Region = call.Region ?? "us-east-1" });
}
