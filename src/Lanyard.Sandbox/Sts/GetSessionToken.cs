using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The GetSessionToken operation: temporary credentials for an IAM user.</summary>
internal sealed class GetSessionToken(SandboxState state)
{
    internal static readonly TimeSpan DefaultDuration = TimeSpan.FromHours(12);
    private static readonly TimeSpan LongestOfRoot = TimeSpan.FromHours(1);

    /// <summary>"GetSessionToken" and "GetFederationToken", STS API Reference: what the root user asks for ends after an hour, however long it asks.</summary>
    internal static TimeSpan Limited(Caller caller, TimeSpan duration) => caller.Kind == CallerKind.Root && duration > LongestOfRoot ? LongestOfRoot : duration;

    public string Run(CallContext call, Caller caller, StsParameters parameters)
    {
        var duration = parameters.Seconds("DurationSeconds", 900, 129600);
        var (serialNumber, tokenCode) = MfaCheck.Read(parameters);
        parameters.ThrowIfInvalid();
        var given = MfaCheck.Verify(state, caller, serialNumber, tokenCode);
        var session = caller with { Kind = caller.Kind == CallerKind.Root ? CallerKind.Root : CallerKind.UserSession, IssuedAt = call.Now, MfaAt = given };
        return StsService.Credentials(state.IssueSession(session, Limited(caller, duration ?? DefaultDuration)));
    }
}
