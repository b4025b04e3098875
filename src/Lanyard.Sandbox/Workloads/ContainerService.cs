using System.Globalization;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Workloads;

/// <summary>
/// The credential endpoints of containers: ECS's, whose path is known to the task alone, and that of EKS Pod Identity, which asks for
/// a token. See "Container credential provider" in the AWS SDKs and Tools Reference Guide.
/// </summary>
internal sealed class ContainerService(SandboxState state, WorkloadSession session)
{
    public const string FullPath = "/v1/credentials";

    /// <summary>Gets the path of the endpoint that asks for nothing.</summary>
    public string RelativePath { get; } = "/v2/credentials/" + state.Ids.RequestId();

    /// <summary>Gets what the other one asks for.</summary>
    public Secret AuthorizationToken { get; } = new(state.Ids.Token("", 40));

    public WireResponse Handle(CallContext call)
    {
        try
        {
            call.Operation = "GetRoleCredentials";
            if (call.Request.Method != "GET")
            {
                throw new ServiceFault("MethodNotAllowed", 405, "credentials are read by GET");
            }

            var needsToken = call.Request.Path == FullPath;
            if (!needsToken && call.Request.Path != RelativePath)
            {
                throw new ServiceFault("NotFound", 404, "there is no task of this id");
            }

            if (needsToken && (call.Request.Headers.Get("Authorization") is not { } shown || !AuthorizationToken.FixedTimeEquals(shown)))
            {
                throw new ServiceFault("AccessDeniedException", 401, "the Authorization header is not this container's token");
            }

            return Credentials(session.Current(call));
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return Answers.Json(fault.Status, json =>
            {
                json.WriteString("code", fault.Code);
                json.WriteString("message", fault.Message);
            });
        }
    }

    private WireResponse Credentials(AccessKey key) => Answers.Json(200, json =>
    {
        json.WriteString("RoleArn", session.Role.Arn);
        json.WriteString("AccountId", session.Role.AccountId);
        json.WriteString("AccessKeyId", key.Id);
        json.WriteString("SecretAccessKey", key.Secret.Reveal());
        json.WriteString("Token", key.SessionToken!.Reveal());
        json.WriteString("Expiration", key.Expiration!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    });
}
