using System.Text;

namespace Lanyard.Aws.Wire;

/// <summary>An HTTP answer, its body in memory.</summary>
/// <param name="status">The status code.</param>
/// <param name="headers">The header lines.</param>
/// <param name="body">The body.</param>
public sealed class WireResponse(int status, WireHeaders headers, ReadOnlyMemory<byte> body)
{
    /// <summary>Gets the status code.</summary>
    public int Status { get; } = status;

    /// <summary>Gets the header lines.</summary>
    public WireHeaders Headers { get; } = headers;

    /// <summary>Gets the body.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>Gets whether the status is 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Gets the body as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Makes an answer of text in UTF-8.</summary>
    public static WireResponse OfText(int status, string mediaType, string text) =>
        new(status, new WireHeaders(("Content-Type", mediaType)), Encoding.UTF8.GetBytes(text));

    /// <summary>Gives this answer with one more header.</summary>
    public WireResponse With(string name, string value) => new(Status, Headers.With(name, value), Body);

    /// <summary>Gives the status alone.</summary>
    public override string ToString() => Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
