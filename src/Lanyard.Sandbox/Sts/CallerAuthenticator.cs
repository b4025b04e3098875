using Lanyard.Aws.Signing;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>Finds out who signed a call. The errors are those of the protocol that the caller speaks.</summary>
internal static class CallerAuthenticator
{
    /// <summary>Authenticates a call and notes the caller for the log.</summary>
    /// <exception cref="ServiceFault">The signature, the key or its token is not good.</exception>
    public static AccessKey Authenticate(SandboxState state, CallContext call, string service)
    {
        var protocol = call.Protocol;
        var (claim, rejection) = SigV4Authorization.Read(call.Request);
        if (claim is null)
        {
            throw AuthenticationFaults.Signature(protocol, rejection!);
        }

        call.AccessKeyId = LooksLikeKeyId(claim.AccessKeyId) ? claim.AccessKeyId : null;
        var key = state.FindKey(claim.AccessKeyId) ?? throw AuthenticationFaults.Key(protocol);

        // The token goes with the key: a long-lived key has none, a temporary one is nothing without its own.
        var tokenIsGood = key.SessionToken is { } mine ? claim.SessionToken is { } sent && mine.FixedTimeEquals(sent) : claim.SessionToken is null;
        if (!tokenIsGood)
        {
            throw AuthenticationFaults.Token(protocol);
        }

        if (SigV4Verifier.Check(claim, call.Request, call.Body, key.Secret, service, call.Target.AnswersFor, state.ClientNow) is { } bad)
        {
            throw AuthenticationFaults.Signature(protocol, bad);
        }

        if (key.Expiration <= call.Now)
        {
            throw AuthenticationFaults.Ended(protocol);
        }

        // Nothing signs for a user or role that is gone.
        key = state.Iam.Current(key.Caller) is { } caller ? key.With(caller) : throw AuthenticationFaults.Key(protocol);
        state.UserKeys.MarkUsed(key.Id, new KeyUse(call.Now, service, claim.Scope.Region));
        state.Iam.MarkUsed(key.Caller, call.Now, claim.Scope.Region);
        call.Identify(key, claim.Scope.Region);
        return key;
    }

    /// <summary>Tells whether a text can be an access key id: others never reach the log, a secret in the wrong field least of all.</summary>
    internal static bool LooksLikeKeyId(string text) =>
        text.Length is >= 16 and <= 32 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
