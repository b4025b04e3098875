using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;

namespace Lanyard.Sandbox.Routing;

/// <summary>Answers and errors in the form of each AWS protocol.</summary>
internal static class Answers
{
    public const string StsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";
    public const string IamNamespace = "https://iam.amazonaws.com/doc/2010-05-08/";

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

    /// <summary>An error in the form that the client's protocol has.</summary>
    public static WireResponse NotBuilt(CallContext call, ServiceFault fault) => call.Protocol switch
    {
        WireProtocol.Json => new WireResponse(fault.Status, new WireHeaders(("Content-Type", "application/x-amz-json-1.1")), JsonProtocol.Object(json =>
        {
            json.WriteString("__type", fault.Code);
            json.WriteString(MessageOf(call), fault.Message);
            if (fault.Reason is { } reason)
            {
                json.WriteString("Reason", reason);
            }
        })).With("X-Amzn-ErrorType", fault.Code),
        WireProtocol.Ec2 => Xml(
            fault.Status, $"<Response><Errors><Error><Code>{fault.Code}</Code><Message>{Escape(fault.Message)}</Message></Error></Errors><RequestID>{call.RequestId}</RequestID></Response>"),
        WireProtocol.S3 => Xml(
            fault.Status, $"<Error><Code>{fault.Code}</Code><Message>{Escape(fault.Message)}</Message><RequestId>{S3RequestId(call.RequestId)}</RequestId><HostId>{S3HostId(call.RequestId)}</HostId></Error>"),
        WireProtocol.Query or WireProtocol.RestXml => QueryError(fault, NamespaceOf(call), call.RequestId),
        _ => JsonError(fault),
    };

    /// <summary>Gives an answer with the request's id in the headers of its service.</summary>
    public static WireResponse WithRequestId(WireResponse answer, CallContext call) => call.Protocol == WireProtocol.S3
        ? answer.With("x-amz-request-id", S3RequestId(call.RequestId)).With("x-amz-id-2", S3HostId(call.RequestId))
        : answer.With("x-amzn-RequestId", call.RequestId);

    // As the model of each service has it.
    private static string MessageOf(CallContext call) =>
        call.Target.Service is SandboxService.Organizations or SandboxService.SsoAdmin or SandboxService.IdentityStore ? "Message" : "message";

    private static string NamespaceOf(CallContext call) => call.Target.Service switch
    {
        SandboxService.Sts => StsNamespace,
        SandboxService.Iam => IamNamespace,
        _ => $"https://{call.Target.Name}.amazonaws.com/",
    };

    private static string S3RequestId(string requestId) => requestId.Replace("-", "", StringComparison.Ordinal)[..16].ToUpperInvariant();

    // 76 characters of Base64, as S3 has them.
    private static string S3HostId(string requestId) =>
        Convert.ToBase64String(SHA512.HashData(Encoding.ASCII.GetBytes(requestId)).AsSpan(0, 56));

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
