using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.Sts;

namespace Lanyard.Sandbox.S3;

/// <summary>
/// Takes a body apart that comes in chunks, and checks the signature of each: "Signature calculations for the authorization header: transferring
/// payload in multiple chunks", Amazon S3 API Reference.
/// </summary>
internal static class ChunkedBody
{
    private const string Signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private const string Unsigned = "STREAMING-UNSIGNED-PAYLOAD";
    private const string Trailer = "-TRAILER";

    private static readonly string EmptyHash = CanonicalRequest.HashHex([]);

    /// <summary>Gives the bytes that were sent.</summary>
    /// <param name="call">The call.</param>
    /// <param name="secret">The secret of the key that signed.</param>
    /// <returns>The bytes, and the headers that came behind them.</returns>
    /// <exception cref="ServiceFault">A chunk isn't signed as it should be, or the form is another.</exception>
    public static (ReadOnlyMemory<byte> Data, IReadOnlyList<KeyValuePair<string, string>> Trailers) Read(CallContext call, Secret secret)
    {
        var kind = call.Request.Headers.Get("X-Amz-Content-Sha256") ?? "";
        if (!kind.StartsWith("STREAMING-", StringComparison.Ordinal))
        {
            return (call.Body, []);
        }

        var isSigned = kind.StartsWith(Signed, StringComparison.Ordinal);
        if (!isSigned && !kind.StartsWith(Unsigned, StringComparison.Ordinal))
        {
            throw S3Faults.NotImplemented($"bodies that are signed as {(kind.Length <= 64 ? kind : "this one is")}");
        }

        var chain = isSigned ? new Chain(SigV4Authorization.Read(call.Request).Claim!, secret) : null;
        return Read(call.Body.Span, chain, kind.EndsWith(Trailer, StringComparison.Ordinal));
    }

    private static (ReadOnlyMemory<byte>, IReadOnlyList<KeyValuePair<string, string>>) Read(ReadOnlySpan<byte> body, Chain? chain, bool hasTrailer)
    {
        var data = new MemoryStream(body.Length);
        while (true)
        {
            var head = Line(ref body).Split(';', 2);
            if (!int.TryParse(head[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0 || length > body.Length)
            {
                throw Malformed();
            }

            var chunk = body[..length];
            body = body[length..];
            chain?.Check(chunk, head is [_, ['c', 'h', 'u', 'n', 'k', '-', 's', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', '=', .. var signature]] ? signature : "");
            if (length == 0)
            {
                break;
            }

            data.Write(chunk);
            if (Line(ref body).Length > 0)
            {
                throw Malformed();
            }
        }

        return (data.ToArray(), hasTrailer ? Trailers(ref body, chain) : []);
    }

    private static List<KeyValuePair<string, string>> Trailers(ref ReadOnlySpan<byte> body, Chain? chain)
    {
        var (trailers, text, signature) = (new List<KeyValuePair<string, string>>(), new StringBuilder(), "");
        while (body.Length > 0 && Line(ref body) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon > 0 ? (line[..colon].Trim().ToLowerInvariant(), line[(colon + 1)..].Trim()) : throw Malformed();
            if (name == "x-amz-trailer-signature")
            {
                signature = value;
                continue;
            }

            trailers.Add(new(name, value));
            text.Append(name).Append(':').Append(value).Append('\n');
        }

        chain?.CheckTrailer(text.ToString(), signature);
        return trailers;
    }

    private static string Line(ref ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf("\r\n"u8);
        if (end is < 0 or > 1024)
        {
            throw Malformed();
        }

        var line = Encoding.ASCII.GetString(body[..end]);
        body = body[(end + 2)..];
        return line;
    }

    private static ServiceFault Malformed() => new("IncompleteBody", 400, "The request body terminated unexpectedly");

    /// <summary>Each signature covers the one before.</summary>
    private sealed class Chain(SigV4Authorization claim, Secret secret)
    {
        private string _last = claim.Signature;

        public void Check(ReadOnlySpan<byte> chunk, string signature) => Check($"{SigV4.Algorithm}-PAYLOAD\n{claim.Timestamp}\n{claim.Scope}\n{_last}\n{EmptyHash}\n{CanonicalRequest.HashHex(chunk)}", signature);

        public void CheckTrailer(string trailers, string signature) =>
            Check($"{SigV4.Algorithm}-TRAILER\n{claim.Timestamp}\n{claim.Scope}\n{_last}\n{CanonicalRequest.HashHex(Encoding.UTF8.GetBytes(trailers))}", signature);

        private void Check(string stringToSign, string signature)
        {
            var expected = SigV4.Signature(secret, claim.Scope, stringToSign);
            if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature)))
            {
                throw AuthenticationFaults.Signature(WireProtocol.S3, new SignatureRejection(
                    SignatureFault.Mismatch, "The chunk signature we calculated does not match the one you provided."));
            }

            _last = expected;
        }
    }
}
