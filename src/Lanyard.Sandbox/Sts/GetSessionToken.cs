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
        var serialNumber = parameters.Optional("SerialNumber", 9, 256, StsParameters.Shape.Any);
        parameters.ThrowIfInvalid();
        if (caller.IsTemporary)
        {
            throw new ServiceFault("AccessDenied", 403, "Cannot call GetSessionToken with session credentials");
        }

        AssumeRole.RefuseMfa(serialNumber);
        var session = caller with { Kind = CallerKind.UserSession, IssuedAt = call.Now };
        return StsService.Credentials(state.IssueSession(session, duration ?? DefaultDuration));
    }
}
