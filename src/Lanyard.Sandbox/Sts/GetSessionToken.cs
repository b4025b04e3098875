using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The GetSessionToken operation: temporary credentials for an IAM user.</summary>
internal sealed class GetSessionToken(SandboxState state)
{
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromHours(12);

    public string Run(CallContext call, Caller caller, StsParameters parameters)
    {
        var duration = parameters.Seconds("DurationSeconds", 900, 129600);
        var (serialNumber, tokenCode) = MfaCheck.Read(parameters);
        parameters.ThrowIfInvalid();
        if (caller.IsTemporary)
        {
            throw new ServiceFault("AccessDenied", 403, "Cannot call GetSessionToken with session credentials");
        }

        var given = MfaCheck.Verify(state, caller, serialNumber, tokenCode);
        var session = caller with { Kind = caller.Kind == CallerKind.Root ? CallerKind.Root : CallerKind.UserSession, IssuedAt = call.Now, MfaAt = given };
        return StsService.Credentials(state.IssueSession(session, duration ?? DefaultDuration));
    }
}
