using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.ApiGateway;

/// <summary>Amazon API Gateway, as far as deploy tools call it for the REST APIs that stacks made. See the API Gateway API Reference.</summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="authenticate">Finds out who signed a call.</param>
internal sealed class ApiGatewayService(SandboxState state, Func<CallContext, AccessKey> authenticate)
{
    private static readonly ApiRoute[] Routes = [.. RestApiOperations.All, .. StageOperations.All, .. TagOperations.All, .. UsagePlanOperations.All];

    /// <summary>Gets the operations that the sandbox speaks.</summary>
    public static IReadOnlyList<string> OperationNames { get; } = [.. Routes.Select(r => r.Name)];

    public WireResponse Handle(CallContext call)
    {
        try
        {
            return Dispatch(call);
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return Answers.JsonError(fault.Code switch
            {
                "AccessDeniedException" => new ServiceFault(fault.Code, 403, fault.Message),

                // As the service's model has its errors.
                "ValidationException" or "SerializationException" => new ServiceFault("BadRequestException", 400, fault.Message),
                _ => fault,
            });
        }
    }

    private WireResponse Dispatch(CallContext call)
    {
        var segments = call.Request.Path.Trim('/').Split('/');
        var found = Routes.Select(r => (Route: r, Named: r.Match(call.Request.Method, segments))).FirstOrDefault(r => r.Named is not null);
        call.Operation = found.Route?.Name;
        var caller = authenticate(call).Caller;
        if (found is not ({ } route, { } named))
        {
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't speak this operation of apigateway yet");
        }

        var api = new ApiCall(state, call, caller, route, named, JsonService.Input(call.Body));
        var answer = Answers.Json(route.Status, json =>
        {
            lock (state.Iam.Gate)
            {
                route.Run(api, json);
                api.Input.RequireAllRead();
            }
        });
        return route.Status == 204 ? new WireResponse(204, WireHeaders.Empty, ReadOnlyMemory<byte>.Empty) : answer;
    }
}
