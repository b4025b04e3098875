using System.Globalization;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>
/// The messages that IAM sends to the topic of a delegation request, the token among them. The sandbox has no SNS: who may subscribe to the topic reads
/// them here. "Notification Message Format", IAM User Guide.
/// </summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="authenticate">Finds out who signed a call.</param>
internal sealed class DelegationNoticeService(SandboxState state, Func<CallContext, AccessKey> authenticate)
{
    public WireResponse Handle(CallContext call)
    {
        try
        {
            call.Operation = "GetNotifications";
            var caller = authenticate(call).Caller;
            var topic = QueryString.Get(call.Query, "TopicArn");
            if (call.Request.Method != "GET" || topic?.Split(':') is not ["arn", _, "sns", { Length: > 0 } region, { Length: 12 } owner, { Length: > 0 }] || owner != caller.AccountId)
            {
                throw new ServiceFault("InvalidParameter", 400, "GET with TopicArn, the ARN of an SNS topic of the caller's account");
            }

            call.Authorize(state, caller, new CallRequest("sns:Subscribe", topic) { Region = region });
            return Answers.Json(200, json =>
            {
                json.WriteStartArray("Notifications");
                foreach (var notice in state.Iam.Delegations.Notices.Where(n => n.Request.Terms.Topic == topic))
                {
                    Write(json, notice);
                }

                json.WriteEndArray();
            }).With("Cache-Control", "no-store");
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return Answers.JsonError(fault);
        }
    }

    private static void Write(Utf8JsonWriter json, DelegationNotice notice)
    {
        var (request, type) = (notice.Request, notice.IsToken ? "ExchangeToken" : "StateChange");
        json.WriteStartObject();
        json.WriteString("Type", "Notification");
        json.WriteString("MessageId", IdSource.StableUuid($"{request.Id} {request.State} {request.Updated.UtcTicks} {type}"));
        json.WriteString("TopicArn", request.Terms.Topic);
        json.WriteString("Message", Encoding.UTF8.GetString(JsonProtocol.Object(message =>
        {
            message.WriteString("Type", type);
            message.WriteString("RequestId", request.Id);
            message.WriteString("RequestorWorkflowId", request.Terms.WorkflowId);
            message.WriteString("State", request.State);
            message.WriteString("OwnerAccountId", request.OwnerAccountId);
            message.WriteString("UpdatedAt", Written(request.Updated));
            if (notice.IsToken)
            {
                message.WriteString("ExchangeToken", request.Token!.Reveal());
                message.WriteString("ExpiresAt", Written(request.Ends!.Value));
            }
        })));
        json.WriteString("Timestamp", Written(request.Updated));
        json.WriteEndObject();
    }

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
