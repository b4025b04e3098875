using Lanyard.Projects.Tools;

namespace Lanyard.Cli.Commands;

/// <summary>Chooses how to hand credentials over, by the tool that gets them.</summary>
internal static class DeliveryChoice
{
    /// <summary>
    /// Gives the way for a command. SST v3 and v4 pass over keys in the environment when their config names a profile, so they are
    /// given a profile; everything else takes keys.
    /// </summary>
    public static string For(IReadOnlyList<ChildCall> calls) => calls.Any(c => c.Tool == DeployTool.Sst) ? "process" : "env";

    /// <summary>
    /// Gives the way by which a command's session is renewed while it runs; null where the tool knows none. Serverless Framework 3
    /// knows no <c>credential_process</c>, and where the project names a profile it doesn't ask an endpoint; Amplify Gen 1 reads its
    /// credentials once.
    /// </summary>
    public static string? Renewing(IReadOnlyList<ChildCall> calls, ProjectAsks asked) =>
        calls.Any(c => c.Tool == DeployTool.Amplify) || asked is { NeedsKeys: true, Profiles.Count: > 0 } ? null
        : calls.Any(c => c.Tool == DeployTool.Serverless) ? (calls.Any(c => c.Tool == DeployTool.Sst) ? null : "server")
        : calls.Any(c => c.Tool != DeployTool.None || c.Program == "aws") ? "process"
        : null;
}
