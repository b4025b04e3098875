using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Routing;

/// <summary>Answers the calls of a service that speaks AWS JSON 1.1: "AWS JSON 1.1 protocol", Smithy.</summary>
/// <param name="model">The service.</param>
/// <param name="state">What the sandbox knows.</param>
/// <param name="authenticate">Finds out who signed a call for a service.</param>
internal sealed class JsonService(JsonServiceModel model, SandboxState state, Func<CallContext, string, AccessKey> authenticate)
{
    public WireResponse Handle(CallContext call)
    {
        try
        {
            return new WireResponse(200, new WireHeaders(("Content-Type", "application/x-amz-json-1.1")), Dispatch(call));
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return Answers.NotBuilt(call, fault);
        }
    }

    private byte[] Dispatch(CallContext call)
    {
        var name = NameIn(call.Request.Headers.Get("X-Amz-Target") ?? "");
        var isKnown = model.Operations.TryGetValue(name ?? "", out var operation);
        call.Operation = isKnown ? name : null;
        var caller = authenticate(call, model.SigningName).Caller;
        if (!isKnown)
        {
            throw name is { Length: > 0 and <= 128 } && name.All(char.IsAsciiLetterOrDigit)
                ? new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't speak {model.ActionPrefix}:{name} yet")
                : new ServiceFault("UnknownOperationException", 400, $"X-Amz-Target names no operation of {model.Name}");
        }

        var json = new JsonCall(state, call, caller, model.ActionPrefix, operation.Name, Input(call.Body));
        return JsonProtocol.Object(writer =>
        {
            lock (state.Iam.Gate)
            {
                operation.Run(json, writer);
                json.Input.RequireAllRead();
            }
        });
    }

    // The service's name may stand with a namespace before it: botocore sends one to CloudTrail, the SDK for JavaScript none.
    private string? NameIn(string target) =>
        target.LastIndexOf('.') is > 0 and var dot && (target[..dot] == model.TargetPrefix || target[..dot].EndsWith("." + model.TargetPrefix, StringComparison.Ordinal))
            ? target[(dot + 1)..]
            : null;

    /// <summary>Reads the parameters in a body.</summary>
    /// <exception cref="ServiceFault">It isn't JSON.</exception>
    public static JsonParameters Input(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body);
            JsonStrings.ReadAll(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonParameters(document.RootElement.Clone())
                : throw new ServiceFault("SerializationException", 400, "Start of structure or map found where not expected.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ServiceFault("SerializationException", 400, "The body isn't JSON.");
        }
    }
}
