using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Signing;

/// <summary>Random requests, the same ones in every run: each verifies as signed, and none after a change.</summary>
public class SignThenVerifyTests
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];

    private static readonly string[] Pieces =
    [
        "a", "Z", "7", "-", ".", "_", "~", "!", "$", "'", "(", ")", "*", "+", ",", ";", ":", "@", "%20", "%2F", "%2f", "%25", "%00", "%E1%88%B4", "ሴ", "ü", "😀",
        "%", "%zz", "%4", "[", "]", "|", "\"", "{", "..", "//", "/", "/./", "=",
    ];

    private static readonly string[] HeaderPieces = ["a", "B", "0", " ", "  ", "\t", ",", "=", "\"", ";", "ü", ":", "/"];

    [Fact]
    public void What_is_signed_verifies_and_what_is_changed_does_not()
    {
        var random = new Random(20150830);
        for (int i = 0; i < 2000; i++)
        {
            var (request, body) = Signed(random);
            string shown = $"request {i}: {request.Method} {request.Target}";
            Assert.True(SigningCase.Check(request, body) is null, shown);
            var (changed, changedBody, what) = Change(random, request, body);
            Assert.True(SigningCase.Check(changed, changedBody) is not null, $"{shown}: a change of the {what} went through");
        }
    }

    private static (WireRequest Request, byte[] Body) Signed(Random random)
    {
        byte[] body = new byte[random.Next(3) == 0 ? 0 : random.Next(200)];
        random.NextBytes(body);
        string target = "/" + Text(random, Pieces, 8) + (random.Next(3) == 0 ? "" : "?" + string.Join('&', Enumerable.Range(0, random.Next(6)).Select(_ => Text(random, Pieces, 6))));
        var headers = new WireHeaders(("Host", "service.us-east-1.amazonaws.com"));
        for (int i = random.Next(4); i > 0; i--)
        {
            headers = headers.With(random.Next(2) == 0 ? $"X-Amz-H{random.Next(3)}" : $"My-Header{random.Next(3)}", Text(random, HeaderPieces, 10).Trim(' ', '\t'));
        }

        var request = new WireRequest(Methods[random.Next(Methods.Length)], target, headers, body);
        var credentials = SigningCase.Credentials(random.Next(2) == 0 ? null : "a-token/+=");
        return (SigV4Signer.Sign(request, body, credentials, SigningCase.Region, SigningCase.Service, SigningCase.Time), body);
    }

    private static (WireRequest Request, byte[] Body, string What) Change(Random random, WireRequest request, byte[] body)
    {
        switch (random.Next(5))
        {
            case 0 when body.Length > 0:
                byte[] flipped = [.. body];
                flipped[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
                return (request, flipped, "body");
            case 1:
                string query = request.Target[request.Path.Length..];
                return (new WireRequest(request.Method, request.Path + "q" + query, request.Headers, body), body, "path");
            case 2:
                return (new WireRequest(request.Method, request.Target + (request.Query.Length == 0 ? "?q" : "&q=1"), request.Headers, body), body, "query");
            case 3:
                int at = random.Next(request.Headers.Count);
                var header = request.Headers[at];
                var changed = new WireHeader(header.Name, header.Value + "0");
                return (new WireRequest(request.Method, request.Target, new WireHeaders(request.Headers.Select((h, i) => i == at ? changed : h)), body), body, header.Name);
            default:
                return (new WireRequest(request.Method == "GET" ? "POST" : "GET", request.Target, request.Headers, body), body, "method");
        }
    }

    private static string Text(Random random, string[] pieces, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => pieces[random.Next(pieces.Length)]));
}
