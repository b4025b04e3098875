using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Workloads;

/// <summary>
/// Gives a CI job its identity token, in the way of GitHub Actions: "OpenID Connect reference" in the GitHub documentation. The token is
/// of the sandbox's own provider.
/// </summary>
internal sealed class CiJobService(SandboxState state, Func<string, Secret> issue)
{
    public const string PathAndQuery = "/ci/id-token?api-version=2.0";

    private const string Scheme = "Bearer ";

    // GitHub's own default is the address of the repository's owner.
    private const string DefaultAudience = "https://github.com/example";

    /// <summary>Gets what the job must show.</summary>
    public Secret Token { get; } = new(state.Ids.Token("", 40));

    public WireResponse Handle(CallContext call)
    {
        try
        {
            call.Operation = "GetIdToken";
            if (call.Request.Method != "GET" || state.Seed.CiJob is null)
            {
                throw new ServiceFault("NotFound", 404, "no job may ask for a token here");
            }

            if (call.Request.Headers.Get("Authorization") is not { } shown || !shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                || !Token.FixedTimeEquals(shown.AsSpan(Scheme.Length)))
            {
                throw new ServiceFault("Unauthorized", 401, "the Authorization header is not this job's bearer token");
            }

            call.Principal = state.Seed.CiJob.Subject;
            var token = issue(QueryString.Get(call.Query, "audience") ?? DefaultAudience).Reveal();
            return Answers.Json(200, json =>
            {
                json.WriteNumber("count", token.Length);
                json.WriteString("value", token);
            });
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return Answers.JsonError(fault);
        }
    }
}
