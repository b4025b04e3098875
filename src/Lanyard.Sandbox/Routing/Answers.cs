using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;

namespace Lanyard.Sandbox.Routing;

/// <summary>Answers and errors in the form of each AWS protocol.</summary>
internal static class Answers
{
    /// <summary>A REST JSON answer.</summary>
    public static WireResponse Json(int status, Action<Utf8JsonWriter> write) =>
        new(status, new WireHeaders(("Content-Type", "application/json")), JsonProtocol.Object(write));

    /// <summary>A REST JSON error: the code in <c>X-Amzn-ErrorType</c>, the message in the body.</summary>
    public static WireResponse JsonError(ServiceFault fault) =>
        Json(fault.Status, json => json.WriteString("message", fault.Message)).With("X-Amzn-ErrorType", fault.Code);

    /// <summary>An AWS Query error as STS writes it.</summary>
    public static WireResponse QueryError(ServiceFault fault, string xmlns, string requestId) => Xml(fault.Status,
        $"""
        <ErrorResponse xmlns="{xmlns}">
          <Error>
            <Type>{(fault.Status >= 500 ? "Receiver" : "Sender")}</Type>
            <Code>{fault.Code}</Code>
            <Message>{Escape(fault.Message)}</Message>
          </Error>
          <RequestId>{requestId}</RequestId>
        </ErrorResponse>

        """);

    /// <summary>An XML answer.</summary>
    public static WireResponse Xml(int status, string text) => WireResponse.OfText(status, "text/xml", text);

    /// <summary>The error for what the sandbox doesn't speak, in the form that the client's protocol would have it.</summary>
    public static WireResponse NotBuilt(CallContext call, ServiceFault fault)
    {
        var request = call.Request;
        if (request.MediaType.StartsWith("application/x-amz-json", StringComparison.Ordinal) || request.Headers.Contains("X-Amz-Target"))
        {
            return new WireResponse(fault.Status, new WireHeaders(("Content-Type", "application/x-amz-json-1.1")), JsonProtocol.Object(json =>
            {
                json.WriteString("__type", fault.Code);
                json.WriteString("message", fault.Message);
                if (fault.Reason is { } reason)
                {
                    json.WriteString("Reason", reason);
                }
            })).With("X-Amzn-ErrorType", fault.Code);
        }

        if (call.Target.Name == "ec2")
        {
            return Xml(fault.Status, $"<Response><Errors><Error><Code>{fault.Code}</Code><Message>{Escape(fault.Message)}</Message></Error></Errors><RequestID>{call.RequestId}</RequestID></Response>");
        }

        if (QueryString.Get(call.Form, "Action") is not null || QueryString.Get(call.Query, "Action") is not null)
        {
            return QueryError(fault, $"https://{call.Target.Name}.amazonaws.com/", call.RequestId);
        }

        return call.Target.Name switch
        {
            "s3" or "s3-control" => Xml(fault.Status, $"<Error><Code>{fault.Code}</Code><Message>{Escape(fault.Message)}</Message><RequestId>{call.RequestId}</RequestId></Error>"),
            "cloudfront" or "route53" => QueryError(fault, $"https://{call.Target.Name}.amazonaws.com/", call.RequestId),
            _ => JsonError(fault),
        };
    }

    /// <summary>Makes text fit for XML: markup escaped, characters that XML can't hold replaced.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            safe.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                '\t' or '\n' or '\r' => c.ToString(),
                < ' ' or '\uFFFE' or '\uFFFF' => "\uFFFD",
                _ => c.ToString(),
            });
        }

        return safe.ToString();
    }
}
