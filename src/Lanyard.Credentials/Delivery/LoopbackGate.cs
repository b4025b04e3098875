using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.Delivery;

/// <summary>
/// Who may speak to an endpoint on loopback at all: a program, by our address. A page in a browser, that reaches for it by a name which
/// leads here (DNS rebinding) or from another origin, may not.
/// </summary>
/// <param name="authority">Our own host and port, as in <c>127.0.0.1:4500</c>.</param>
/// <param name="standIns">AWS's own addresses for such an endpoint, under which a forwarder may pass a container's request on. No name leads to them.</param>
internal sealed class LoopbackGate(string authority, params string[] standIns)
{
    /// <summary>Refuses a request, or lets it pass.</summary>
    /// <returns>The answer; <see langword="null"/> where it may pass.</returns>
    public WireResponse? Refuse(WireRequest request)
    {
        var host = request.Host;
        if (host != authority && Array.IndexOf(standIns, host) < 0)
        {
            return Error(403, "WrongHost", $"this endpoint answers on {authority} alone");
        }

        return request.Headers.Contains("Origin") ? Error(403, "WrongOrigin", "this endpoint answers no page of a browser") : null;
    }

    /// <summary>Makes an error in the form of container endpoints.</summary>
    public static WireResponse Error(int status, string code, string message) => Json(status, json =>
    {
        json.WriteString("code", code);
        json.WriteString("message", message);
    });

    /// <summary>Makes an answer that nobody keeps.</summary>
    public static WireResponse Json(int status, Action<Utf8JsonWriter> write) => new(
        status, new WireHeaders(("Content-Type", "application/json"), ("Cache-Control", "no-store")), JsonProtocol.Object(write));
}
