using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Workloads;

/// <summary>The credentials of what runs on a machine or in a container. All who ask get the same ones, until new ones take their place.</summary>
internal sealed class WorkloadSession(SandboxState state)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);

    // SDKs ask anew when a quarter of an hour is left; AWS has new ones by then.
    private static readonly TimeSpan LongestRenewal = TimeSpan.FromMinutes(30);

    private readonly TimeSpan _renewal = state.Seed.SessionsEndAfter / 2 is { } half && half < LongestRenewal ? half : LongestRenewal;

    private readonly Lock _gate = new();
    private AccessKey? _current;

    public Role Role => state.WorkloadRole ?? throw new ServiceFault("NotFound", 404, "the sandbox's seed has no workload");

    /// <summary>Gives the credentials and notes them for the log.</summary>
    /// <exception cref="ServiceFault">The seed has no workload.</exception>
    public AccessKey Current(CallContext call)
    {
        var role = Role;
        AccessKey key;
        lock (_gate)
        {
            if (_current is null || _current.Expiration - call.Now < _renewal)
            {
                _current = state.IssueSession(role.Session(state.Seed.Partition, "i-0123456789abcdef0", call.Now), Lifetime);
            }

            key = _current;
        }

        call.Principal = key.Caller.Arn;
        return key;
    }
}
